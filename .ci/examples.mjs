// Type-checks every example that people read: the code blocks of the READMEs, the docs, and the sources' doc comments.
// Each is a module of its own, below as many empty lines as it has lines above it, so that line numbers are those of its page.
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./packages.ts";

const folder = join(root, ".cache/examples");
const pages = globSync(["README.md", "docs/*.md", "packages/*/README.md", "packages/*/src/**/*.ts"], { cwd: root });
const base = JSON.parse(readFileSync(join(root, "tsconfig.base.json"), "utf8"));

function examplesOf(page) {
	const found = [];
	let open;
	for (const [index, line] of readFileSync(join(root, page), "utf8").split("\n").entries()) {
		const code = page.endsWith(".ts") ? line.replace(/^\s*\* ?/, "") : line;
		const fence = /^\s*```(\w*)/.exec(code);
		if (open && fence) {
			found.push(open.join("\n"));
			open = undefined;
		} else if (open) open.push(code);
		else if (/^(ts|typescript|js|javascript)$/.test(fence?.[1])) open = Array(index + 1).fill("");
	}
	return found;
}

rmSync(folder, { recursive: true, force: true });
const examples = pages.flatMap((page) => examplesOf(page).map((code, index) => [`${page}.${index}.ts`, code]));
for (const [file, code] of examples) {
	mkdirSync(dirname(join(folder, file)), { recursive: true });
	writeFileSync(join(folder, file), code);
}
const paths = Object.entries(base.compilerOptions.paths).map(([name, [path]]) => [name, [`../../${path}`]]);
const schemas = ["@valibot/to-json-schema", "arktype", "valibot", "zod", "zod/v3", "zod-to-json-schema"];
const config = {
	extends: "../../tsconfig.base.json",
	compilerOptions: {
		types: ["@cloudflare/workers-types", "node"],
		// Only `.ci` has Miniflare, and only the packages that take them have the catalogue and the libraries of schemas.
		paths: {
			...Object.fromEntries(paths),
			miniflare: ["../../.ci/node_modules/miniflare"],
			"@pydantic/genai-prices": ["../../packages/ai-cost/node_modules/@pydantic/genai-prices"],
			effect: ["../../packages/ai-gateway-cli/node_modules/effect/dist/index.d.ts"],
			...Object.fromEntries(schemas.map((name) => [name, [`../../packages/ai-tools/node_modules/${name}`]])),
		},
		moduleDetection: "force",
		isolatedDeclarations: false,
		declaration: false,
	},
	files: ["../../.ci/examples/given.d.ts"],
	include: ["**/*.ts"],
};
writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
const { status, stdout } = spawnSync("tsc", ["-p", folder, "--pretty", "false"], { cwd: folder, encoding: "utf8" });
if (status === 0) console.log(`${examples.length} examples type-check`);
// What is wrong in `docs/x.md.2.ts(7,1)` is wrong in `docs/x.md:7:1`.
else console.error(stdout?.replace(/^(\S+)\.\d+\.ts\((\d+),(\d+)\)/gm, "$1:$2:$3"));
process.exit(status ?? 1);
