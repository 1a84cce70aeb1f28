import type { Exchange } from "./exchange.ts";

const REQUESTS = 10_000;
const TOKENS = 2_000_000;

/** Headers of an answer by OpenAI. The limits say what they always say: nobody counts. */
export function openaiHeaders(exchange: Exchange, inputTokens = 0): Record<string, string> {
	return {
		"x-request-id": exchange.id("req_", 32),
		"openai-processing-ms": "1",
		"openai-version": "2020-10-01",
		"x-ratelimit-limit-requests": String(REQUESTS),
		"x-ratelimit-remaining-requests": String(REQUESTS - 1),
		"x-ratelimit-reset-requests": "6ms",
		"x-ratelimit-limit-tokens": String(TOKENS),
		"x-ratelimit-remaining-tokens": String(Math.max(0, TOKENS - inputTokens)),
		"x-ratelimit-reset-tokens": "0s",
	};
}
