import type { RetryStrategy } from "./retry-strategy.ts";

/**
 * How long to wait before the given retry, in ms, or `null` when the strategy allows no such retry.
 *
 * An exponential wait is spread by ±25 %, so that callers who failed together do not return together; it never exceeds `maxMs`.
 *
 * @param attempt - 1 for the first retry, 2 for the second, and so on.
 */
export function getRetryDelay(strategy: RetryStrategy, attempt: number): number | null {
	// Negated, so that NaN means "no more".
	if (strategy.kind === "none" || !(attempt <= strategy.maxAttempts)) return null;
	if (strategy.kind !== "exponential") return strategy.kind === "fixed" ? strategy.delayMs : 0;
	const { baseMs, maxMs } = strategy;
	// A base of 0 stays 0 however often it is doubled, where 0 * Infinity would be NaN.
	const delayMs = Math.min(baseMs * 2 ** (attempt - 1) || 0, maxMs);
	return Math.min(delayMs * (0.75 + Math.random() / 2), maxMs);
}
