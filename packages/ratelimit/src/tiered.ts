import { ConfigError, ValidationError } from "@workkit/errors";
import { fixedWindow, type WindowOptions } from "./fixed-window.ts";
import type { RateLimiter, RateLimitResult } from "./rate-limiter.ts";
import { checkRequest } from "./rule-limiter.ts";

/** Options of {@link tiered}. */
export interface TieredOptions extends Omit<WindowOptions, "limit"> {
	/** How many units each tier may take; `Infinity` for one without a limit. */
	readonly tiers: Readonly<Record<string, number | { readonly limit: number }>>;
	/** For checks that name no tier, or one that is not in `tiers`. */
	readonly defaultTier?: string | undefined;
}

/** A limiter whose limit depends on who asks. */
export interface TieredLimiter {
	/** Takes `cost` units (default 1) by the tier's limit. Throws `ValidationError` for an unknown tier when there is no `defaultTier`. */
	check(key: string, tier?: string, cost?: number): Promise<RateLimitResult>;
}

const unlimited: Pick<RateLimiter, "check"> = {
	async check(key, cost = 1) {
		checkRequest(key, cost);
		const limit = Number.POSITIVE_INFINITY;
		return { allowed: true, remaining: limit, resetAt: new Date(), limit };
	},
};

/**
 * A fixed window whose limit depends on a tier, such as a plan. A key keeps what it has used when its tier changes. Throws `ConfigError` for
 * options that cannot be.
 *
 * @example
 * ```ts
 * import { tiered } from "@workkit/ratelimit";
 *
 * declare const env: { RATE_LIMIT_KV: KVNamespace };
 * const limiter = tiered({
 * 	namespace: env.RATE_LIMIT_KV,
 * 	tiers: { free: 10, pro: 1_000, enterprise: Number.POSITIVE_INFINITY },
 * 	window: "1h",
 * 	defaultTier: "free",
 * });
 * const { allowed } = await limiter.check("user-1", "pro");
 * ```
 */
export function tiered({ tiers, defaultTier, ...options }: TieredOptions): TieredLimiter {
	const limiters = new Map(
		Object.entries(tiers).map(([tier, given]) => {
			const limit = typeof given === "object" ? given.limit : given;
			return [tier, limit === Number.POSITIVE_INFINITY ? unlimited : fixedWindow({ ...options, limit })];
		}),
	);
	if (defaultTier !== undefined && !limiters.has(defaultTier)) {
		throw new ConfigError(`The default tier "${defaultTier}" is not one of ${[...limiters.keys()].join(", ")}.`);
	}
	return {
		async check(key, tier = defaultTier ?? "", cost = 1) {
			const limiter = limiters.get(tier) ?? limiters.get(defaultTier ?? "");
			if (!limiter) throw new ValidationError(`There is no tier "${tier}".`);
			return limiter.check(key, cost);
		},
	};
}
