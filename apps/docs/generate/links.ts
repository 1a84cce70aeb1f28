import { existsSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "../../../.ci/packages.ts";
import { repositoryUrl } from "./paths.ts";

/** Links to files that are not there, found so far. */
export const brokenLinks: string[] = [];

const OWN_FILE = new RegExp(`^${repositoryUrl}(?:/(?:blob|tree)/main)?(?:/([^#]*))?(#.*)?$`);

/** The site's path of a file or folder in the repository that is a page here, by its path from the root. */
export function pageOf(path: string): string | undefined {
	const name = path.replace(/\/$/, "");
	if (name === "" || name === "README.md") return "/";
	if (name === "CONTRIBUTING.md") return "/contributing/";
	if (name === ".github/SECURITY.md") return "/security/";
	if (name === "docs/versioning.md") return "/versioning/";
	if (name === "docs") return "/guides/getting-started/";
	if (name === "adr") return "/decisions/";
	if (name === "packages" || name === ".changeset") return name === "packages" ? "/packages/" : "/changelog/";
	const [, guide] = /^docs\/([\w-]+)\.md$/.exec(name) ?? [];
	if (guide) return `/guides/${guide}/`;
	const [, decision] = /^adr\/([\w-]+)\.md$/.exec(name) ?? [];
	if (decision) return `/decisions/${decision}/`;
	const [, folder, file] = /^packages\/([\w-]+)(?:\/(README|CHANGELOG)\.md)?$/.exec(name) ?? [];
	if (folder) return file === "CHANGELOG" ? `/changelog/#${folder}` : `/packages/${folder}/`;
	return undefined;
}

/**
 * Where a link of `file` leads on the site: to a page here, else to the source on the web.
 */
export function siteLink(target: string, file: string): string {
	const own = OWN_FILE.exec(target);
	if (!own && (/^[a-z]+:/.test(target) || target.startsWith("#"))) return target;
	const [path = "", hash = ""] = own
		? [own[1], own[2] === "#readme" ? "" : own[2]]
		: [posix.join(posix.dirname(file), target.split("#")[0] ?? ""), target.match(/#.*$/)?.[0]];
	const place = posix.normalize(path).replace(/^\.$/, "");
	if (/^(?:issues|security|releases|discussions)\b/.test(place)) return target;
	if (!existsSync(join(root, place))) {
		brokenLinks.push(`${file}: ${target}`);
		return "#";
	}
	const page = pageOf(place);
	// The landing page has not the README's headings.
	if (page === "/" && hash) return `${repositoryUrl}${hash}`;
	if (page) return page.includes("#") ? page : page + hash;
	const kind = statSync(join(root, place)).isDirectory() ? "tree" : "blob";
	return `${repositoryUrl}/${kind}/main/${place}${hash}`;
}

/** Markdown of the repository, its links leading where they lead on the site. Code stays as it is. */
export function withSiteLinks(markdown: string, file: string): string {
	return mapProse(markdown, (text) =>
		text
			.replace(/(\]\()([^)\s]+)(\))/g, (_, open, target, close) => open + siteLink(target, file) + close)
			.replace(/^(\[[^\]]+\]:\s+)(\S+)/gm, (_, open, target) => open + siteLink(target, file)),
	);
}

/** Changes what stands outside fenced code and code spans. */
export function mapProse(markdown: string, change: (text: string) => string): string {
	return markdown
		.split(/(^[ \t]*(`{3,}|~{3,})[^\n]*\n[\s\S]*?^[ \t]*\2[ \t]*$)/m)
		.filter((_, index) => index % 3 !== 2)
		.map((part, index) => (index % 2 === 1 ? part : change(part)))
		.join("");
}
