// Uses every package as a stranger would: installs the packed tarball and its dependencies into an empty project, runs
// consumer/<package>.ts in plain Node (the user's own, not the one the tools run on) and in workerd without any
// compatibility flag, and type-checks it, declarations included, against the type set-ups that users have. Other files
// consumer/<package>.*.ts are what the snippet imports. Takes names of packages; all without.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const run = promisify(execFile);
const here = import.meta.dirname;
const root = join(here, "..");
const node = process.env.WORKKIT_HOST_NODE ?? process.execPath;
const modules = join(root, "node_modules");
const compilers = {
	current: join(modules, "@typescript/native/bin/tsc"),
	oldest: join(modules, "typescript-oldest/bin/tsc"),
};
// The oldest that docs/versioning.md promises, and a current one.
const compatibilityDates = ["2024-01-01", "2026-08-01"];
const dom = { lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"], types: [] };
const workers = { lib: ["es2022"], types: [join(modules, "@cloudflare/workers-types")] };
const bundler = { module: "preserve", moduleResolution: "bundler" };
const nodenext = { module: "nodenext", moduleResolution: "nodenext" };
const typeSetups = [
	["current", "bundler, DOM", { ...bundler, ...dom }],
	["current", "bundler, Workers", { ...bundler, ...workers }],
	["current", "nodenext, DOM", { ...nodenext, ...dom }],
	["current", "nodenext, Workers", { ...nodenext, ...workers }],
	["oldest", "bundler, DOM, oldest TypeScript", { ...bundler, ...dom }],
];

/** The manifests of all packages, by name. */
async function readPackages() {
	const folders = await readdir(join(root, "packages"));
	const manifests = folders.map(async (folder) => {
		const manifest = JSON.parse(await readFile(join(root, "packages", folder, "package.json"), "utf8"));
		return [manifest.name, { ...manifest, folder }];
	});
	return new Map(await Promise.all(manifests));
}

/** The package's own name and those of all packages of ours that it needs, directly or not. */
function closure(packages, name, seen = new Set()) {
	if (!packages.has(name) || seen.has(name)) return seen;
	seen.add(name);
	for (const dependency of Object.keys(packages.get(name).dependencies ?? {})) closure(packages, dependency, seen);
	return seen;
}

const tarball = ({ folder }) => join(root, "packages", folder, "package.tgz");

/** Complains about what must, or must not, be in the tarball. */
async function checkContents(manifest) {
	const { stdout } = await run("tar", ["-tzf", tarball(manifest)]);
	const files = stdout
		.trim()
		.split("\n")
		.map((path) => path.replace("package/", ""));
	const code = files.filter((path) => path.endsWith(".js"));
	const expected = ["LICENSE", "README.md", "package.json", ...code.map((path) => `${path}.map`)];
	const missing = expected.filter((path) => !files.includes(path));
	if (code.length === 0) missing.push("dist/*.js");
	const unwanted = files.filter((path) => /test|tsconfig|tsup|turbo|\.tgz$/.test(path));
	if (missing.length + unwanted.length > 0) throw new Error(`tarball: missing [${missing}], unwanted [${unwanted}]`);
}

/** Names of the packages that files import. */
async function importsOf(files) {
	const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
	const specifiers = texts.flatMap((text) => [...text.matchAll(/^(?:import|}).* from "([^".][^"]*)";$/gm)]);
	return [...new Set(specifiers.map(([, specifier]) => /^(@[^/]+\/)?[^/]+/.exec(specifier)[0]))];
}

/** One try of one package in a project of its own. Returns its snippet's bundle for workerd, where it has to run there. */
async function consume(packages, name, scratch) {
	const manifest = packages.get(name);
	await checkContents(manifest);
	const project = join(scratch, manifest.folder);
	await mkdir(project);
	await writeFile(join(project, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
	const programs = [`${manifest.folder}.ts`, `${manifest.folder}.node.ts`];
	const files = (await readdir(join(here, "consumer"))).filter((file) => file.split(".")[0] === manifest.folder);
	const snippets = files.filter((file) => programs.includes(file));
	if (!snippets[0]) throw new Error(`no consumer/${manifest.folder}.ts`);
	for (const file of files) await cp(join(here, "consumer", file), join(project, file));
	const imported = await importsOf(files.map((file) => join(project, file)));
	const needed = new Set([name, ...imported].flatMap((each) => [...closure(packages, each)]));
	const tarballs = [...needed].map((each) => tarball(packages.get(each)));
	// What else the snippets import is what the package is tested with.
	const foreign = imported.filter((each) => !packages.has(each));
	tarballs.push(...foreign.map((each) => join(root, "packages", manifest.folder, "node_modules", each)));
	// Our own come from their tarballs; what `@workkit/ai-gateway-cli` and the like depend on may have to be fetched.
	// Only a package with dependencies that are not ours has to ask for them.
	const ours = [...needed].every((each) =>
		Object.keys(packages.get(each).dependencies ?? {}).every((dependency) => packages.has(dependency)),
	);
	const quiet = [ours ? "--offline" : "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
	await run("npm", ["install", ...quiet, ...tarballs], { cwd: project });

	for (const file of snippets) {
		const stdin = { contents: `import { main } from "./${file}";\nawait main();\n`, resolveDir: project };
		const outfile = join(project, "run.mjs");
		await build({ stdin, outfile, bundle: true, packages: "external", format: "esm", platform: "node" });
		await run(node, ["run.mjs"], { cwd: project, timeout: 60_000 });
	}
	// What is a command tells how it is used, by the name that its users type.
	for (const command of Object.keys(manifest.bin ?? {})) {
		const path = await realpath(join(project, "node_modules/.bin", command));
		const { stdout } = await run(node, [path, "--help"], { cwd: project, timeout: 60_000 });
		if (!stdout.includes(command)) throw new Error(`${command} --help: ${stdout}`);
	}

	for (const [compiler, title, setup] of typeSetups) {
		const compilerOptions = {
			...setup,
			target: "es2022",
			strict: true,
			exactOptionalPropertyTypes: true,
			declaration: true,
			noEmit: true,
			allowImportingTsExtensions: true,
		};
		const config = { compilerOptions: { ...compilerOptions, skipLibCheck: false }, include: ["*.ts"] };
		await writeFile(join(project, "tsconfig.json"), JSON.stringify(config));
		await run(process.execPath, [compilers[compiler], "-p", project]).catch(({ stdout, stderr }) => {
			throw new Error(`types (${title}):\n${stdout}${stderr}`);
		});
	}

	// A tool for the developer's machine has a snippet for Node only.
	if (!snippets.includes(`${manifest.folder}.ts`)) return undefined;
	const { outputFiles } = await build({
		stdin: {
			contents: `import { main } from "./${manifest.folder}.ts";
				export default { fetch: () => main().then(() => new Response("ok"), (error) => new Response(String(error?.stack), { status: 500 })) };`,
			resolveDir: project,
		},
		bundle: true,
		write: false,
		format: "esm",
		target: "es2022",
		platform: "neutral",
	});
	return outputFiles[0].text;
}

/** Runs a bundled snippet in workerd: no nodejs_compat, no flags. */
async function runInWorkerd(script, compatibilityDate) {
	const manifest = { mainModule: "worker.js", modules: { "worker.js": { type: "esm", contents: script } } };
	const config = { name: "consumer", type: "worker", compatibilityDate, manifest };
	const worker = new Miniflare({ host: "127.0.0.1", cf: false, logRequests: false, workers: [{ config }] });
	try {
		const response = await worker.dispatchFetch("http://consumer/");
		if (!response.ok) throw new Error(`workerd, ${compatibilityDate}: ${await response.text()}`);
	} finally {
		await worker.dispose();
	}
}

const packages = await readPackages();
const scratch = await mkdtemp(join(tmpdir(), "workkit-consumer-"));
const wanted = process.argv.slice(2);
const queue = [...packages.keys()].filter((name) => !wanted[0] || wanted.includes(name));
const total = queue.length;
const failures = [];

async function work() {
	for (let name = queue.shift(); name; name = queue.shift()) {
		try {
			const script = await consume(packages, name, scratch);
			for (const date of script ? compatibilityDates : []) await runInWorkerd(script, date);
			console.log(`${name}: installs, runs, type-checks`);
		} catch (error) {
			failures.push(name);
			console.error(`${name}: ${error.stderr || error.message}`);
		}
	}
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
await rm(scratch, { recursive: true, force: true });
const { stdout } = await run(node, ["--version"]);
console.log(`${total - failures.length} packages work from their tarballs on ${basename(node)} ${stdout.trim()}`);
process.exit(failures.length > 0 ? 1 : 0);
