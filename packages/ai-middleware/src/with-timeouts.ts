import { type Gateway, type Middleware, type RunOptions, use, type Wrapped, within } from "@workkit/ai-core";
import { ConfigError, RetryStrategies } from "@workkit/errors";

/** Deadlines for calls that name none. All in milliseconds. */
export type TimeoutsConfig = Pick<RunOptions, "timeout" | "attemptTimeout" | "firstTokenTimeout" | "idleTimeout">;

/**
 * Gives calls the deadlines that their options leave open; what a call names wins. `timeout` bounds what is inside this
 * wrapper: put it outermost to bound retries and `withFallback` too. A `fallback` reference is served before all wrappers, so
 * that each of its tiers has this time: bound both by the call's own `timeout`. Throws `ConfigError` for what is no time.
 *
 * @example
 * ```ts
 * import { type Gateway, withTimeouts } from "@workkit/ai-gateway";
 *
 * declare const gateway: Gateway;
 * const bounded = withTimeouts(gateway, { timeout: 60_000, firstTokenTimeout: 10_000, idleTimeout: 15_000 });
 * ```
 */
export function withTimeouts<G extends Gateway>(gateway: G, config: TimeoutsConfig): Wrapped<G> {
	for (const [name, ms] of Object.entries(config)) {
		if (ms !== undefined && !(ms > 0 && ms < 2 ** 31)) {
			throw new ConfigError(`withTimeouts: \`${name}\` must be milliseconds above 0.`);
		}
	}
	const { timeout, ...perAttempt } = config;
	const bound: Middleware = (call, next) => {
		const named = Object.entries(call.options).filter(([, value]) => value !== undefined);
		const inner = { ...call, options: { ...perAttempt, ...Object.fromEntries(named) } };
		// What the call names is already in its signal.
		if (timeout === undefined || call.options.timeout !== undefined) return next(inner);
		const deadline = Math.min(call.deadline ?? Number.POSITIVE_INFINITY, Date.now() + timeout);
		return within({ ...inner, deadline }, { total: timeout, retryStrategy: RetryStrategies.none }, next);
	};
	return use(gateway, bound);
}
