const RULES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
	[/<!--.*?-->|<(script|style|head|noscript)\b.*?<\/\1>/gis, ""],
	[/\s+/g, " "],
	[/<h([1-6])\b[^>]*>(.*?)<\/h\1>/gi, "\n\n\uE000$1 $2\n\n"],
	[/<(strong|b)\b[^>]*>(.*?)<\/\1>/gi, "**$2**"],
	[/<(em|i)\b[^>]*>(.*?)<\/\1>/gi, "_$2_"],
	[/<code\b[^>]*>(.*?)<\/code>/gi, "`$1`"],
	[/<img\b[^>]*?alt="([^"]*)"[^>]*>/gi, "$1"],
	[/<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/gi, "[$2]($1)"],
	[/<li\b[^>]*>/gi, "\n- "],
	[/<br\b[^>]*>/gi, "\n"],
	[/<\/?(p|div|ul|ol|section|article|table|tr|blockquote)\b[^>]*>/gi, "\n\n"],
	[/<[^>]+>/g, ""],
	[/&nbsp;/g, " "],
	[/&lt;/g, "<"],
	[/&gt;/g, ">"],
	[/&quot;/g, '"'],
	[/&#39;|&apos;/g, "'"],
	[/&amp;/g, "&"],
	[/ *\n */g, "\n"],
	[/\n{3,}/g, "\n\n"],
];

/** The text of a page with its headings, lists, links and emphasis. */
export function htmlToMarkdown(html: string): string {
	return RULES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), html)
		.replace(/\uE000([1-6])/g, (_, level: string) => "#".repeat(Number(level)))
		.trim();
}

/** A table, its first line as the heads of its columns. */
export function csvToMarkdown(csv: string): string {
	const rows = csv
		.trim()
		.split(/\r?\n/)
		.map((line) =>
			[...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => cell(quoted, plain)),
		);
	const [head = [], ...body] = rows;
	const lines = [head, head.map(() => "---"), ...body];
	return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function cell(quoted: string | undefined, plain: string | undefined): string {
	return (quoted?.replaceAll('""', '"') ?? plain ?? "").trim().replaceAll("|", "\\|");
}

/** Markdown without its marks. */
export function plainText(markdown: string): string {
	return markdown
		.replace(/^[ \t]*(#{1,6}|-) +/gm, "")
		.replace(/(\*\*|_|`+)(.+?)\1/g, "$2")
		.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
}
