import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
	composite,
	fixedWindow,
	type LimitStoreOptions,
	quota,
	type RateLimiter,
	slidingWindow,
	tiered,
	tokenBucket,
} from "../src/index.ts";

const now = Date.UTC(2026, 10, 21, 12);
const minute = 60_000;

/** What limiters have to hold, wherever they count. */
export function describeLimiters(name: string, makeNamespace: () => LimitStoreOptions["namespace"]): void {
	describe(name, () => {
		let options: LimitStoreOptions;

		beforeEach(() => {
			vi.useFakeTimers({ toFake: ["Date"], now });
			options = { namespace: makeNamespace(), prefix: `${crypto.randomUUID()}:` };
		});
		afterEach(() => {
			vi.useRealTimers();
		});

		const allowed = async (limiter: RateLimiter, cost?: number): Promise<boolean> =>
			(await limiter.check("k", cost)).allowed;

		it("fixedWindow: lets the limit through per window, and no more", async () => {
			vi.setSystemTime(now + 10_000);
			const limiter = fixedWindow({ ...options, limit: 3, window: "1m" });
			const resetAt = new Date(now + minute);
			for (const remaining of [2, 1, 0]) {
				expect(await limiter.check("k")).toEqual({ allowed: true, remaining, resetAt, limit: 3 });
			}
			expect(await limiter.check("k")).toEqual({ allowed: false, remaining: 0, resetAt, limit: 3 });
			expect(await limiter.check("other")).toMatchObject({ allowed: true, remaining: 2 });
			vi.setSystemTime(now + minute - 1);
			expect(await allowed(limiter)).toBe(false);
			vi.setSystemTime(now + minute);
			expect(await limiter.check("k")).toMatchObject({ allowed: true, remaining: 2 });
		});

		it("slidingWindow: never lets more than the limit through in any stretch as long as the window", async () => {
			const limiter = slidingWindow({ ...options, limit: 5, window: "1m" });
			const passed: number[] = [];
			for (let step = 0; step < 200; step++) {
				const at = now + step * 1_700 + (step % 3) * 200;
				vi.setSystemTime(at);
				if (await allowed(limiter)) passed.push(at);
			}
			for (const [index, at] of passed.entries()) {
				const sixth = passed[index + 5];
				if (sixth !== undefined) expect(sixth - at).toBeGreaterThanOrEqual(minute);
			}
			expect(passed.length).toBeGreaterThanOrEqual(25);
		});

		it("slidingWindow: counts requests that came close together until the last of them is old enough", async () => {
			const limiter = slidingWindow({ ...options, limit: 2, window: "1m" });
			for (const [ms, passes] of [
				[0, true],
				[900, true],
				[minute, false],
				[minute + 899, false],
				[minute + 900, true],
			] as const) {
				vi.setSystemTime(now + ms);
				expect(await allowed(limiter)).toBe(passes);
			}
		});

		it("slidingWindow: says when there will be enough", async () => {
			const limiter = slidingWindow({ ...options, limit: 3, window: "1m" });
			for (const second of [0, 10, 20]) {
				vi.setSystemTime(now + second * 1_000);
				await limiter.check("k");
			}
			const later = (ms: number) => new Date(now + minute + ms);
			expect(await limiter.check("k")).toEqual({ allowed: false, remaining: 0, resetAt: later(0), limit: 3 });
			expect(await limiter.check("k", 2)).toMatchObject({ allowed: false, resetAt: later(10_000) });
			vi.setSystemTime(now + minute - 1);
			expect(await allowed(limiter)).toBe(false);
			vi.setSystemTime(now + minute);
			expect(await limiter.check("k")).toMatchObject({ allowed: true, remaining: 0, resetAt: later(10_000) });
		});

		it("tokenBucket: allows bursts, and refills step by step", async () => {
			const bucket = tokenBucket({ ...options, capacity: 10, refillRate: 3, refillInterval: "10s" });
			expect(await bucket.consume("k", 7)).toMatchObject({ allowed: true, remaining: 3, limit: 10 });
			expect(await bucket.consume("k", 4)).toEqual({
				...{ allowed: false, remaining: 3, limit: 10 },
				resetAt: new Date(now + 10_000),
			});
			expect(await bucket.consume("k", 10)).toMatchObject({ allowed: false, resetAt: new Date(now + 30_000) });
			vi.setSystemTime(now + 9_999);
			expect(await allowed(bucket, 4)).toBe(false);
			vi.setSystemTime(now + 10_000);
			expect(await bucket.consume("k", 4)).toMatchObject({ allowed: true, remaining: 2 });
			vi.setSystemTime(now + 3_600_000);
			expect(await bucket.check("k")).toMatchObject({ allowed: true, remaining: 9 });
		});

		it("tokenBucket: begins to wait for a refill when something is taken, not before", async () => {
			const bucket = tokenBucket({ ...options, capacity: 2, refillRate: 1, refillInterval: "10s" });
			await bucket.consume("k");
			vi.setSystemTime(now + 15_000);
			expect(await bucket.consume("k")).toMatchObject({ remaining: 1, resetAt: new Date(now + 25_000) });
		});

		it("refuses costs that are none, and changes nothing", async () => {
			const limiters = [
				fixedWindow({ ...options, limit: 5, window: "1m" }),
				slidingWindow({ ...options, limit: 5, window: "1m" }),
				tokenBucket({ ...options, capacity: 5, refillRate: 1, refillInterval: "1m" }),
			];
			for (const limiter of limiters) {
				for (const cost of [-1, 0, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "3" as unknown as number]) {
					await expect(limiter.check("k", cost)).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
				}
				await expect(limiter.check("", 1)).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
				for (const cost of [6, 2 ** 53 - 1]) {
					expect(await limiter.check("k", cost)).toMatchObject({ allowed: false, remaining: 5 });
				}
				expect(await limiter.check("k", 5)).toMatchObject({ allowed: true, remaining: 0 });
			}
		});

		it("adjusts a reservation to what was used, in the window that it was taken in", async () => {
			const limiters = [
				fixedWindow({ ...options, limit: 100, window: "1m" }),
				slidingWindow({ ...options, limit: 100, window: "1m" }),
				tokenBucket({ ...options, capacity: 100, refillRate: 1, refillInterval: "1h" }),
			];
			for (const limiter of limiters) {
				vi.setSystemTime(now);
				await limiter.check("k", 80);
				expect(await allowed(limiter, 30)).toBe(false);
				await limiter.adjust("k", -60, now);
				await limiter.adjust("k", 0, now);
				expect(await limiter.check("k", 30)).toMatchObject({ allowed: true, remaining: 50 });
				await limiter.adjust("k", 70, now);
				expect(await limiter.check("k")).toMatchObject({ allowed: false, remaining: 0 });
			}
			const [fixed, sliding] = limiters;
			for (const limiter of [fixed, sliding]) {
				vi.setSystemTime(now + 3 * minute);
				await limiter?.check("k", 10);
				await limiter?.adjust("k", -5, now);
				expect(await limiter?.check("k", 90)).toMatchObject({ allowed: true, remaining: 0 });
			}
		});

		it("slidingWindow: gives back what was taken by a clock that goes a little otherwise", async () => {
			const limiter = slidingWindow({ ...options, limit: 100, window: "1m" });
			await limiter.check("k", 80);
			await limiter.adjust("k", -60, now + 50);
			expect(await limiter.check("k", 80)).toMatchObject({ allowed: true, remaining: 0 });
			vi.setSystemTime(now + 10 * minute);
			await limiter.check("k", 10);
			vi.setSystemTime(now + 10 * minute + 5_000);
			await limiter.check("k", 80);
			await limiter.adjust("k", -70, now + 10 * minute - 50);
			expect(await limiter.check("k", 80)).toMatchObject({ allowed: true, remaining: 0 });
		});

		it("never gives back more than was taken", async () => {
			for (const limiter of [
				fixedWindow({ ...options, limit: 5, window: "1m" }),
				slidingWindow({ ...options, limit: 5, window: "1m" }),
				tokenBucket({ ...options, capacity: 5, refillRate: 1, refillInterval: "1m" }),
			]) {
				await limiter.check("k", 2);
				await limiter.adjust("k", -1_000, now);
				expect(await limiter.check("k", 6)).toMatchObject({ allowed: false, remaining: 5 });
			}
		});

		it("composite: takes nothing when one refuses, and reports the latest reset", async () => {
			const minutely = fixedWindow({ ...options, limit: 10, window: "1m" });
			const hourly = fixedWindow({ ...options, limit: 2, window: "1h" });
			const daily = fixedWindow({ ...options, limit: 2, window: "1d" });
			const all = composite([daily, minutely, hourly]);
			expect(await all.check("k", 2)).toMatchObject({ allowed: true, remaining: 0, limit: 2 });
			for (let repeat = 0; repeat < 20; repeat++) {
				const refused = { allowed: false, remaining: 0, resetAt: new Date(now + 12 * 3_600_000) };
				expect(await all.check("k", 2)).toMatchObject(refused);
			}
			expect(await minutely.check("k")).toMatchObject({ allowed: true, remaining: 7 });
			vi.setSystemTime(now + 24 * 3_600_000);
			expect(await all.check("k")).toMatchObject({ allowed: true, remaining: 1 });
		});

		it("composite: gives back what was taken when a limiter fails", async () => {
			const limiter = fixedWindow({ ...options, limit: 1, window: "1m" });
			const failing: RateLimiter = {
				check: () => Promise.reject(new Error("down")),
				adjust: async () => {},
			};
			await expect(composite([limiter, failing]).check("k")).rejects.toThrow("down");
			expect(await allowed(limiter)).toBe(true);
		});

		it("composite: takes limiters of any make, and gives back to each once", async () => {
			class Own {
				taken = 0;
				async check() {
					this.taken++;
					return { allowed: true, remaining: 9, resetAt: new Date(now), limit: 10 };
				}
				async adjust(_key: string, by: number) {
					this.taken += by;
				}
				async peek() {
					return { allowed: this.taken < 10, remaining: 9, resetAt: new Date(now), limit: 10 };
				}
			}
			class Final {
				taken = 0;
				async check() {
					return { allowed: this.taken++ < 1, remaining: 0, resetAt: new Date(now), limit: 1 };
				}
				peek = new Own().peek;
			}
			const [own, final] = [new Own(), new Final()];
			const limiter = composite([own, final]);
			expect(await allowed(limiter)).toBe(true);
			expect([own.taken, final.taken]).toEqual([1, 1]);
			expect(await allowed(limiter)).toBe(false);
			expect([own.taken, final.taken]).toEqual([1, 2]);
			const exact = new Own();
			expect(await allowed(composite([{ check: () => exact.check(), adjust: exact.adjust.bind(exact) }, final]))).toBe(
				false,
			);
			expect(exact.taken).toBe(0);
		});

		it("quota: holds all its windows", async () => {
			const limits = [
				{ window: "1m", limit: 2 },
				{ window: "1h", limit: 3 },
			] as const;
			const limiter = quota({ ...options, limits });
			expect(await limiter.check("k")).toMatchObject({ allowed: true, remaining: 1, limit: 2 });
			expect(await allowed(limiter)).toBe(true);
			expect(await limiter.check("k")).toMatchObject({ allowed: false, resetAt: new Date(now + minute), limit: 2 });
			vi.setSystemTime(now + minute);
			expect(await allowed(limiter)).toBe(true);
			expect(await limiter.check("k")).toMatchObject({ allowed: false, resetAt: new Date(now + 3_600_000), limit: 3 });
		});

		it("tiered: limits by tier, and keeps what was used when the tier changes", async () => {
			const tiers = { free: 1, pro: { limit: 3 }, enterprise: Number.POSITIVE_INFINITY };
			const limiter = tiered({ ...options, tiers, window: "1m", defaultTier: "free" });
			expect(await limiter.check("k")).toMatchObject({ allowed: true, remaining: 0, limit: 1 });
			for (const tier of ["free", "unheard-of", "toString", undefined]) {
				expect(await limiter.check("k", tier)).toMatchObject({ allowed: false, limit: 1 });
			}
			expect(await limiter.check("k", "pro")).toMatchObject({ allowed: true, remaining: 1, limit: 3 });
			expect(await limiter.check("k", "enterprise")).toMatchObject({ allowed: true, limit: Number.POSITIVE_INFINITY });
			const strict = tiered({ ...options, tiers, window: "1m" });
			await expect(strict.check("k", "gold")).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
			await expect(strict.check("k")).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
			for (const cost of [-1, 0, Number.NaN, 2 ** 53]) {
				const taken = limiter.check("k", "enterprise", cost);
				await expect(taken).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
			}
			await expect(limiter.check("", "enterprise")).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
		});
	});
}
