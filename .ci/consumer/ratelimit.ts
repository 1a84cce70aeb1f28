import {
	composite,
	fixedWindow,
	type KvNamespace,
	type RateLimitResult,
	rateLimitResponse,
	tokenBucket,
} from "@workkit/ratelimit";

export async function main(): Promise<void> {
	const values = new Map<string, string>();
	const namespace: KvNamespace = {
		get: async (key) => values.get(key) ?? null,
		put: async (key, value) => {
			values.set(key, value);
		},
	};
	const limiter = composite([
		fixedWindow({ namespace, limit: 1, window: "1h" }),
		tokenBucket({ namespace, capacity: 5, refillRate: 1, refillInterval: "1s" }),
	]);
	const first: RateLimitResult = await limiter.check("k");
	const second = await limiter.check("k");
	if (!first.allowed || second.allowed) throw new Error("the limit does not hold");
	if (rateLimitResponse(second).status !== 429) throw new Error("the response is no 429");
}
