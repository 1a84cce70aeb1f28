// Compares every entry's exported names with exports.json, so that no name appears or disappears unnoticed.
// `node .ci/exports.mjs --update` after a build writes what is there now.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { allEntries } from "./packages.ts";

const lock = new URL("exports.json", import.meta.url);

/** The names in the `export { … }` statements of a bundled declaration file. */
function exportedNames(declarations) {
	const lists = [...declarations.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list]) => list.split(","));
	return lists
		.map((item) =>
			item
				.trim()
				.replace(/^type /, "")
				.replace(/^.* as /, ""),
		)
		.filter(Boolean)
		.sort();
}

const actual = Object.fromEntries(
	allEntries().map(({ specifier, name, source }) => {
		const file = join(dirname(source), "..", "dist", `${name}.d.ts`);
		return [specifier, exportedNames(readFileSync(file, "utf8"))];
	}),
);

if (process.argv.includes("--update")) {
	writeFileSync(lock, `${JSON.stringify(actual, null, "\t")}\n`);
	process.exit();
}

const expected = JSON.parse(readFileSync(lock, "utf8"));
const differences = [...new Set([...Object.keys(actual), ...Object.keys(expected)])].flatMap((specifier) => {
	const now = actual[specifier] ?? [];
	const before = expected[specifier] ?? [];
	return [
		...now.filter((name) => !before.includes(name)).map((name) => `${specifier}: + ${name}`),
		...before.filter((name) => !now.includes(name)).map((name) => `${specifier}: - ${name}`),
	];
});
for (const difference of differences) console.error(difference);
if (differences.length > 0)
	console.error("If that is meant, run `node .ci/exports.mjs --update` and commit exports.json.");
process.exit(differences.length > 0 ? 1 : 0);
