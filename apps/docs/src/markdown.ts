import type { CollectionEntry } from "astro:content";
import { withoutPackageTabs } from "../generate/package-tabs.ts";

/** A page as Markdown that stands alone. */
export function asMarkdown({ data, body = "" }: CollectionEntry<"docs">): string {
	const [first = ""] = body.trim().split("\n");
	const intro = data.description && !first.includes(data.description) ? `> ${data.description}\n\n` : "";
	return `# ${data.title}\n\n${intro}${withoutPackageTabs(body)
		.replace(/<span class="sr-only">\w+<\/span>/g, "")
		// Where a snippet comes from in the repository leads nowhere from here.
		.replace(/^(```\w+) file=\S+/gm, "$1")
		.trim()}\n`;
}
