import { dirname, join, relative } from "node:path";
import {
	Application,
	type Comment,
	type DeclarationReflection,
	type ProjectReflection,
	ReferenceReflection,
	ReferenceType,
	type Reflection,
	ReflectionKind,
	ReflectionType,
	type SignatureReflection,
	type SomeType,
} from "typedoc";
import { allEntries, type Entry, root } from "../../../.ci/packages.ts";
import { blocksOf, type FindPage, markdownOf, splitErrors } from "./comments.ts";
import { declarationAt, memberAt, parametersAt } from "./declarations.ts";
import { firstSentence, type Page, plainText } from "./page.ts";
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
}

const GROUPS = ["Functions", "Classes", "Constants", "Types"] as const;
type Group = (typeof GROUPS)[number];

const groupOf = (kind: ReflectionKind): Group =>
	kind === ReflectionKind.Function
		? "Functions"
		: kind === ReflectionKind.Class
			? "Classes"
			: kind === ReflectionKind.Variable
				? "Constants"
				: "Types";

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
	return {
		entries: exported.map(({ specifier, slug, names }) => ({ specifier, slug, names })),
		pages: exported.flatMap((entry) => [
			indexPage(entry),
			...entry.own.map((child) => exportPage(child, entry, pages.get(child) ?? "", finder(entry.slug))),
		]),
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

function exportPage(child: DeclarationReflection, entry: EntryReference, page: string, find: FindPage): Page {
	const group = groupOf(child.kind);
	const signatures = child.signatures ?? [];
	const [place] = child.sources ?? signatures[0]?.sources ?? [];
	const declarations = placesOf(child).flatMap(({ path, line }) => declarationAt(path, line) ?? []);
	const code = [...new Set(declarations)].join("\n\n");
	const comments = commentsOf(child);
	const { text, errors } = splitErrors(comments.map((comment) => markdownOf(comment.summary, find)).join("\n\n"));
	const deprecated = comments.flatMap((comment) => blocksOf(comment, "@deprecated", find));
	const kind = group === "Types" ? "type " : "";
	const [title] = entry.specifier.split(" ");
	const parts = [
		`\`\`\`ts\nimport { ${kind}${child.name} } from "${title}";\n\`\`\``,
		...deprecated.map((note) => `**Deprecated.** ${note}`),
		text,
		`## Declaration\n\n\`\`\`ts\n${code}\n\`\`\`\n\n${[typesIn(code, child.name, find), sourceLink(place)].filter(Boolean).join(" · ")}`,
		parametersSection(signatures, find),
		returnsSection(signatures, find),
		section("Errors", errors.map((error) => `- ${error}`).join("\n")),
		membersSection(membersOf(child), find),
		section("Example", comments.flatMap((comment) => blocksOf(comment, "@example", find)).join("\n\n")),
	];
	return {
		slug: page.replace(/^\/|\/$/g, ""),
		title: child.name,
		description: plainText(summaryOf(child, find)),
		body: parts.filter(Boolean).join("\n\n"),
		source: place && `${relative(root, place.fullFileName)}#L${place.line}`,
	};
}

function parametersSection(signatures: readonly SignatureReflection[], find: FindPage): string {
	const seen = new Set<string>();
	const items = signatures.flatMap((signature) => {
		const [place] = signature.sources ?? [];
		const texts = place ? parametersAt(place.fullFileName, place.line) : new Map<string, string>();
		return (signature.parameters ?? []).flatMap((parameter) => {
			const text = texts.get(parameter.name) ?? `${parameter.name}: ${parameter.type}`;
			if (seen.has(text)) return [];
			seen.add(text);
			const target = documented(parameter.type, signature);
			const own = markdownOf(parameter.comment?.summary, find);
			const page = target && find(target.name, target);
			const about = [
				own,
				target && page ? `[\`${target.name}\`](${page})${own ? "" : `: ${summaryOf(target, find)}`}` : "",
			];
			const isRecord = target?.kind === ReflectionKind.Interface && parameter.type?.toString().startsWith(target.name);
			const fields = target && isRecord ? fieldsOf(target, find) : "";
			return [`- \`${text}\`${about.some(Boolean) ? ` — ${about.filter(Boolean).join(" ")}` : ""}${fields}`];
		});
	});
	return section("Parameters", items.join("\n"));
}

/** The fields of an options record, inside the parameter's item. */
function fieldsOf(target: DeclarationReflection, find: FindPage): string {
	const items = membersOf(target).map((field) => {
		const about = commentsOf(field)
			.map((comment) => markdownOf(comment.summary, find))
			.join(" ")
			.replace(/\s+/g, " ");
		return `\n  - \`${memberText(field)}\`${about ? ` — ${about}` : ""}`;
	});
	return items.join("");
}

function returnsSection(signatures: readonly SignatureReflection[], find: FindPage): string {
	const items = signatures.flatMap((signature) => {
		const own = markdownOf(signature.comment?.getTag("@returns")?.content, find);
		const target = documented(signature.type, signature);
		const page = target && find(target.name, target);
		if (!page) return own;
		return `${own} [\`${target.name}\`](${page}): ${summaryOf(target, find)}`.trim();
	});
	return section("Returns", [...new Set(items.filter(Boolean))].join("\n\n"));
}

function membersSection(members: readonly DeclarationReflection[], find: FindPage): string {
	const items = members.map((member) => {
		const comments = commentsOf(member);
		const text = comments.map((comment) => markdownOf(comment.summary, find)).join("\n\n");
		const name = /^\w+$/.test(member.name) ? member.name : `\`${member.name}\``;
		return `### ${name}\n\n\`${memberText(member)}\`${text ? `\n\n${text}` : ""}`;
	});
	return section("Members", items.join("\n\n"));
}

const section = (title: string, text: string): string => (text ? `## ${title}\n\n${text}` : "");

function membersOf(child: DeclarationReflection): DeclarationReflection[] {
	const children =
		child.children ?? (child.type instanceof ReflectionType ? child.type.declaration.children : undefined);
	return (children ?? []).filter(
		(member) =>
			!member.flags.isPrivate &&
			!member.flags.isProtected &&
			placesOf(member).some(({ path }) => isOurs(path)) &&
			!member.inheritedFrom,
	);
}

function memberText(member: DeclarationReflection): string {
	const texts = placesOf(member).flatMap(({ path, line }) => memberAt(path, line, member.name) ?? []);
	return [...new Set(texts)].join("; ") || `${member.name}: ${member.type}`;
}

/** Links to what a declaration speaks of. */
function typesIn(code: string, self: string, find: FindPage): string {
	const names = new Set(code.replace(/"[^"]*"/g, "").match(/\b[A-Z]\w+/g) ?? []);
	const links = [...names].flatMap((name) => {
		const page = name === self ? undefined : find(name);
		return page ? `[\`${name}\`](${page})` : [];
	});
	return links.length > 0 ? `Types: ${links.join(", ")}` : "";
}

function sourceLink(place: { fullFileName: string; line: number } | undefined): string {
	if (!place) return "";
	const path = relative(root, place.fullFileName);
	return `[Source](${repositoryUrl}/blob/main/${path}#L${place.line})`;
}

function placesOf(child: DeclarationReflection): { path: string; line: number }[] {
	const own = [
		...(child.sources ?? []),
		...[...(child.signatures ?? []), ...(child.getSignature ? [child.getSignature] : [])].flatMap(
			({ sources }) => sources ?? [],
		),
	];
	return own.map(({ fullFileName, line }) => ({ path: fullFileName, line }));
}

function commentsOf(child: DeclarationReflection): Comment[] {
	const type = child.type instanceof ReflectionType ? child.type.declaration : undefined;
	const candidates = [child, ...(child.signatures ?? []), child.getSignature, ...(type?.signatures ?? [])];
	const seen = new Set<string>();
	return candidates.flatMap((candidate) => {
		const comment = candidate?.comment;
		const text = comment?.summary.map((part) => part.text).join("") ?? "";
		if (!comment || seen.has(text)) return [];
		seen.add(text);
		return [comment];
	});
}

function summaryOf(child: DeclarationReflection, find: FindPage): string {
	const [comment] = commentsOf(child);
	return firstSentence(markdownOf(comment?.summary, find)).replaceAll("|", "\\|");
}

/** The exported declaration that a type names, also as the constraint of a type parameter. */
function documented(type: SomeType | undefined, signature: SignatureReflection): DeclarationReflection | undefined {
	if (!(type instanceof ReferenceType)) return undefined;
	const constraint = signature.typeParameters?.find(({ name }) => name === type.name)?.type;
	if (constraint) return documented(constraint, signature);
	if (type.name === "Promise" || type.name === "Readonly" || type.name === "Partial")
		return documented(type.typeArguments?.[0], signature);
	const target = type.reflection;
	return target ? resolve(target as DeclarationReflection) : undefined;
}

const resolve = (child: DeclarationReflection): DeclarationReflection =>
	child instanceof ReferenceReflection ? (child.getTargetReflectionDeep() as DeclarationReflection) : child;

const isOurs = (path: string): boolean => path.startsWith(join(root, "packages"));

const packageOf = (source: string): string => relative(join(root, "packages"), dirname(source)).split("/")[0] ?? "";

const slugOf = ({ specifier }: Entry): string => `api/${specifier.replace(/^@workkit\//, "")}`;

const kebab = (name: string): string =>
	name.replace(/([a-z\d])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3-$2").toLowerCase();
