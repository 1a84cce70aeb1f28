import { errorToResponse, NotFoundError } from "@workkit/errors";
import { fixedWindow, rateLimitResponse } from "@workkit/ratelimit";
import { type ChatRequest, readChatRequest } from "../../gateway-worker/src/chat-request.ts";
import type { Env } from "../../gateway-worker/src/env.ts";

const providers = ["workers-ai", "openai", "anthropic"];

/** A Worker like the demo in every respect but how it asks the models. */
export function workerOf(
	answer: (chat: ChatRequest, env: Env, signal: AbortSignal) => Promise<Response>,
): ExportedHandler<Env> {
	return {
		async fetch(request, env) {
			try {
				const { pathname } = new URL(request.url);
				if (pathname !== "/") throw new NotFoundError(pathname);
				if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
				const limiter = fixedWindow({ namespace: env.RATE_LIMIT_KV, limit: 60, window: "1m" });
				const limit = await limiter.check(`ai:${request.headers.get("cf-connecting-ip") ?? "unknown"}`);
				if (!limit.allowed) return rateLimitResponse(limit);
				return await answer(await readChatRequest(request, providers), env, request.signal);
			} catch (error) {
				console.error(error);
				return errorToResponse(error);
			}
		},
	};
}
