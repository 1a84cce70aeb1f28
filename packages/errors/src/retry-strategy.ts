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

/** Makers of every {@link RetryStrategy}; `none` is a constant. Times are in ms. */
export const RetryStrategies: {
	/** Never. */
	readonly none: RetryStrategy;
	/** At once. */
	readonly immediate: (maxAttempts: number) => RetryStrategy;
	/** After the same wait every time. */
	readonly fixed: (delayMs: number, maxAttempts: number) => RetryStrategy;
	/** After a wait that doubles every time, up to `maxMs`. */
	readonly exponential: (baseMs: number, maxMs: number, maxAttempts: number) => RetryStrategy;
} = {
	none: { kind: "none" },
	immediate: (maxAttempts) => ({ kind: "immediate", maxAttempts }),
	fixed: (delayMs, maxAttempts) => ({ kind: "fixed", delayMs, maxAttempts }),
	exponential: (baseMs, maxMs, maxAttempts) => ({ kind: "exponential", baseMs, maxMs, maxAttempts }),
};
