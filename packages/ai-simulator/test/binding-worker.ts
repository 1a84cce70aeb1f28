import { type AnyAi, outcomeOf } from "./binding-calls.ts";

// Makes the call that the path names on the AI binding of this Worker.
// biome-ignore lint/style/noDefaultExport: a Worker's handlers are its default export.
export default {
	async fetch(request: Request, env: { readonly AI: AnyAi }): Promise<Response> {
		const name = decodeURIComponent(new URL(request.url).pathname.slice(1));
		return Response.json(await outcomeOf(name, env.AI));
	},
};
