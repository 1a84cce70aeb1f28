import { ConfigError } from "@workkit/errors";

/** How to count. A plain object, since it travels to Durable Objects. */
export interface Rule {
	/**
	 * `fixed`: `limit` per window, all of it anew when the next one begins. `sliding`: `limit` in any stretch as long as the window.
	 * `bucket`: up to `limit`, of which `refill` comes back every window.
	 */
	readonly kind: "fixed" | "sliding" | "bucket";
	/** How many units a key may take. */
	readonly limit: number;
	/** Length of the window in milliseconds. */
	readonly windowMs: number;
	/** How many units come back every window, for buckets. */
	readonly refill: number;
}

/** Throws `ConfigError` for a number that cannot be a rule's. */
export function checkCount(count: number, name: string): number {
	if (Number.isSafeInteger(count) && count > 0) return count;
	throw new ConfigError(`\`${name}\` must be a whole number above 0.`);
}

/** The name of a rule's state, which the limit is no part of: a key whose limit changes keeps what it has used. */
export const stateName = ({ kind, windowMs }: Rule): string => `${kind}-${windowMs}`;
