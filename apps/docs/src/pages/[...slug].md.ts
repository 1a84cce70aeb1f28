import { getCollection } from "astro:content";
import type { APIRoute, GetStaticPaths } from "astro";
import { asMarkdown } from "../markdown.ts";

/** Every page as Markdown, at its address with `.md` instead of the closing slash. */
export const getStaticPaths: GetStaticPaths = async () =>
	(await getCollection("docs")).map((entry) => ({ params: { slug: entry.id }, props: { text: asMarkdown(entry) } }));

export const GET: APIRoute = ({ props }) => new Response(props.text);
