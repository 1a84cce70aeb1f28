import { globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allPackages } from "../../../.ci/package-facts.ts";
import { changelogPage, decisionPages, documentPage, guidePages } from "./documents.ts";
import { landing } from "./landing.ts";
import { brokenLinks } from "./links.ts";
import { packagePage, summaries } from "./package-pages.ts";
import { writePage } from "./page.ts";
import { dataFolder, pagesFolder } from "./paths.ts";
import { reference } from "./reference.ts";

/**
 * Writes the site's pages out of the sources: `docs`, `adr`, READMEs, changelogs and doc comments. Nothing of it is kept in git.
 * Gives what is wrong with the sources, one line each.
 */
export async function generate(): Promise<string[]> {
	const packages = allPackages();
	const byName = packages.toSorted((a, b) => a.folder.localeCompare(b.folder));
	const [{ entries, pages: api, gaps }, summary] = await Promise.all([
		reference(packages.map(({ folder }) => folder)),
		summaries(byName),
	]);
	const guides = guidePages();
	const decisions = decisionPages();
	const packagePages = await Promise.all(byName.map((facts) => packagePage(facts, entries)));
	const about = [
		documentPage("docs/versioning.md"),
		changelogPage(byName.map(({ folder }) => folder)),
		documentPage("CONTRIBUTING.md"),
		documentPage(".github/SECURITY.md"),
	];
	const rows = summary.map(
		({ folder, name, description }) => `| [\`${name}\`](/packages/${folder}/) | ${description} |`,
	);
	const packageIndex = {
		slug: "packages",
		title: "Packages",
		description: "Each has one job, and is paid for in bytes only where it is imported.",
		body: `Each has one job, and is paid for in bytes only where it is imported.\n\n| package | what it is for |\n|---|---|\n${rows.join("\n")}`,
	};
	const apiIndex = {
		slug: "api",
		title: "API reference",
		description: "Every export of every package, from the doc comments of the sources.",
		body: `Every export of every package, from the doc comments of the sources.\n\n| import from | exports |\n|---|---|\n${entries.map(({ specifier, slug, names }) => `| [\`${specifier}\`](/${slug}/) | ${names.length} |`).join("\n")}`,
	};

	const pages = [...guides, packageIndex, ...packagePages, apiIndex, ...api, ...decisions, ...about];
	const twice = pages.filter(({ slug }, index) => pages.findIndex((page) => page.slug === slug) !== index);
	if (twice.length > 0) throw new Error(`two pages at ${twice.map(({ slug }) => slug).join(", ")}`);
	rmSync(pagesFolder, { recursive: true, force: true });
	for (const page of pages) writePage(page);

	const link = ({ slug, title }: { slug: string; title: string }): { label: string; link: string } => ({
		label: title,
		link: `/${slug}/`,
	});
	const short = (specifier: string): string => specifier.replace("@workkit/", "");
	const sidebar = [
		{ label: "Guides", items: guides.map(link) },
		...(globSync("../src/pages/playground.*", { cwd: import.meta.dirname }).length > 0
			? [{ label: "Playground", link: "/playground/" }]
			: []),
		{
			label: "Packages",
			collapsed: true,
			items: [
				link({ ...packageIndex, title: "Overview" }),
				...packagePages.map((page) => link({ ...page, title: short(page.title) })),
			],
		},
		{
			label: "API reference",
			collapsed: true,
			items: [
				link({ ...apiIndex, title: "Overview" }),
				...entries.map(({ slug, specifier }) => link({ slug, title: short(specifier) })),
			],
		},
		{ label: "Decisions", collapsed: true, items: decisions.map(link) },
		{ label: "About", items: about.map(link) },
	];
	mkdirSync(dataFolder, { recursive: true });
	const write = (name: string, data: unknown): void => writeFileSync(join(dataFolder, name), JSON.stringify(data));
	write("sidebar.json", sidebar);
	write("exports.json", entries);
	write("packages.json", summary);
	write("landing.json", landing());
	console.log(
		`${pages.length} pages: ${guides.length} guides, ${packagePages.length} packages, ${api.length} of the API, ${decisions.length} of decisions`,
	);
	return [...gaps, ...brokenLinks.map((link) => `A link to nothing in ${link}`)];
}
