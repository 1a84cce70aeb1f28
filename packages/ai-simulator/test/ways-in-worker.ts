import { probes } from "./ways-in-probes.ts";

// Runs the probe that the path names on the AI binding of this Worker.
// biome-ignore lint/style/noDefaultExport: a Worker's handlers are its default export.
export default {
	async fetch(request: Request, env: { readonly AI: unknown }): Promise<Response> {
		const name = decodeURIComponent(new URL(request.url).pathname.slice(1));
		return new Response(await probes[name]?.(env.AI));
	},
};
