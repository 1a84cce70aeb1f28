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

/** Runs the command; answers with its exit code: 0, 1 if a file was left alone, or 2 for options or paths that are wrong. */
export function run(args: readonly string[], print: (line: string) => void, version: () => string): number {
	try {
		const options = { dry: { type: "boolean" }, version: { type: "boolean" }, help: { type: "boolean" } } as const;
		const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
		if (!values.help && !values.version) {
			return rewriteAll(positionals[0] ? positionals : ["src"], values.dry ?? false, print) ? 0 : 1;
		}
		print(values.help ? help : version());
		return 0;
	} catch (error) {
		print(`${error instanceof Error ? error.message : error}\nTry --help.`);
		return 2;
	}
}

/** Whether all files were read and, unless dry, written. */
function rewriteAll(paths: readonly string[], isDry: boolean, print: (line: string) => void): boolean {
	const decisions: string[] = [];
	const failures: string[] = [];
	let changed = 0;
	for (const path of new Set(paths.flatMap(findFiles))) {
		try {
			const before = readFileSync(path, "utf8");
			const { text, todos } = rewrite(before, path);
			decisions.push(...todos.map(({ line, message }) => `${path}:${line}: ${message}`));
			if (text === before) continue;
			if (isDry) print(createTwoFilesPatch(path, path, before, text, undefined, undefined, { context: 2 }));
			else writeFileSync(path, text);
			changed++;
		} catch (error) {
			failures.push(`${path}: ${error instanceof Error ? error.message : error}`);
		}
	}
	const list = (title: string, lines: readonly string[]): void => {
		if (lines[0]) print(`${title}:\n${lines.map((each) => `  ${each}`).join("\n")}`);
	};
	print(`${changed} ${changed === 1 ? "file" : "files"} ${isDry ? "to change" : "changed"}.`);
	if (changed && !isDry) print(`Next: npm install ${newPackage}, then your formatter and your tests.`);
	list("For you to decide", decisions);
	list("Left alone", failures);
	return !failures[0];
}
