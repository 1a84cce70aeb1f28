import { getCollection } from "astro:content";
import type { APIRoute } from "astro";
import { pagesByPart, SUMMARY } from "../llms.ts";
import { asMarkdown } from "../markdown.ts";

/** All guides, packages, decisions and the whole reference in one text. */
export const GET: APIRoute = async () => {
	const listed = (await pagesByPart()).flatMap(({ pages }) => pages);
	const exported = (await getCollection("docs")).filter((page) => page.id.startsWith("api/") && !listed.includes(page));
	return new Response([SUMMARY, ...[...listed, ...exported].map(asMarkdown)].join("\n"));
};
