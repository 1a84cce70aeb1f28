import { ValidationError } from "@workkit/errors";
import { parseDuration } from "./parse-duration.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import { checkRequest } from "./rule-limiter.ts";

/** A rate-limiting binding of the platform, as far as it is used here. */
export interface RateLimitBinding {
	/** Counts one request. */
	limit(options: { key: string }): Promise<{ success: boolean }>;
}

/** Options of {@link platformLimiter}. */
export interface PlatformLimiterOptions {
	readonly binding: RateLimitBinding;
	/** Requests per period that the binding is configured with; it cannot be asked for it. */
	readonly limit: number;
	/** The period that the binding is configured with. */
	readonly period: "10s" | "60s";
}

/**
 * The platform's own rate limiting: fast, counted in each Cloudflare location by itself, and not exact. It counts requests one by one,
 * so nothing can be given back. Rejects with `ValidationError` for an empty key and for another cost than 1. It does not tell what is left or when: `remaining` is 0
 * or 1, and `resetAt` the latest that can be.
 *
 * @example
 * ```ts
 * import { platformLimiter } from "@workkit/ratelimit";
 *
 * declare const env: { LIMITER: RateLimit };
 * const limiter = platformLimiter({ binding: env.LIMITER, limit: 100, period: "60s" });
 * const { allowed } = await limiter.check("user-1");
 * ```
 */
export function platformLimiter({ binding, limit, period }: PlatformLimiterOptions): Pick<RateLimiter, "check"> {
	return {
		async check(key, cost = 1) {
			checkRequest(key, cost);
			if (cost !== 1) throw new ValidationError("The platform's rate limiting counts requests one by one.");
			const { success } = await binding.limit({ key });
			const resetAt = new Date(Date.now() + parseDuration(period));
			return { allowed: success, remaining: success ? 1 : 0, resetAt, limit };
		},
	};
}
