import type { LimitStore, RateLimitNamespace, RateLimitStub } from "./limit-store.ts";

/** Counts in Durable Objects, one per key. */
export function durableStore(namespace: RateLimitNamespace, prefix: string): LimitStore {
	// What one method of the binding makes, the other takes.
	const object = (key: string): RateLimitStub => namespace.get(namespace.idFromName(prefix + key) as never);
	return {
		take: async (key, rule, cost) => object(key).take(rule, cost),
		adjust: async (key, rule, by, at) => object(key).adjust(rule, by, at),
	};
}
