import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createTwoFilesPatch } from "diff";
import { findFiles } from "./find-files.ts";
import { guide, newPackage, oldPackage } from "./names.ts";
import { rewrite } from "./rewrite.ts";

const help = `Usage: ai-codemod [--dry] [path …]

Rewrites imports and calls of ${oldPackage} to ${newPackage} in the files at or below the paths (default: src).

  --dry      shows the changes as a diff, and writes nothing
  --version  prints the version
  --help     prints this

What a person has to decide is left below a comment TODO(workkit). The guide: ${guide}`;

/** Runs the command; answers with its exit code: 0, or 2 for options or paths that are wrong. */
export function run(args: readonly string[], print: (line: string) => void, version: () => string): number {
	try {
		const options = { dry: { type: "boolean" }, version: { type: "boolean" }, help: { type: "boolean" } } as const;
		const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
		if (values.help || values.version) print(values.help ? help : version());
		else rewriteAll(positionals[0] ? positionals : ["src"], values.dry ?? false, print);
		return 0;
	} catch (error) {
		print(`${error instanceof Error ? error.message : error}\nTry --help.`);
		return 2;
	}
}

function rewriteAll(paths: readonly string[], isDry: boolean, print: (line: string) => void): void {
	const decisions: string[] = [];
	let changed = 0;
	for (const path of new Set(paths.flatMap(findFiles))) {
		const before = readFileSync(path, "utf8");
		const { text, todos } = rewrite(before, path);
		decisions.push(...todos.map(({ line, message }) => `${path}:${line}: ${message}`));
		if (text === before) continue;
		changed++;
		if (isDry) print(createTwoFilesPatch(path, path, before, text, undefined, undefined, { context: 2 }));
		else writeFileSync(path, text);
	}
	print(`${changed} ${changed === 1 ? "file" : "files"} ${isDry ? "to change" : "changed"}.`);
	if (changed && !isDry) print(`Next: npm install ${newPackage}, then your formatter and your tests.`);
	if (decisions[0]) print(`For you to decide:\n${decisions.map((each) => `  ${each}`).join("\n")}`);
}
