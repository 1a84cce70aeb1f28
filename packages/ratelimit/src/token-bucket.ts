import type { LimitStoreOptions } from "./limit-store.ts";
import { type Duration, parseDuration } from "./parse-duration.ts";
import type { RateLimiter, RateLimitResult } from "./rate-limiter.ts";
import { checkCount } from "./rule.ts";
import { ruleLimiter } from "./rule-limiter.ts";

/** Options of {@link tokenBucket}. */
export interface TokenBucketOptions extends LimitStoreOptions {
	/** How many tokens there ever are in the bucket at most, and at first. */
	readonly capacity: number;
	/** How much comes back at once. */
	readonly refillRate: number;
	/** How often it comes back, such as `"1s"`. */
	readonly refillInterval: Duration;
}

/** A limiter whose checks may be called what they are. */
export interface TokenBucket extends RateLimiter {
	/** The same as `check`, with the cost called tokens. Rejects as `check` does. */
	consume(key: string, tokens?: number): Promise<RateLimitResult>;
}

/**
 * A bucket of tokens per key: bursts up to `capacity`, and `refillRate` more every `refillInterval`. Throws `ConfigError` for options that
 * cannot be.
 *
 * @example
 * ```ts
 * import { tokenBucket } from "@workkit/ratelimit";
 *
 * declare const env: { RATE_LIMIT_KV: KVNamespace };
 * const bucket = tokenBucket({ namespace: env.RATE_LIMIT_KV, capacity: 20, refillRate: 5, refillInterval: "10s" });
 * const { allowed } = await bucket.consume("user-1", 3);
 * ```
 */
export function tokenBucket({ capacity, refillRate, refillInterval, ...options }: TokenBucketOptions): TokenBucket {
	const limiter = ruleLimiter(options, {
		kind: "bucket",
		limit: checkCount(capacity, "capacity"),
		windowMs: parseDuration(refillInterval),
		refill: checkCount(refillRate, "refillRate"),
	});
	return { ...limiter, consume: limiter.check };
}
