import { CREATED_SECONDS } from "./chat-completion.ts";
import type { Exchange } from "./exchange.ts";

const LIMITS: readonly (readonly [name: string, limit: number])[] = [
	["requests", 4000],
	["tokens", 2_400_000],
	["input-tokens", 2_000_000],
	["output-tokens", 400_000],
];

/** Headers of an answer by Anthropic. The limits say what they always say: nobody counts. */
export function anthropicHeaders(exchange: Exchange): Record<string, string> {
	const reset = new Date(CREATED_SECONDS * 1000).toISOString().replace(".000", "");
	const headers: Record<string, string> = { "request-id": exchange.id("req_") };
	for (const [name, limit] of LIMITS) {
		const start = `anthropic-ratelimit-${name}`;
		headers[`${start}-limit`] = String(limit);
		headers[`${start}-remaining`] = String(name === "requests" ? limit - 1 : limit);
		headers[`${start}-reset`] = reset;
	}
	return headers;
}
