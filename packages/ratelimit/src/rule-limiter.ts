import { ConfigError, ValidationError } from "@workkit/errors";
import type { Decision } from "./decide.ts";
import { durableStore } from "./durable-store.ts";
import { kvStore } from "./kv-store.ts";
import type { LimitStore, LimitStoreOptions } from "./limit-store.ts";
import type { RateLimiter, RateLimitResult } from "./rate-limiter.ts";
import type { Rule } from "./rule.ts";

/** Throws `ValidationError` for a key or a cost that is none. */
export function checkRequest(key: string, cost: number): void {
	if (typeof key !== "string" || !key) throw new ValidationError("The key of a rate limit is empty.");
	if (!Number.isSafeInteger(cost) || cost <= 0) {
		throw new ValidationError(`The cost of a request must be a whole number above 0, not ${cost}.`);
	}
}

function storeOf({ namespace, prefix = "ratelimit:", onError }: LimitStoreOptions): LimitStore {
	if (typeof namespace?.get !== "function")
		throw new ConfigError("`namespace` is no KV namespace and no Durable Object.");
	return "idFromName" in namespace ? durableStore(namespace, prefix) : kvStore(namespace, prefix, onError);
}

/** The last moment that a `Date` can tell. */
const LATEST_MS = 8.64e15;

const resultOf = ({ allowed, remaining, resetAt, limit }: Decision): RateLimitResult => {
	return { allowed, remaining, resetAt: new Date(Math.min(resetAt, LATEST_MS)), limit };
};

/** The limiter that counts by a rule in a store. */
export function ruleLimiter(options: LimitStoreOptions, rule: Rule): RateLimiter {
	const store = storeOf(options);
	const { peek } = store;
	return {
		...(peek && {
			async peek(key: string, cost = 1) {
				checkRequest(key, cost);
				return resultOf(await peek(key, rule, cost));
			},
		}),
		async check(key, cost = 1) {
			checkRequest(key, cost);
			return resultOf(await store.take(key, rule, cost));
		},
		async adjust(key, by, at = Date.now()) {
			if (by === 0) return;
			checkRequest(key, Math.abs(by));
			await store.adjust(key, rule, by, at);
		},
	};
}
