import { ConfigError } from "@workkit/errors";
import type { RateLimiter, RateLimitResult } from "./rate-limiter.ts";

/** A limiter, or anything with its `check`; without `adjust` it cannot give back what was taken. */
export type Limiter = Pick<RateLimiter, "check"> & Partial<RateLimiter>;

/** The answers of several limiters as one: what is left is the least; what comes back comes back when the last of them has it. */
function combine(results: readonly RateLimitResult[]): RateLimitResult {
	const refusals = results.filter(({ allowed }) => !allowed);
	const deciding = refusals[0] ? refusals : results;
	const latest = deciding.reduce((one, other) => (other.resetAt > one.resetAt ? other : one));
	const remaining = Math.min(...results.map(({ remaining }) => remaining));
	const tightest = results.find((result) => result.remaining === remaining) ?? latest;
	return {
		allowed: !refusals[0],
		remaining,
		resetAt: latest.resetAt,
		limit: refusals[0] ? latest.limit : tightest.limit,
	};
}

/**
 * Several limits as one: a request passes when all let it pass. When one refuses, the others get back what they had taken, and
 * `resetAt` is the latest of those that refused. Limiters that cannot give back, such as `platformLimiter`, are asked last. Throws `ConfigError` for an empty list.
 *
 * @example
 * ```ts
 * import { composite, fixedWindow } from "@workkit/ratelimit";
 * import type { RateLimitObject } from "@workkit/ratelimit/durable-object";
 *
 * declare const env: { LIMITS: DurableObjectNamespace<RateLimitObject> };
 * const limiter = composite([
 * 	fixedWindow({ namespace: env.LIMITS, limit: 10, window: "1m" }),
 * 	fixedWindow({ namespace: env.LIMITS, limit: 200, window: "1d" }),
 * ]);
 * const { allowed } = await limiter.check("user-1");
 * ```
 */
export function composite(limiters: readonly Limiter[]): RateLimiter {
	if (!limiters[0]) throw new ConfigError("A composite needs a limiter.");
	const adjust: RateLimiter["adjust"] = async (key, by, at = Date.now()) => {
		await Promise.all(limiters.map((limiter) => limiter.adjust?.(key, by, at)));
	};
	return {
		adjust,
		async check(key, cost = 1) {
			const at = Date.now();
			const results: RateLimitResult[] = [];
			const taken: Limiter[] = [];
			const ask = async (limiter: Limiter): Promise<void> => {
				const result = await limiter.check(key, cost);
				results.push(result);
				if (result.allowed) taken.push(limiter);
			};
			try {
				// What cannot give back is asked only when nothing else refuses.
				for (const refundable of [true, false]) {
					const asked = limiters.filter(({ adjust }) => !!adjust === refundable);
					const answers = await Promise.allSettled(asked.map(ask));
					for (const answer of answers) if (answer.status === "rejected") throw answer.reason;
					if (taken.length < results.length) break;
				}
				return combine(results);
			} finally {
				if (taken.length < limiters.length) await Promise.all(taken.map(({ adjust }) => adjust?.(key, -cost, at)));
			}
		},
	};
}
