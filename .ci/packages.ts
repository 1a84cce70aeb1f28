import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One entry of a package's `exports`: what is imported and the source file behind it. */
export interface Entry {
	specifier: string;
	name: string;
	source: string;
}

/** The repository's root folder. */
export const root: string = fileURLToPath(new URL("..", import.meta.url));

/** The code entries of the package in `folder`, read from its `exports`: `"./x"` stands for `src/x.ts`, `"."` for `src/index.ts`. */
export function entriesOf(folder: string): Entry[] {
	const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
	return Object.keys(manifest.exports)
		.filter((path) => path !== "./package.json")
		.map((path) => {
			const name = path === "." ? "index" : path.slice(2);
			return { specifier: manifest.name + path.slice(1), name, source: join(folder, "src", `${name}.ts`) };
		});
}

/** The commands of the package in `folder`, read from its `bin`: `"./dist/x.js"` is built from `src/x.ts`. */
export function commandsOf(folder: string): Record<string, string> {
	const { bin = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
	const names = Object.values<string>(bin).map((path) => path.replace(/^\.\/dist\/(.+)\.js$/, "$1"));
	return Object.fromEntries(names.map((name) => [name, join(folder, "src", `${name}.ts`)]));
}

/** Every code entry of every publishable package. The folders under `packages` are the only list there is. */
export function allEntries(): Entry[] {
	return readdirSync(join(root, "packages")).flatMap((name) => entriesOf(join(root, "packages", name)));
}
