/** The answer of a limiter. */
export interface RateLimitResult {
	readonly allowed: boolean;
	/** How many units may still be taken, never below 0. */
	readonly remaining: number;
	/** When there will be more: after a refusal, as much as was asked for. */
	readonly resetAt: Date;
	/** How many units may be taken at once. */
	readonly limit: number;
}

/**
 * Something that counts and refuses. Rejects with `ValidationError` for an empty key, and for a cost that is no whole number
 * above 0; and as its store does.
 */
export interface RateLimiter {
	/**
	 * Takes `cost` units (default 1) from what the key has left, or refuses and takes nothing. A cost above the limit is
	 * refused.
	 */
	check(key: string, cost?: number): Promise<RateLimitResult>;
	/**
	 * What `check` would answer, without taking anything. Limiters over KV have it, for `composite`: KV takes one write a second to a key,
	 * so that nothing can be given back at once.
	 */
	peek?(key: string, cost?: number): Promise<RateLimitResult>;
	/**
	 * Corrects a cost that was taken, once the real one is known: takes `by` more units, whatever is left, or gives back when it is negative.
	 * What was taken in a window that has ended is not given back to the next one.
	 *
	 * @param at - When it was taken, in milliseconds since the epoch. Default: now.
	 */
	adjust(key: string, by: number, at?: number): Promise<void>;
}
