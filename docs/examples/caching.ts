import { createGateway, withCache } from "@workkit/ai-gateway";
import type { Env, Gateway } from "./env.ts";

export async function first(gateway: Gateway, env: Env) {
	// #region first
	const cached = withCache(gateway, { storage: env.AI_CACHE, ttl: 3_600 });

	const { text, receipt } = await cached.run("gpt-5.2", { prompt: "Say hello." }, { provider: "openai" });
	console.log(text, receipt.cache); // "miss", the next time "hit"
	// #endregion
}

export async function tenants(gateway: Gateway, env: Env, ctx: ExecutionContext, request: Request) {
	// #region tenants
	const cached = withCache(gateway, {
		storage: env.AI_CACHE,
		namespace: request.headers.get("x-tenant") ?? "nobody", // answers are shared within it only
		streams: true, // also keeps complete streams, and replays them
		waitUntil: ctx.waitUntil.bind(ctx),
		onError: (error) => console.error("cache", String(error)), // the call goes on
	});
	// #endregion
	return cached;
}

export async function forget(gateway: Gateway, env: Env) {
	// #region forget
	const cached = withCache(gateway, { storage: env.AI_CACHE });
	const input = { prompt: "What is new?" };

	if (await cached.isCached("gpt-5.2", input, { provider: "openai" })) {
		await cached.invalidate("gpt-5.2", input, { provider: "openai" });
	}
	// #endregion
	return cached;
}

export async function ownKey(gateway: Gateway, env: Env) {
	// #region own-key
	const cached = withCache(gateway, {
		storage: env.AI_CACHE,
		// Stands for the whole input in the key: what it leaves out does not tell answers apart.
		hashFn: (_model, input) => String(input.prompt).trim().toLowerCase(),
	});
	// #endregion
	return cached;
}

export async function prompts(gateway: Gateway) {
	// #region prompts
	const { usage } = await gateway.run(
		"claude-sonnet-4-6",
		{
			messages: [
				{ role: "system", content: "A very long handbook …", cacheControl: "ephemeral" },
				{ role: "user", content: "May I bring my dog?" },
			],
		},
		{ provider: "anthropic" },
	);
	console.log(usage?.inputTokens, usage?.cacheWriteTokens, usage?.cachedInputTokens);
	// #endregion
}

export async function aiGateway(env: Env) {
	// #region ai-gateway
	const gateway = createGateway({
		providers: { openai: { type: "openai", apiKey: env.OPENAI_KEY } },
		defaultProvider: "openai",
		cfGateway: { accountId: env.CF_ACCOUNT_ID, gatewayId: "my-gateway", authToken: env.CF_AIG_TOKEN, cacheTtl: 3_600 },
	});
	const { receipt } = await gateway.run("gpt-5.2", { prompt: "Say hello." });
	console.log(receipt.gateway?.cacheStatus); // "MISS", the next time "HIT"

	await gateway.run("gpt-5.2", { prompt: "Say hello." }, { cfGateway: { skipCache: true } });
	// #endregion
}
