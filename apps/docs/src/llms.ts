import { type CollectionEntry, getCollection } from "astro:content";
import sidebar from "../.generated/sidebar.json";

/** The pages that language models are given, by the parts of the navigation. */
export async function pagesByPart(): Promise<{ label: string; pages: CollectionEntry<"docs">[] }[]> {
	const pages = new Map((await getCollection("docs")).map((entry) => [`/${entry.id}/`, entry]));
	return sidebar.flatMap(({ label, items }) => {
		const own = items?.flatMap(({ link }) => pages.get(link) ?? []) ?? [];
		return own.length > 0 ? [{ label, pages: own }] : [];
	});
}

export const SUMMARY = `# workkit AI

> One typed gateway to Workers AI, OpenAI, Anthropic, whatever speaks OpenAI's wire, and your own models, made for Cloudflare Workers and
> working wherever fetch and web streams do. Every page is here as Markdown too: its address with ".md" instead of the closing slash.
`;
