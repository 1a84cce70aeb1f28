import { type Gateway, type Middleware, use, type Wrapped } from "@workkit/ai-core";
import {
	getRetryDelay,
	getRetryStrategy,
	isErrorCode,
	isRetryable as isRetryableByDefault,
	type RateLimitError,
	RetryStrategies,
	type RetryStrategy,
} from "@workkit/errors";
import { askCaller } from "./ask-caller.ts";
import { begun } from "./begun.ts";
import { pause } from "./pause.ts";

/** How often and when a failed call is tried again. */
export interface RetryConfig {
	/** All attempts, the first included: an integer from 1. Default 3. */
	readonly maxAttempts?: number | undefined;
	/** Decides instead of `error.retryable`; one that throws says no. What the caller aborted is never tried again. */
	readonly isRetryable?: ((error: unknown) => boolean) | undefined;
	/**
	 * Longest wait, in milliseconds. A wait that grows is cut to it; one that the server asks for is not: when it is longer,
	 * the call fails at once. Default 60,000.
	 */
	readonly maxDelayMs?: number | undefined;
	/**
	 * Chooses each wait, in milliseconds, instead of the error and the server; `attempt` is the one that failed, from 1.
	 * `maxDelayMs` does not bound it, the call's `timeout` does. When it throws, the call is not tried again.
	 */
	readonly delayMs?: ((error: unknown, attempt: number) => number) | undefined;
}

/** Waits that nobody's strategy names: a custom `isRetryable` must not make a hot loop. */
const unnamed = RetryStrategies.exponential(500, 10_000, 1);

/** The wait before the next attempt; `undefined` when it would be too long. */
function delayAfter(error: unknown, attempt: number, maxDelayMs: number): number | undefined {
	const named = getRetryStrategy(error);
	// How often is for the caller's `maxAttempts` to say.
	const strategy = { ...(named.kind === "none" ? unnamed : named), maxAttempts: attempt } as RetryStrategy;
	const delayMs = getRetryDelay(strategy, attempt) ?? 0;
	// A server that turns calls away without naming a wait.
	const isOurs = isErrorCode(error, "WORKKIT_RATE_LIMIT") && (error as RateLimitError).retryAfterMs === undefined;
	if (isOurs || strategy.kind === "exponential") return Math.min(delayMs, maxDelayMs);
	return delayMs <= maxDelayMs ? delayMs : undefined;
}

/**
 * Tries a failed call again: what `error.retryable` says, after the wait that the error's `retryStrategy` or the server's
 * `Retry-After` says. It does not wait past the call's `timeout`, nor after the caller's abort. A stream is tried again
 * until its first event, and not after: what was said is not said twice.
 *
 * Every attempt is in `receipt.attempts`. Throws `RangeError` unless `maxAttempts` is an integer from 1. Around
 * `withFallback` it repeats the whole chain; inside, each tier has attempts of its own.
 *
 * @example
 * ```ts
 * import { type Gateway, withRetry } from "@workkit/ai-gateway";
 *
 * declare const gateway: Gateway;
 * const resilient = withRetry(gateway, { maxAttempts: 3 });
 * await resilient.run("claude-sonnet-4-6", { prompt: "Say hello." });
 * ```
 */
export function withRetry<G extends Gateway>(gateway: G, config: RetryConfig = {}): Wrapped<G> {
	const { maxAttempts = 3, isRetryable = isRetryableByDefault, maxDelayMs = 60_000 } = config;
	const delayOf = config.delayMs ?? ((error, attempt) => delayAfter(error, attempt, maxDelayMs));
	if (!Number.isInteger(maxAttempts) || maxAttempts < 1) {
		throw new RangeError("withRetry: `maxAttempts` must be an integer from 1.");
	}
	if (!(maxDelayMs >= 0)) throw new RangeError("withRetry: `maxDelayMs` must be milliseconds from 0.");
	const retry: Middleware = async (call, next) => {
		for (let attempt = 1; ; attempt++) {
			try {
				return await begun(call, next);
			} catch (error) {
				if (attempt >= maxAttempts || call.signal?.aborted || !askCaller(() => isRetryable(error))) throw error;
				const delayMs = askCaller(() => delayOf(error, attempt));
				const { deadline = Number.POSITIVE_INFINITY } = call;
				if (delayMs === undefined || Date.now() + delayMs >= deadline) throw error;
				await pause(delayMs, call.signal);
			}
		}
	};
	return use(gateway, retry);
}
