import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Folders whose files are nobody's to change. */
const skipped = /^(node_modules|dist|build|coverage|\..+)$/;
const sources = /(?<!\.d)\.[cm]?[jt]sx?$/;

/** The source files at or below a path. Throws for a path that is not there, or is a file of another kind. */
export function findFiles(path: string): string[] {
	const found = statSync(path, { throwIfNoEntry: false });
	if (!found) throw new Error(`${path}: no such file or folder.`);
	if (!found.isDirectory()) {
		if (!sources.test(path)) throw new Error(`${path}: not TypeScript, nor JavaScript.`);
		return [path];
	}
	return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
		const inside = join(path, entry.name);
		if (entry.isDirectory()) return skipped.test(entry.name) ? [] : findFiles(inside);
		return entry.isFile() && sources.test(entry.name) ? [inside] : [];
	});
}
