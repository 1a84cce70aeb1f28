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
 * `resetAt` is the latest of those that refused. Limiters over KV, which cannot give back at once, are first asked without taking
 * anything; those that can never give back, such as `platformLimiter`, come after the others. Throws `ConfigError` for an empty list.
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
	const refundable = limiters.filter(({ adjust }) => adjust);
	const final = limiters.filter(({ adjust }) => !adjust);
	const peekable = refundable.filter(({ peek }) => peek);
	const adjust: RateLimiter["adjust"] = async (key, by, at = Date.now()) => {
		await Promise.all(limiters.map((limiter) => limiter.adjust?.(key, by, at)));
	};
	const peek = async (key: string, cost?: number): Promise<RateLimitResult> =>
		combine(await Promise.all(peekable.flatMap((limiter) => limiter.peek?.(key, cost) ?? [])));
	return {
		adjust,
		...(peekable[0] && { peek }),
		async check(key, cost = 1) {
			const at = Date.now();
			const results = new Map<Limiter, RateLimitResult>();
			const taken: Limiter[] = [];
			const take = async (limiter: Limiter): Promise<void> => {
				const result = await limiter.check(key, cost);
				results.set(limiter, result);
				if (result.allowed) taken.push(limiter);
			};
			const look = async (limiter: Limiter): Promise<void> => {
				if (limiter.peek) results.set(limiter, await limiter.peek(key, cost));
				else await take(limiter);
			};
			try {
				// What cannot give back, at all or at once, is taken only when nothing else refuses.
				for (const [ask, asked] of [
					[look, refundable],
					[take, final],
					[take, peekable],
				] as const) {
					const answers = await Promise.allSettled(asked.map(ask));
					for (const answer of answers) if (answer.status === "rejected") throw answer.reason;
					if (![...results.values()].every(({ allowed }) => allowed)) break;
				}
				return combine([...results.values()]);
			} finally {
				if (taken.length < limiters.length) await Promise.all(taken.map((limiter) => limiter.adjust?.(key, -cost, at)));
			}
		},
	};
}
