import { errorToResponse, RateLimitError } from "@workkit/errors";
import type { RateLimitResult } from "./rate-limiter.ts";

/** Milliseconds until a result's reset, never below 0. */
const waitMs = ({ resetAt }: RateLimitResult): number => Math.max(0, resetAt.getTime() - Date.now());

/**
 * The headers of an answer that was counted: `X-RateLimit-Limit`, `X-RateLimit-Remaining`, `X-RateLimit-Reset` in seconds since the epoch
 * and, when it was refused, `Retry-After` in seconds. Without a limit there are none.
 */
export function rateLimitHeaders(result: RateLimitResult): Record<string, string> {
	if (result.limit === Number.POSITIVE_INFINITY) return {};
	return {
		"X-RateLimit-Limit": String(result.limit),
		"X-RateLimit-Remaining": String(result.remaining),
		"X-RateLimit-Reset": String(Math.ceil(result.resetAt.getTime() / 1_000)),
		...(!result.allowed && { "Retry-After": String(Math.ceil(waitMs(result) / 1_000)) }),
	};
}

/**
 * The answer to a request that was refused: 429 with {@link rateLimitHeaders} and the JSON body of a `RateLimitError`.
 *
 * @param message - For the caller to read. Default `"Too many requests"`.
 */
export function rateLimitResponse(result: RateLimitResult, message = "Too many requests"): Response {
	return errorToResponse(new RateLimitError(message, waitMs(result)), { headers: rateLimitHeaders(result) });
}
