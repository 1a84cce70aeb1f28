import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileOf, site } from "../serve.ts";

/** Links inside the built site to pages, files or anchors that are not there. Links out of it are not followed. */
export function brokenLinks(): string[] {
	const pages = new Map(
		globSync("**/*.html", { cwd: site }).map((path) => [join(site, path), readFileSync(join(site, path), "utf8")]),
	);
	const anchors = new Map(
		[...pages].map(([file, html]) => [file, new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id))]),
	);
	const found = new Map<string, string[]>();
	const add = (complaint: string, page: string): void => {
		found.set(complaint, [...(found.get(complaint) ?? []), page]);
	};
	for (const [file, html] of pages) {
		const path = relative(site, file).replace(/index\.html$/, "");
		for (const [, link = ""] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
			const url = new URL(link.replaceAll("&amp;", "&"), `http://site/${path}`);
			if (url.host !== "site") continue;
			const target = fileOf(url.pathname);
			const anchor = decodeURIComponent(url.hash.slice(1));
			if (!target) add(`${url.pathname} is not there`, path);
			else if (anchor && !anchors.get(target)?.has(anchor)) add(`${url.pathname} has no #${anchor}`, path);
		}
	}
	return [...found].map(
		([complaint, [first, ...more]]) => `${complaint}; /${first} links to it, and ${more.length} more`,
	);
}
