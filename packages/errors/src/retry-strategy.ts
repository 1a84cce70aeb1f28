/**
 * How an operation that failed may be repeated. `maxAttempts` counts the repetitions, not the first call; times are in ms.
 *
 * - `none`: never;
 * - `immediate`: at once;
 * - `fixed`: after `delayMs`, every time;
 * - `exponential`: after `baseMs`, then twice as long each time, up to `maxMs`.
 */
export type RetryStrategy =
	| { readonly kind: "none" }
	| { readonly kind: "immediate"; readonly maxAttempts: number }
	| { readonly kind: "fixed"; readonly delayMs: number; readonly maxAttempts: number }
	| { readonly kind: "exponential"; readonly baseMs: number; readonly maxMs: number; readonly maxAttempts: number };

/** Never. */
export const none: RetryStrategy = { kind: "none" };

/** After the same wait every time. */
export const fixed = (delayMs: number, maxAttempts: number): RetryStrategy => ({ kind: "fixed", delayMs, maxAttempts });

/** After a wait that doubles every time, up to `maxMs`. */
export const exponential = (baseMs: number, maxMs: number, maxAttempts: number): RetryStrategy => ({
	kind: "exponential",
	baseMs,
	maxMs,
	maxAttempts,
});

/** Makers of every {@link RetryStrategy}; `none` is a constant. Times are in ms. */
export const RetryStrategies: {
	/** Never. */
	readonly none: RetryStrategy;
	/** At once, `maxAttempts` times at most. */
	readonly immediate: (maxAttempts: number) => RetryStrategy;
	/** After the same wait of `delayMs` milliseconds every time, `maxAttempts` times at most. */
	readonly fixed: (delayMs: number, maxAttempts: number) => RetryStrategy;
	/** After `baseMs` milliseconds, a wait that doubles every time up to `maxMs`, `maxAttempts` times at most. */
	readonly exponential: (baseMs: number, maxMs: number, maxAttempts: number) => RetryStrategy;
} = {
	none,
	immediate: (maxAttempts) => ({ kind: "immediate", maxAttempts }),
	fixed,
	exponential,
};
