import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { describeLimiters } from "../test/describe-limiters.ts";
import { composite, fixedWindow, type RateLimiter, slidingWindow, tokenBucket } from "./index.ts";

describeLimiters("limiters over KV", () => env.KV);
describeLimiters("limiters over a Durable Object", () => env.LIMITS);

const passed = async (limiter: RateLimiter, requests: number): Promise<number> => {
	const results = await Promise.all(Array.from({ length: requests }, () => limiter.check("k")));
	return results.filter(({ allowed }) => allowed).length;
};

describe("500 concurrent requests at a limit of 50", () => {
	const options = (name: string) => ({ namespace: env.LIMITS, prefix: `${name}:` });

	it.each([
		["fixedWindow", fixedWindow({ ...options("concurrent-1"), limit: 50, window: "1d" })],
		["slidingWindow", slidingWindow({ ...options("concurrent-2"), limit: 50, window: "1d" })],
		["tokenBucket", tokenBucket({ ...options("concurrent-3"), capacity: 50, refillRate: 1, refillInterval: "1d" })],
		["composite", composite([fixedWindow({ ...options("concurrent-4"), limit: 50, window: "1d" })])],
	])("let exactly 50 through a Durable Object: %s", async (_, limiter) => {
		expect(await passed(limiter, 500)).toBe(50);
	});

	it("do not let more than the least limit through a composite, nor cost the others anything", async () => {
		const wide = fixedWindow({ ...options("concurrent-5"), limit: 200, window: "1d" });
		const narrow = slidingWindow({ ...options("concurrent-5"), limit: 50, window: "1d" });
		expect(await passed(composite([wide, narrow]), 200)).toBe(50);
		expect(await wide.check("k", 150)).toMatchObject({ allowed: true, remaining: 0 });
	});
});

describe("the Durable Object of a limiter", () => {
	const stub = (name: string) => env.LIMITS.get(env.LIMITS.idFromName(name));

	afterEach(() => {
		vi.useRealTimers();
	});

	it("loses nothing when it is restarted", async () => {
		const limiter = fixedWindow({ namespace: env.LIMITS, prefix: "restart:", limit: 3, window: "1d" });
		await limiter.check("k", 2);
		await evictDurableObject(stub("restart:k"));
		expect(await limiter.check("k")).toMatchObject({ allowed: true, remaining: 0 });
	});

	it("keeps windows that are longer than any date", async () => {
		const limiter = slidingWindow({ namespace: env.LIMITS, prefix: "long:", limit: 1, window: "999999999d" });
		const { allowed, resetAt } = await limiter.check("k");
		expect(allowed).toBe(true);
		expect(resetAt.getTime()).toBe(8.64e15);
		expect(await limiter.check("k")).toMatchObject({ allowed: false });
	});

	it("forgets by alarm what no longer counts, and in the end everything", async () => {
		// An alarm that is due by the real clock would go off by itself.
		const now = Date.UTC(2126, 10, 21, 12);
		vi.useFakeTimers({ toFake: ["Date"], now });
		for (const window of ["1m", "1h"] as const) {
			await fixedWindow({ namespace: env.LIMITS, prefix: "alarm:", limit: 3, window }).check("k");
		}
		const names = () =>
			runInDurableObject(stub("alarm:k"), (_, { storage }) => [...storage.kv.list()].map(([name]) => name));
		vi.setSystemTime(now + 60_000);
		expect(await runDurableObjectAlarm(stub("alarm:k"))).toBe(true);
		expect(await names()).toEqual(["fixed-3600000"]);
		vi.setSystemTime(now + 3_600_000);
		expect(await runDurableObjectAlarm(stub("alarm:k"))).toBe(true);
		expect(await names()).toEqual([]);
		expect(await runDurableObjectAlarm(stub("alarm:k"))).toBe(false);
	});
});
