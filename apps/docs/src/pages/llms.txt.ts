import type { APIRoute } from "astro";
import { pagesByPart, SUMMARY } from "../llms.ts";

/** What is where, for language models (https://llmstxt.org). */
export const GET: APIRoute = async () => {
	const parts = (await pagesByPart()).map(({ label, pages }) => {
		const lines = pages.map(({ id, data }) => `- [${data.title}](/${id}.md): ${data.description}`);
		return `## ${label}\n\n${lines.join("\n")}\n`;
	});
	return new Response([SUMMARY, "Everything in one file: [/llms-full.txt](/llms-full.txt)\n", ...parts].join("\n"));
};
