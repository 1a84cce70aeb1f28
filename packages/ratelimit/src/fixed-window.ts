import type { LimitStoreOptions } from "./limit-store.ts";
import { type Duration, parseDuration } from "./parse-duration.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import { checkCount } from "./rule.ts";
import { ruleLimiter } from "./rule-limiter.ts";

/** Options of {@link fixedWindow} and `slidingWindow`. */
export interface WindowOptions extends LimitStoreOptions {
	/** How many units a key may take per window: requests, or whatever `cost` counts. */
	readonly limit: number;
	/** Such as `"30s"`, `"5m"`, `"1h"` or `"1d"`. */
	readonly window: Duration;
}

/**
 * So many requests per window, counted from midnight UTC of 1970 in steps of the window: all of it is there again when the next window
 * begins, so up to twice the limit may pass around that moment. `slidingWindow` does not have that. Throws `ConfigError` for options that
 * cannot be.
 *
 * @example
 * ```ts
 * import { fixedWindow, rateLimitResponse } from "@workkit/ratelimit";
 *
 * declare const env: { RATE_LIMIT_KV: KVNamespace };
 * const limiter = fixedWindow({ namespace: env.RATE_LIMIT_KV, limit: 50, window: "1h" });
 * const result = await limiter.check("ai:192.0.2.1");
 * const response = result.allowed ? new Response("Hello") : rateLimitResponse(result);
 * ```
 */
export function fixedWindow({ limit, window, ...options }: WindowOptions): RateLimiter {
	return ruleLimiter(options, {
		kind: "fixed",
		limit: checkCount(limit, "limit"),
		windowMs: parseDuration(window),
		refill: 0,
	});
}
