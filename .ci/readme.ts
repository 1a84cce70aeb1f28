// Writes the parts of the READMEs that repeat: a block `<!-- name -->` … `<!-- /name -->` is filled from the package's own
// `package.json`, sources and first example. With `--check` it only compares; bytes may have drifted by a twentieth.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measuredTable } from "./measured.ts";
import { allPackages, gzipOf, kilobytes, type PackageFacts } from "./package-facts.ts";
import { root } from "./packages.ts";

const REPOSITORY = "https://github.com/workkit/workkit";
const packages = allPackages();

const linkTo = (name: string): string =>
	name.startsWith("@workkit/")
		? `[\`${name}\`](${REPOSITORY}/tree/main/packages/${name.slice("@workkit/".length)}#readme)`
		: `\`${name}\``;

/** The packages that the first example imports, the README's own first. */
function installLine({ name, isTool }: PackageFacts, text: string): string {
	const [, example = ""] = /^```ts\n([\s\S]*?)^```$/m.exec(text) ?? [];
	const imported = [...example.matchAll(/ from "((?:@[\w-]+\/)?[\w-]+)[^"]*"/g)].map(([, from = ""]) => from);
	const names = [...new Set([name, ...imported.filter((from) => !from.startsWith("node:"))])];
	return `\`\`\`sh\nnpm install ${isTool ? "--save-dev " : ""}${names.join(" ")}\n\`\`\``;
}

async function glance({ folder, entries, dependencies, isTool }: PackageFacts): Promise<string> {
	const sizes = isTool
		? ["none in a Worker: it is for development"]
		: await Promise.all(
				entries.map(async (entry) => `${kilobytes(await gzipOf(entry))} for all of \`${entry.specifier}\``),
			);
	const objects = entries.find(({ name }) => name === "durable-object");
	const workersOnly = objects ? ` (\`${objects.specifier}\` on Workers only)` : "";
	const rows = [
		["bytes, gzip", `${sizes.join(", ")}${isTool ? "" : "; you pay for what you import"}`],
		["dependencies", dependencies.map(linkTo).join(", ") || "none"],
		...(isTool
			? []
			: [["runs on", `Cloudflare Workers without a compatibility flag, Node 20 or later${workersOnly}; ES modules`]]),
		[
			"more",
			`[source](${REPOSITORY}/tree/main/packages/${folder}) · [versions and support](${REPOSITORY}/blob/main/docs/versioning.md) · [workkit](${REPOSITORY}#readme)`,
		],
	];
	return `| | |\n|---|---|\n${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}`;
}

function packagesTable(): string {
	const last = ({ isTool, isDeprecated }: PackageFacts): number => Number(isTool) + 2 * Number(isDeprecated);
	const rows = packages
		.toSorted((a, b) => last(a) - last(b) || b.dependencies.length - a.dependencies.length)
		.map(({ folder, name, description }) => `| [\`${name}\`](packages/${folder}) | ${description} |`);
	return `| package | what it is for |\n|---|---|\n${rows.join("\n")}`;
}

async function filled(text: string, blocks: Record<string, () => string | Promise<string>>): Promise<string> {
	let result = text;
	for (const [name, make] of Object.entries(blocks)) {
		const block = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
		if (!block.test(text) && name === "install") continue;
		if (!block.test(text)) throw new Error(`a README has no <!-- ${name} -->`);
		const made = await make();
		result = result.replace(block, (_, open, close) => `${open}${made}\n${close}`);
	}
	return result;
}

/** Equal, but for numbers of kilobytes that are near each other. */
function isTrue(written: string, made: string): boolean {
	const sizes = /\d+\.\d(?= KB)/g;
	if (written.replace(sizes, "") !== made.replace(sizes, "")) return false;
	const [before, now] = [written, made].map((text) => (text.match(sizes) ?? []).map(Number));
	return (before ?? []).every((size, index) => Math.abs(size - (now?.[index] ?? 0)) <= Math.max(0.1, size * 0.05));
}

const readmes = [
	{ file: "README.md", blocks: { packages: packagesTable, measured: measuredTable } },
	...packages.map((facts) => {
		const file = `packages/${facts.folder}/README.md`;
		const text = readFileSync(join(root, file), "utf8");
		return { file, blocks: { install: () => installLine(facts, text), glance: () => glance(facts) } };
	}),
];
for (const { file, blocks } of readmes) {
	const written = readFileSync(join(root, file), "utf8");
	const made = await filled(written, blocks);
	if (!process.argv.includes("--check")) {
		if (!isTrue(written, made)) writeFileSync(join(root, file), made);
	} else if (!isTrue(written, made)) {
		console.error(`${file} is behind: run \`node .ci/readme.ts\` and commit it.`);
		process.exitCode = 1;
	}
}
