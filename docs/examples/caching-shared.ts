// #region shared
import { waitUntil } from "cloudflare:workers";
import { createGateway, type Gateway, withCache } from "@workkit/ai-gateway";

interface Env {
	AI: Ai;
	AI_CACHE: KVNamespace;
}

// Made once, for all requests of this isolate.
let gateway: Gateway | undefined;

export default {
	async fetch(request: Request, env: Env): Promise<Response> {
		gateway ??= withCache(
			createGateway({
				providers: { "workers-ai": { type: "workers-ai", binding: env.AI } },
				defaultProvider: "workers-ai",
			}),
			{ storage: env.AI_CACHE, waitUntil },
		);
		const { text } = await gateway.run("@cf/meta/llama-3.3-70b-instruct-fp8-fast", { prompt: await request.text() });
		return new Response(text);
	},
};
// #endregion
