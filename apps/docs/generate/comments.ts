import { type Comment, type CommentDisplayPart, type DeclarationReflection, Reflection, ReflectionType } from "typedoc";
import { firstSentence } from "./page.ts";

/** Where the page of an exported name is; `from` tells names apart that several packages export. */
export type FindPage = (name: string, from?: Reflection) => string | undefined;

/** A comment's text as Markdown. Names of exports that it says in code lead to their pages. */
export function markdownOf(parts: readonly CommentDisplayPart[] | undefined, find: FindPage): string {
	return (parts ?? [])
		.map((part) => {
			if (part.kind === "inline-tag") {
				const target = part.target instanceof Reflection ? part.target : undefined;
				const page = target && find(target.name, target);
				const text = `\`${part.text.trim() || target?.name}\``;
				return page ? `[${text}](${page})` : text;
			}
			if (part.kind !== "code" || part.text.startsWith("```")) return part.text;
			const name = /^`([\w$]+)(?:\(.*\))?`$/.exec(part.text)?.[1] ?? "";
			// `text` is a word more often than it is an export of that name.
			const page = /[A-Z]/.test(name) ? find(name) : undefined;
			return page ? `[${part.text}](${page})` : part.text;
		})
		.join("")
		.trim();
}

/** The sentences that say what is thrown, and the text without them. */
export function splitErrors(text: string): { readonly text: string; readonly errors: string[] } {
	const errors: string[] = [];
	const rest = text.replace(
		/(^|(?<=[.!?:]\s+)|(?<=\n))(?:Throws|Rejects)\b(?:`[^`]*`|[^`.]|\.(?!\s|$))*\.(?:\s+|$)/g,
		(sentence) => {
			errors.push(sentence.replace(/\s+/g, " ").trim());
			return /\n\n/.test(sentence) ? "\n\n" : "";
		},
	);
	return { text: rest.trim(), errors };
}

/** The sentences of a text that name something in code. */
export const sentencesOn = (name: string, text: string): string =>
	text
		.split(/(?<=[.:;])\s+/)
		.filter((sentence) => sentence.includes(`\`${name}\``))
		.join(" ");

/** The blocks of a tag, as Markdown. */
export function blocksOf(comment: Comment | undefined, tag: `@${string}`, find: FindPage): string[] {
	return (comment?.getTags(tag) ?? []).map((block) => markdownOf(block.content, find)).filter(Boolean);
}

/** What is said about a declaration: of itself, its overloads, its getter and its function type. */
export function commentsOf(child: DeclarationReflection): Comment[] {
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
