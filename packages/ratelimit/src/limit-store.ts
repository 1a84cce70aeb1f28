import type { Decision } from "./decide.ts";
import type { Rule } from "./rule.ts";

/** A KV namespace, as far as it is used here. */
export interface KvNamespace {
	/** The text under a key. */
	get(key: string): Promise<string | null>;
	/** Stores a text. */
	put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
}

/** A binding to the Durable Object class `RateLimitObject`, as far as it is used here. */
export interface RateLimitNamespace {
	/** The object that goes by a name. */
	idFromName(name: string): unknown;
	/** How to call it. */
	get(id: never): RateLimitStub;
}

/** What a `RateLimitObject` answers to. */
export interface RateLimitStub {
	/** Takes `cost` units by a rule, or refuses. */
	take(rule: Rule, cost: number): Promise<Decision>;
	/** Takes `by` more units without asking, or gives them back when negative; `at` is when they were taken, in milliseconds since the epoch. */
	adjust(rule: Rule, by: number, at: number): Promise<void>;
}

/** Where limiters count, for all their keys. */
export interface LimitStore {
	take(key: string, rule: Rule, cost: number): Promise<Decision>;
	/** What `take` would answer, where nothing that was taken can be given back at once. */
	peek?(key: string, rule: Rule, cost: number): Promise<Decision>;
	adjust(key: string, rule: Rule, by: number, at: number): Promise<void>;
}

/** Options that every limiter with a store has. */
export interface LimitStoreOptions {
	/**
	 * Where to count. A binding to the Durable Object class `RateLimitObject` counts exactly. A KV namespace cannot: writes reach other places
	 * after up to a minute, concurrent ones overwrite each other, and one key takes one write a second; a burst passes as a whole.
	 */
	readonly namespace: KvNamespace | RateLimitNamespace;
	/** Begins the name of every key in the store. Default `"ratelimit:"`. */
	readonly prefix?: string | undefined;
	/** Told when KV fails to read or write: the request passes, since a limiter that fails should not take the service with it. */
	readonly onError?: ((error: unknown) => void) | undefined;
}
