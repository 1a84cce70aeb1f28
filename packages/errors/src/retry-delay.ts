import type { RetryStrategy } from "./retry-strategy.ts";

type Numbers = { kind: string } & Partial<Record<"maxAttempts" | "delayMs" | "baseMs" | "maxMs", number>>;

/**
 * How long to wait before the given retry, in ms, or `null` when the strategy allows no such retry.
 *
 * An exponential wait is spread by ±25 %, so that callers who failed together do not return together; it never exceeds `maxMs`.
 *
 * @param attempt - 1 for the first retry, 2 for the second, and so on.
 */
export function getRetryDelay(strategy: RetryStrategy, attempt: number): number | null {
	// What a kind does not have is 0: `none` allows no attempt, `immediate` waits no time.
	const { maxAttempts = 0, delayMs = 0, baseMs, maxMs = 0 }: Numbers = strategy;
	// Negated, so that NaN means "no more".
	if (!(attempt <= maxAttempts)) return null;
	if (!baseMs) return delayMs;
	return Math.min(Math.min(baseMs * 2 ** (attempt - 1), maxMs) * (0.75 + Math.random() / 2), maxMs);
}
