import { join, relative } from "node:path";
import {
	type Comment,
	type DeclarationReflection,
	ReferenceReflection,
	ReferenceType,
	ReflectionKind,
	ReflectionType,
	type SignatureReflection,
	type SomeType,
} from "typedoc";
import { root } from "../../../.ci/packages.ts";
import { blocksOf, type FindPage, markdownOf, sentencesOn, splitErrors } from "./comments.ts";
import { declarationAt, memberAt, parametersAt } from "./declarations.ts";
import { firstSentence, type Page, plainText } from "./page.ts";
import { repositoryUrl } from "./paths.ts";

/** The parts of an entry's list. */
export const GROUPS = ["Functions", "Classes", "Constants", "Types"] as const;
export type Group = (typeof GROUPS)[number];

/** The part that a kind of declaration belongs to. */
export const groupOf = (kind: ReflectionKind): Group =>
	kind === ReflectionKind.Function
		? "Functions"
		: kind === ReflectionKind.Class
			? "Classes"
			: kind === ReflectionKind.Variable
				? "Constants"
				: "Types";

/** The page of an export: import, text, declaration, parameters with the fields of their records, errors, members and examples. */
export function exportPage(child: DeclarationReflection, specifier: string, page: string, find: FindPage): Page {
	const group = groupOf(child.kind);
	const signatures = child.signatures ?? [];
	const [place] = child.sources ?? signatures[0]?.sources ?? [];
	const declarations = placesOf(child).flatMap(({ path, line }) => declarationAt(path, line) ?? []);
	const code = [...new Set(declarations)].join("\n\n");
	const comments = commentsOf(child);
	const { text, errors } = splitErrors(comments.map((comment) => markdownOf(comment.summary, find)).join("\n\n"));
	const deprecated = comments.flatMap((comment) => blocksOf(comment, "@deprecated", find));
	const kind = group === "Types" ? "type " : "";
	const parts = [
		`\`\`\`ts\nimport { ${kind}${child.name} } from "${specifier}";\n\`\`\``,
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
			const own = markdownOf(parameter.comment?.summary, find);
			const links = typesOf(parameter.type, signature).flatMap((target) => {
				const page = find(target.name, target);
				return page ? `[\`${target.name}\`](${page})${own ? "" : `: ${summaryOf(target, find)}`}` : [];
			});
			const named = links[0] ? "" : sentencesOn(parameter.name, markdownOf(signature.comment?.summary, find));
			const about = [own || named.replace(/\s+/g, " "), links.join(own ? ", " : " ")];
			const record = documented(parameter.type, signature);
			const isRecord = record?.kind === ReflectionKind.Interface && parameter.type?.toString().startsWith(record.name);
			const fields = record && isRecord ? fieldsOf(record, find) : "";
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

/** The first sentence of what is said about a declaration, as Markdown that fits into a table. */
export function summaryOf(child: DeclarationReflection, find: FindPage): string {
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

/** The exported declarations that a type is made of: its own, or those of its parts. */
export function typesOf(type: SomeType | undefined, signature: SignatureReflection): DeclarationReflection[] {
	const own = documented(type, signature);
	if (own) return [own];
	const parts =
		type?.type === "array"
			? [type.elementType]
			: type?.type === "typeOperator"
				? [type.target]
				: type?.type === "union"
					? type.types
					: type instanceof ReferenceType
						? (type.typeArguments ?? [])
						: [];
	return [...new Set(parts.flatMap((part) => typesOf(part, signature)))];
}

/** What a re-export stands for, or the declaration itself. */
export const resolve = (child: DeclarationReflection): DeclarationReflection =>
	child instanceof ReferenceReflection ? (child.getTargetReflectionDeep() as DeclarationReflection) : child;

const isOurs = (path: string): boolean => path.startsWith(join(root, "packages"));
