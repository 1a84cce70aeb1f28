import type { WindowOptions } from "./fixed-window.ts";
import { parseDuration } from "./parse-duration.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import { checkCount } from "./rule.ts";
import { ruleLimiter } from "./rule-limiter.ts";

/**
 * So many requests in any stretch as long as the window. Requests within a sixtieth of the window count as one entry, which leaves when
 * its last one is old enough. Throws `ConfigError` for options that cannot be.
 *
 * @example
 * ```ts
 * import { slidingWindow } from "@workkit/ratelimit";
 * import type { RateLimitObject } from "@workkit/ratelimit/durable-object";
 *
 * declare const env: { LIMITS: DurableObjectNamespace<RateLimitObject> };
 * const limiter = slidingWindow({ namespace: env.LIMITS, limit: 100, window: "1m" });
 * const { allowed, remaining, resetAt } = await limiter.check("user-1");
 * ```
 */
export function slidingWindow({ limit, window, ...options }: WindowOptions): RateLimiter {
	return ruleLimiter(options, {
		kind: "sliding",
		limit: checkCount(limit, "limit"),
		windowMs: parseDuration(window),
		refill: 0,
	});
}
