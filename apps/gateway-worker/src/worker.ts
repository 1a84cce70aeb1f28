import { createGateway, toSseResponse, withLogging, withRetry } from "@workkit/ai-gateway";
import { errorToResponse, isWorkkitError, NotFoundError } from "@workkit/errors";
import { fixedWindow, rateLimitResponse } from "@workkit/ratelimit";
import { readChatRequest } from "./chat-request.ts";
import type { Env } from "./env.ts";
import { pageResponse } from "./page-response.ts";
import { cfGatewayOf, providersOf } from "./providers.ts";

async function handle(request: Request, env: Env): Promise<Response> {
	const { pathname } = new URL(request.url);
	if (pathname !== "/") throw new NotFoundError(pathname);

	const gateway = withRetry(
		withLogging(
			createGateway({
				providers: providersOf(env),
				defaultProvider: "workers-ai",
				cfGateway: cfGatewayOf(env),
			}),
			{ onError: (model, error) => console.error(`AI error: ${model}`, String(error)) },
		),
		// Nobody watches a page for longer: what asks for more is passed on.
		{ maxAttempts: 3, maxDelayMs: 2_000 },
	);

	if (request.method === "GET" || request.method === "HEAD") {
		return pageResponse(gateway.providers(), env.SIMULATOR_URL !== undefined);
	}
	if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "GET, HEAD, POST" } });

	const limiter = fixedWindow({ namespace: env.RATE_LIMIT_KV, limit: 60, window: "1m" });
	const limit = await limiter.check(`ai:${request.headers.get("cf-connecting-ip") ?? "unknown"}`);
	if (!limit.allowed) return rateLimitResponse(limit);

	const { prompt, stream, provider, model } = await readChatRequest(request, gateway.providers());
	const input = { messages: [{ role: "user", content: prompt }] } as const;
	// A client that goes away takes the upstream with it.
	const options = { provider, signal: request.signal, timeout: 120_000 };

	if (stream) return toSseResponse(await gateway.stream(model, input, options));

	const result = await gateway.run(model, input, options);
	return Response.json({
		response: result.text,
		provider: result.provider,
		model: result.model,
		usage: result.usage,
	});
}

export default {
	async fetch(request, env) {
		try {
			return await handle(request, env);
		} catch (error) {
			if (!request.signal.aborted) console.error(isWorkkitError(error) ? String(error) : error);
			return errorToResponse(error);
		}
	},
} satisfies ExportedHandler<Env>;
