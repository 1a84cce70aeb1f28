import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../.ci/packages.ts";
import { dataFolder } from "../generate/paths.ts";
import type { EntryReference } from "../generate/reference.ts";
import { fileOf } from "../serve.ts";
import { brokenLinks } from "./links.ts";

/** What is wrong with the built site, one line each: links to nothing, and exports that nothing explains. */
export function check(): string[] {
	return [...brokenLinks(), ...unexplainedExports()];
}

/** Each name that the lock of exports has must have a page that describes it, and a row in its entry's list. */
function unexplainedExports(): string[] {
	const locked: Record<string, string[]> = JSON.parse(readFileSync(join(root, ".ci/exports.json"), "utf8"));
	const entries: EntryReference[] = JSON.parse(readFileSync(join(dataFolder, "exports.json"), "utf8"));
	return Object.entries(locked).flatMap(([specifier, names]) => {
		const entry = entries.find((one) => one.specifier === specifier);
		return names.flatMap((name) => {
			const found = entry?.names.find((one) => one.name === name);
			if (!found) return `${specifier}: ${name} is not in the reference`;
			const file = fileOf(found.page);
			const html = file ? readFileSync(file, "utf8") : "";
			if (!/<meta name="description" content="[^"]{5,}"/.test(html))
				return `${specifier}: ${name} has no page that describes it`;
			if (!html.includes(">Source</a>")) return `${specifier}: the page of ${name} does not lead to its source`;
			return [];
		});
	});
}
