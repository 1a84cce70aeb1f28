import { relative } from "node:path";
import { type DeclarationReflection, ReflectionKind, type SignatureReflection } from "typedoc";
import { root } from "../../../.ci/packages.ts";
import { blocksOf, commentsOf, type FindPage, markdownOf, splitErrors, summaryOf } from "./comments.ts";
import { declarationAt } from "./declarations.ts";
import { documented, typesIn } from "./documented.ts";
import { membersOf, membersSection } from "./members.ts";
import { type Page, plainText, section } from "./page.ts";
import { parametersSection } from "./parameters.ts";
import { placesOf, sourceLink } from "./places.ts";

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
