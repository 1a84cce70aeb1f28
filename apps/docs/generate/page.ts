import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pagesFolder } from "./paths.ts";

/** A page of the site, as Markdown with links that are the site's. */
export interface Page {
	/** Without slashes at its ends: `api/ai-core/create-gateway`. */
	readonly slug: string;
	readonly title: string;
	/** One sentence, without markup. */
	readonly description: string;
	readonly body: string;
	/** The file in the repository, or the address there, that the page comes from. */
	readonly source?: string | undefined;
}

export function writePage({ slug, title, description, body, source }: Page): void {
	const file = join(pagesFolder, `${slug}.md`);
	mkdirSync(dirname(file), { recursive: true });
	const matter = { title, description, slug, ...(source === undefined ? {} : { source }) };
	const lines = Object.entries(matter).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
	writeFileSync(file, `---\n${lines.join("\n")}\n---\n\n${withTableHeadings(body).trim()}\n`);
}

/** Names the columns of tables that have no heading: those who hear a table need one. */
export function withTableHeadings(markdown: string): string {
	return markdown.replace(/^\|(.*)\|\n(?=\|[-:| ]+\|$)/gm, (row, cells: string) => {
		if (!/(?:^|\|)\s*(?:\||$)/.test(cells)) return row;
		const named = cells.split("|").map((cell, index) => {
			if (cell.trim()) return cell;
			return ` <span class="sr-only">${index === 0 ? "Subject" : "Description"}</span> `;
		});
		return `|${named.join("|")}|\n`;
	});
}

/** Markdown's text without its markup. */
export function plainText(markdown: string): string {
	return markdown
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
		.replace(/<[^>]+>/g, "")
		.replace(/[*`]|\b_|_\b/g, "")
		.replace(/\s+/g, " ")
		.trim();
}

/** The first sentence of a text. An abbreviation's full stop ends none, and neither does one inside code. */
export function firstSentence(text: string): string {
	const [paragraph = ""] = text.trim().split(/\n\s*\n/);
	const line = paragraph.replace(/\s+/g, " ").trim();
	const end = /(?<!\b(?:e\.g|i\.e|etc|vs))[.!?…](?=\s+[A-Z`[]|$)/.exec(
		line.replace(/`[^`]*`/g, (code) => "x".repeat(code.length)),
	);
	return end ? line.slice(0, end.index + 1) : line;
}

/** A section of a page, or nothing. */
export const section = (title: string, text: string): string => (text ? `## ${title}\n\n${text}` : "");
