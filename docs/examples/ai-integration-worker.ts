// #region worker
import {
	createGateway,
	createRouter,
	errorToResponse,
	toSseResponse,
	withLogging,
	withRetry,
} from "@workkit/ai-gateway";
import { createModelAllowlist } from "@workkit/ai-gateway/allowlist";
import { fixedWindow, rateLimitResponse } from "@workkit/ratelimit";

interface Env {
	AI: Ai;
	OPENAI_KEY: string;
	ANTHROPIC_KEY: string;
	RATE_LIMIT_KV: KVNamespace;
}

interface Question {
	prompt: string;
	model?: string;
	stream?: boolean;
}

const router = createRouter({
	routes: [
		{ pattern: "gpt-*", provider: "openai" },
		{ pattern: "claude-*", provider: "anthropic" },
	],
	fallback: "workers-ai",
});
const allowed = createModelAllowlist({
	openai: ["gpt-5.2"],
	anthropic: ["claude-sonnet-4-6"],
	"workers-ai": [{ prefix: "@cf/meta/" }],
});

async function answer(request: Request, env: Env): Promise<Response> {
	const limiter = fixedWindow({ namespace: env.RATE_LIMIT_KV, limit: 50, window: "1h" });
	const limit = await limiter.check(`ai:${request.headers.get("cf-connecting-ip") ?? "unknown"}`);
	if (!limit.allowed) return rateLimitResponse(limit);

	const { prompt, model = "claude-sonnet-4-6", stream } = await request.json<Question>();
	const provider = router.resolve(model);
	if (!allowed.isAllowed(provider, model)) return new Response("This model is not allowed.", { status: 400 });

	const gateway = withRetry(
		withLogging(
			createGateway({
				providers: {
					"workers-ai": { type: "workers-ai", binding: env.AI },
					openai: { type: "openai", apiKey: env.OPENAI_KEY },
					anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
				},
				defaultProvider: "workers-ai",
			}),
			{ onError: (model, error) => console.error(model, String(error)) },
		),
		{ maxAttempts: 3, maxDelayMs: 2_000 },
	);
	// A client that goes away takes the vendor's request with it.
	const options = { provider, timeout: 120_000, signal: request.signal };

	if (stream) return toSseResponse(await gateway.stream(model, { prompt }, options));
	const { text, usage } = await gateway.run(model, { prompt }, options);
	return Response.json({ text, usage, provider, model });
}

export default {
	async fetch(request: Request, env: Env): Promise<Response> {
		try {
			return await answer(request, env);
		} catch (error) {
			return errorToResponse(error);
		}
	},
};
// #endregion
