import { array, assert, asyncProperty, constantFrom, nat, oneof, record } from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { describeLimiters } from "../test/describe-limiters.ts";
import { memoryKv } from "../test/memory-kv.ts";
import {
	composite,
	fixedWindow,
	type KvNamespace,
	platformLimiter,
	quota,
	slidingWindow,
	tiered,
	tokenBucket,
} from "./index.ts";

describeLimiters("limiters over anything that is like KV", memoryKv);

const now = Date.UTC(2026, 10, 21, 12);

afterEach(() => {
	vi.useRealTimers();
});

describe("what is kept in KV", () => {
	it("expires, never sooner than KV's shortest time", async () => {
		vi.useFakeTimers({ toFake: ["Date"], now });
		const namespace = memoryKv();
		await fixedWindow({ namespace, limit: 5, window: "10s" }).check("k");
		await fixedWindow({ namespace, limit: 5, window: "1h" }).check("k");
		await slidingWindow({ namespace, limit: 5, window: "2h" }).check("k");
		await tokenBucket({ namespace, capacity: 10, refillRate: 1, refillInterval: "1m" }).consume("k", 7);
		expect(namespace.ttls).toEqual([60, 3_600, 7_200, 420]);
	});

	it("has a name per limiter's kind and window, which KV takes however long the key is", async () => {
		const namespace = memoryKv();
		for (const key of ["user-1", "€".repeat(400), `${"€".repeat(400)}!`]) {
			await fixedWindow({ namespace, limit: 5, window: "1m", prefix: "api:" }).check(key);
		}
		const [short, ...long] = namespace.values.keys();
		expect(short).toBe("api:fixed-60000:user-1");
		expect(long).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
		expect(long[0]).not.toBe(long[1]);
	});

	it("is not written by a composite that refuses, since KV would not take it back within the second", async () => {
		vi.useFakeTimers({ toFake: ["Date"], now });
		const { get, put } = memoryKv();
		const writtenAt = new Map<string, number>();
		const namespace: KvNamespace = {
			get,
			async put(key, value, options) {
				if (Date.now() - (writtenAt.get(key) ?? 0) < 1_000) throw new Error("KV PUT failed: 429 Too Many Requests");
				writtenAt.set(key, Date.now());
				await put(key, value, options);
			},
		};
		const hourly = fixedWindow({ namespace, limit: 10, window: "1h" });
		const onError = vi.fn();
		const limits = [
			{ window: "1h", limit: 10 },
			{ window: "1d", limit: 2 },
		] as const;
		const counted = { limit: async () => ({ success: true }) };
		const limiter = composite([
			quota({ namespace, limits, onError }),
			platformLimiter({ binding: counted, limit: 5, period: "10s" }),
		]);
		for (let second = 0; second < 10; second += 2) {
			vi.setSystemTime(now + second * 1_000);
			const { allowed, resetAt } = await limiter.check("k");
			expect(allowed).toBe(second < 4);
			if (!allowed) expect(resetAt).toEqual(new Date(now + 12 * 3_600_000));
		}
		expect(await hourly.check("k")).toMatchObject({ remaining: 7 });
		expect(onError).not.toHaveBeenCalled();
	});

	it("can be looked at", async () => {
		vi.useFakeTimers({ toFake: ["Date"], now });
		const namespace = memoryKv();
		const limiter = composite([fixedWindow({ namespace, limit: 3, window: "1h" })]);
		for (const _ of [1, 2]) expect(await limiter.peek?.("k", 2)).toMatchObject({ allowed: true, remaining: 1 });
		expect(await limiter.peek?.("k", 4)).toMatchObject({ allowed: false, remaining: 3 });
		for (const cost of [0, -1, Number.NaN]) {
			await expect(limiter.peek?.("k", cost)).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
		}
		expect(namespace.ttls).toEqual([]);
	});

	it("is not written when a request is refused", async () => {
		const namespace = memoryKv();
		const limiter = fixedWindow({ namespace, limit: 1, window: "1m" });
		for (let repeat = 0; repeat < 5; repeat++) await limiter.check("k");
		expect(namespace.ttls).toHaveLength(1);
	});

	it.each([
		...["", "{", "null", "5", '"x"', "{}", "[]", "[null]", "[[]]", "[1,2]", '[{"a":1}]', "[-1,-1]", "[[1,2,3]]"],
		...[`[${now},-1000000]`, `[[${now},${now},-1000000]]`, "[9e99,9e99]", "[[9e99,9e99,9e99]]", `[1e999,${now}]`],
	])("may be broken: %s counts as never used", async (value) => {
		vi.useFakeTimers({ toFake: ["Date"], now });
		const namespace: KvNamespace = { get: async () => value, put: async () => {} };
		expect(await fixedWindow({ namespace, limit: 5, window: "1m" }).check("k")).toMatchObject({ remaining: 4 });
		expect(await slidingWindow({ namespace, limit: 5, window: "1m" }).check("k")).toMatchObject({ remaining: 4 });
		const bucket = tokenBucket({ namespace, capacity: 5, refillRate: 1, refillInterval: "1m" });
		const { remaining, resetAt } = await bucket.check("k");
		expect(remaining).toBeLessThanOrEqual(4);
		expect(resetAt.getTime()).toBeGreaterThan(now);
	});

	it("passes a request when KV fails, and tells", async () => {
		const namespace: KvNamespace = {
			get: () => Promise.reject(new Error("down")),
			put: () => Promise.reject(new Error("429 Too Many Requests")),
		};
		const onError = vi.fn();
		const limiter = fixedWindow({ namespace, limit: 5, window: "1m", onError });
		expect(await limiter.check("k")).toMatchObject({ allowed: true, remaining: 4 });
		expect(onError.mock.calls.map(([error]) => error.message)).toEqual(["down", "429 Too Many Requests"]);
		await fixedWindow({ namespace, limit: 5, window: "1m" }).adjust("k", 1);
	});
});

describe("any course of requests", () => {
	const course = array(record({ waitMs: oneof(nat(900), nat(40_000)), cost: nat(6).map((cost) => cost + 1) }), {
		maxLength: 60,
	});

	it("takes at most the limit per fixed window, at most the limit in any sliding one, and from a bucket what was in it", async () => {
		await assert(
			asyncProperty(course, constantFrom(7, 10, 25), async (steps, limit) => {
				vi.useFakeTimers({ toFake: ["Date"], now });
				const namespace = memoryKv();
				const limiters = {
					fixed: fixedWindow({ namespace, limit, window: "1m" }),
					sliding: slidingWindow({ namespace, limit, window: "1m" }),
					bucket: tokenBucket({ namespace, capacity: limit, refillRate: 2, refillInterval: "10s" }),
				};
				const taken = {
					fixed: [] as [number, number][],
					sliding: [] as [number, number][],
					bucket: [] as [number, number][],
				};
				let at = now;
				for (const { waitMs, cost } of steps) {
					at += waitMs;
					vi.setSystemTime(at);
					for (const kind of ["fixed", "sliding", "bucket"] as const) {
						const { allowed, remaining, resetAt } = await limiters[kind].check("k", cost);
						if (allowed) taken[kind].push([at, cost]);
						expect(remaining).toBeGreaterThanOrEqual(0);
						expect(resetAt.getTime()).toBeGreaterThan(at);
						// A refusal is for want of what is left, not for nothing.
						if (!allowed) expect(remaining).toBeLessThan(cost);
					}
				}
				const sum = (entries: [number, number][], from: number, to: number): number =>
					entries.filter(([at]) => at >= from && at < to).reduce((sum, [, cost]) => sum + cost, 0);
				for (let start = now; start <= at; start += 60_000) {
					expect(sum(taken.fixed, start, start + 60_000)).toBeLessThanOrEqual(limit);
				}
				for (const [start] of taken.sliding) {
					expect(sum(taken.sliding, start, start + 60_000)).toBeLessThanOrEqual(limit);
				}
				for (const [start] of taken.bucket) {
					for (const [end] of taken.bucket) {
						const refills = 2 * (Math.floor((end - start) / 10_000) + 1);
						expect(sum(taken.bucket, start, end + 1)).toBeLessThanOrEqual(limit + Math.max(0, refills));
					}
				}
			}),
			{ numRuns: 60 },
		);
	});
});

describe("options that cannot be", () => {
	const namespace = memoryKv();

	it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("a limit of %s", (limit) => {
		const config = expect.objectContaining({ code: "WORKKIT_CONFIG" });
		expect(() => fixedWindow({ namespace, limit, window: "1m" })).toThrow(config);
		expect(() => slidingWindow({ namespace, limit, window: "1m" })).toThrow(config);
		expect(() => quota({ namespace, limits: [{ limit, window: "1m" }] })).toThrow(config);
		expect(() => tokenBucket({ namespace, capacity: limit, refillRate: 1, refillInterval: "1s" })).toThrow(config);
		expect(() => tokenBucket({ namespace, capacity: 1, refillRate: limit, refillInterval: "1s" })).toThrow(config);
	});

	it("an unknown default tier, no limits at all, or no namespace", () => {
		const config = expect.objectContaining({ code: "WORKKIT_CONFIG" });
		expect(() => tiered({ namespace, tiers: { free: 1 }, window: "1m", defaultTier: "toString" })).toThrow(config);
		expect(() => quota({ namespace, limits: [] })).toThrow(config);
		const missing = undefined as unknown as KvNamespace;
		expect(() => fixedWindow({ namespace: missing, limit: 1, window: "1m" })).toThrow(config);
	});
});
