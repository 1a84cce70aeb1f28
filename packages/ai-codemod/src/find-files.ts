import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Folders whose files are nobody's to change. */
const skipped = /^(node_modules|dist|build|coverage|\..+)$/;
const sources = /(?<!\.d)\.[cm]?[jt]sx?$/;

/** The source files at or below a path. Throws for a path that is not there. */
export function findFiles(path: string): string[] {
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
		const inside = join(path, entry.name);
		if (entry.isDirectory()) return skipped.test(entry.name) ? [] : findFiles(inside);
		return entry.isFile() && sources.test(entry.name) ? [inside] : [];
	});
}
