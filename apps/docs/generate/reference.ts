import { dirname, join, relative } from "node:path";
import {
	Application,
	type DeclarationReflection,
	type ProjectReflection,
	ReferenceReflection,
	type Reflection,
} from "typedoc";
import { allEntries, type Entry, root } from "../../../.ci/packages.ts";
import { gapsOf, handedOut } from "../check/comments.ts";
import { type FindPage, summaryOf } from "./comments.ts";
import { resolve } from "./documented.ts";
import { exportPage, GROUPS, type Group, groupOf } from "./export-page.ts";
import type { Page } from "./page.ts";
import { repositoryUrl } from "./paths.ts";

/** An exported name and where it is explained. */
export interface ExportedName {
	readonly name: string;
	readonly group: Group;
	readonly description: string;
	/** The site's path of its page. */
	readonly page: string;
	/** The entry that has the page, where that is another. */
	readonly from?: string;
}

/** What an entry exports, and its pages. */
export interface EntryReference {
	readonly specifier: string;
	readonly slug: string;
	readonly names: readonly ExportedName[];
}

export interface Reference {
	readonly entries: readonly EntryReference[];
	readonly pages: readonly Page[];
	/** What doc comments leave unsaid, one line each. */
	readonly gaps: readonly string[];
}

/**
 * A page for each export of each entry, out of the sources' doc comments. One that several entries export has one page, below
 * the entry of the package that declares it. Throws unless each export is documented and each link in comments leads somewhere.
 *
 * `order` has the packages' folders, those that others depend on first.
 */
export async function reference(order: readonly string[]): Promise<Reference> {
	const entries = order.flatMap((name) => allEntries().filter(({ source }) => packageOf(source) === name));
	const project = await convert(entries);
	const modules = entries.map((entry) => {
		const children = project.children?.find((module) =>
			module.sources?.some((source) => source.fullFileName === entry.source),
		);
		return { entry, slug: slugOf(entry), children: children?.children ?? [] };
	});

	const pages = new Map<Reflection, string>();
	const owners = new Map<string, DeclarationReflection[]>();
	for (const { slug, children } of modules) {
		const own = children.filter((child) => !(child instanceof ReferenceReflection));
		for (const child of own) {
			const twin = own.some((other) => other !== child && kebab(other.name) === kebab(child.name));
			const type = twin && groupOf(child.kind) === "Types" ? "-type" : "";
			pages.set(child, `/${slug}/${kebab(child.name)}${type}/`);
			owners.set(child.name, [...(owners.get(child.name) ?? []), child]);
		}
	}
	/** Where two packages have something of one name, its own package's is meant. */
	const finder =
		(slug: string): FindPage =>
		(name, from) => {
			if (from) return pages.get(from) ?? pages.get(from.parent as Reflection);
			const found = (owners.get(name) ?? []).map((owner) => pages.get(owner));
			return found.length === 1 ? found[0] : found.find((page) => page?.startsWith(`/${slug}/`));
		};

	const exported = modules.map(
		({ entry, slug, children }): EntryReference & { readonly own: DeclarationReflection[] } => {
			const names = children.map((child): ExportedName => {
				const target = resolve(child);
				const page = pages.get(target);
				if (page === undefined) throw new Error(`${entry.specifier}: ${child.name} has no page`);
				const home = modules.find((module) => module.children.includes(target));
				return {
					name: child.name,
					group: groupOf(target.kind),
					description: summaryOf(target, finder(slug)),
					page,
					...(home && home.entry !== entry ? { from: home.entry.specifier } : {}),
				};
			});
			names.sort((a, b) => a.name.localeCompare(b.name));
			return { specifier: entry.specifier, slug, names, own: children.filter((child) => child === resolve(child)) };
		},
	);
	const ours = handedOut(exported.flatMap(({ own }) => own));
	const isOurs = (child: DeclarationReflection): boolean => groupOf(child.kind) === "Classes" || ours.has(child);
	return {
		entries: exported.map(({ specifier, slug, names }) => ({ specifier, slug, names })),
		pages: exported.flatMap((entry) => [
			indexPage(entry),
			...entry.own.map((child) => exportPage(child, entry.specifier, pages.get(child) ?? "", finder(entry.slug))),
		]),
		gaps: exported.flatMap(({ specifier, own }) =>
			own.flatMap((child) => gapsOf(child, isOurs(child))).map((gap) => `${specifier}: ${gap}`),
		),
	};
}

async function convert(entries: readonly Entry[]): Promise<ProjectReflection> {
	const app = await Application.bootstrap({
		entryPoints: entries.map(({ source }) => source),
		tsconfig: join(import.meta.dirname, "tsconfig.json"),
		// Types are checked by tsc; here the platform's and Node's stand side by side.
		skipErrorChecking: true,
		alwaysCreateEntryPointModule: true,
		basePath: root,
		disableGit: true,
		gitRevision: "main",
		sourceLinkTemplate: `${repositoryUrl}/blob/{gitRevision}/{path}#L{line}`,
		excludeInternal: true,
		sort: ["source-order"],
		readme: "none",
		logLevel: "Warn",
		validation: { notExported: false, invalidLink: true, notDocumented: true },
		packagesRequiringDocumentation: [...new Set(entries.map(({ specifier }) => specifier.split("/", 2).join("/")))],
		requiredToBeDocumented: ["Class", "Function", "Interface", "TypeAlias", "Variable"],
	});
	const project = await app.convert();
	if (!project) throw new Error("typedoc made nothing of the sources");
	app.validate(project);
	if (app.logger.errorCount + app.logger.validationWarningCount > 0)
		throw new Error("the doc comments have gaps, see above");
	return project;
}

function indexPage({ specifier, slug, names }: EntryReference): Page {
	const tables = GROUPS.map((group) => {
		const rows = names
			.filter((name) => name.group === group && name.from === undefined)
			.map(({ name, page, description }) => `| [\`${name}\`](${page}) | ${description} |`);
		return rows.length > 0 ? `## ${group}\n\n| name | |\n|---|---|\n${rows.join("\n")}` : "";
	});
	const homes = [...new Set(names.flatMap(({ from }) => from ?? []))];
	const elsewhere = homes.map((home) => {
		const rows = names
			.filter(({ from }) => from === home)
			.map(({ name, page, description }) => `| [\`${name}\`](${page}) | ${description} |`);
		return `## Also here, from ${home}\n\n| name | |\n|---|---|\n${rows.join("\n")}`;
	});
	const folder = specifier.split("/")[1];
	return {
		slug,
		title: specifier,
		description: `Every export of ${specifier}.`,
		body: `Every export of \`${specifier}\`: ${names.length} of them. The package: [${folder}](/packages/${folder}/).\n\n${[...tables, ...elsewhere].filter(Boolean).join("\n\n")}`,
	};
}

const packageOf = (source: string): string => relative(join(root, "packages"), dirname(source)).split("/")[0] ?? "";

const slugOf = ({ specifier }: Entry): string => `api/${specifier.replace(/^@workkit\//, "")}`;

const kebab = (name: string): string =>
	name.replace(/([a-z\d])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3-$2").toLowerCase();
