import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../.ci/packages.ts";
import { pageOf, withSiteLinks } from "./links.ts";
import { withPackageTabs } from "./package-tabs.ts";
import { firstSentence, type Page, plainText } from "./page.ts";

/** The order in the navigation; a guide that is not named here comes last. */
const GUIDES = [
	"getting-started",
	"ai-integration",
	"streaming",
	"tools",
	"structured-output",
	"caching",
	"fallback-and-retry",
	"cost-and-budgets",
	"ai-gateway",
	"workers-ai-tasks",
	"testing-offline",
	"deploying",
	"troubleshooting",
	"comparison",
	"migrating-from-workkit-ai",
];
const ELSEWHERE = ["versioning"];

/** A Markdown file of the repository as a page: its heading is the title, its links are the site's. */
export function documentPage(file: string): Page {
	const text = readFileSync(join(root, file), "utf8").replace(/<!--[\s\S]*?-->\n?/g, "");
	const [, title = file, rest = ""] = /^#\s+(.+)\n([\s\S]*)$/.exec(text.trimStart()) ?? [];
	const page = pageOf(file);
	if (page === undefined) throw new Error(`${file} is no page`);
	const [prose = ""] = rest.split(/^(?:```|## |\|)/m);
	return {
		slug: page.replace(/^\/|\/$/g, ""),
		title: plainText(title),
		description: plainText(firstSentence(prose)),
		body: withPackageTabs(withSiteLinks(rest, file)),
		source: file,
	};
}

/** The guides, in the order of the navigation. */
export function guidePages(): Page[] {
	const names = markdownIn("docs").filter((name) => !ELSEWHERE.includes(name));
	const place = (name: string): number => (GUIDES.indexOf(name) + GUIDES.length + 1) % (GUIDES.length + 1);
	return names.sort((a, b) => place(a) - place(b) || a.localeCompare(b)).map((name) => documentPage(`docs/${name}.md`));
}

/** The decisions and a page that lists them. */
export function decisionPages(): Page[] {
	const pages = markdownIn("adr").map((name) => documentPage(`adr/${name}.md`));
	const rows = pages.map((page) => {
		const status = /^Status:\s*(.+)$/m.exec(page.body)?.[1] ?? "";
		return `| [${page.title}](/${page.slug}/) | ${status} |`;
	});
	const index: Page = {
		slug: "decisions",
		title: "Decisions",
		description: "Why things are as they are: what was decided, what else there was, and what follows.",
		body: `Why things are as they are: what was decided, what else there was, and what follows.\n\n| decision | status |\n|---|---|\n${rows.join("\n")}`,
		source: "adr",
	};
	return [index, ...pages.map((page) => ({ ...page, description: contextOf(page) }))];
}

/** What is released, package by package, and what is going to be. */
export function changelogPage(packages: readonly string[]): Page {
	const pending = markdownIn(".changeset")
		.filter((name) => name !== "README")
		.map((name) => readFileSync(join(root, `.changeset/${name}.md`), "utf8"))
		.map((text) => /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text))
		.filter((match) => match !== null)
		.map(([, matter = "", text = ""]) => {
			const names = [...matter.matchAll(/"@workkit\/([\w-]+)": (\w+)/g)].map(
				([, name, kind]) => `[${name}](/packages/${name}/) (${kind})`,
			);
			return `${text.trim()}\n\n${names.join(", ")}`;
		});
	const released = packages
		.map((name) => `packages/${name}/CHANGELOG.md`)
		.filter((file) => existsSync(join(root, file)))
		.map((file) => {
			const text = readFileSync(join(root, file), "utf8");
			return withSiteLinks(text.replace(/^# @workkit\//, "# ").replace(/^(#+) /gm, "#$1 "), file);
		});
	const unreleased = pending.length > 0 ? `## Unreleased\n\n${pending.join("\n\n---\n\n")}` : "";
	return {
		slug: "changelog",
		title: "Changelog",
		description: "What changed, package by package, and what is going to be released.",
		body: [unreleased, ...released].join("\n\n"),
	};
}

function markdownIn(folder: string): string[] {
	const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".md"));
	return names.map((name) => name.slice(0, -".md".length)).sort();
}

function contextOf({ body, title }: Page): string {
	return plainText(firstSentence(body.split(/^## Context\s*$/m)[1] ?? title));
}
