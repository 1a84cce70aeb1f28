import { afterEach, describe, expect, it, vi } from "vitest";
import { getRetryDelay, RetryStrategies } from "./index.ts";

const { none, immediate, fixed, exponential } = RetryStrategies;

afterEach(() => void vi.restoreAllMocks());

/** `Math.random` as it is at its least, in the middle and at its most. */
const draws = [0, 0.5, 1 - Number.EPSILON];
const waits = [0, 0.5, 1, 3, 100, 999, 30_000, 2 ** 31, 1e12];
const attempts = [1, 2, 3, 7, 20, 60, 1_000, 1_025, 5_000];

describe("getRetryDelay", () => {
	it("knows no retry without a strategy", () => {
		expect(getRetryDelay(none, 1)).toBeNull();
	});

	it("retries at once, or after the same wait every time", () => {
		for (const attempt of [1, 2, 3]) {
			expect(getRetryDelay(immediate(3), attempt)).toBe(0);
			expect(getRetryDelay(fixed(250, 3), attempt)).toBe(250);
		}
	});

	it("doubles an exponential wait up to its limit", () => {
		vi.spyOn(Math, "random").mockReturnValue(0.5);
		const strategy = exponential(100, 1_000, 6);
		expect([1, 2, 3, 4, 5, 6].map((attempt) => getRetryDelay(strategy, attempt))).toEqual([
			100, 200, 400, 800, 1_000, 1_000,
		]);
	});

	it("spreads the wait by a quarter either way", () => {
		const random = vi.spyOn(Math, "random");
		const drawn = draws.map((draw) => {
			random.mockReturnValueOnce(draw);
			return getRetryDelay(exponential(1_000, 30_000, 5), 2);
		});
		expect(drawn).toEqual([1_500, 2_000, expect.closeTo(2_500, 6)]);
	});

	it("still spreads the wait at its limit", () => {
		vi.spyOn(Math, "random").mockReturnValue(0);
		expect(getRetryDelay(exponential(1_000, 2_000, 9), 9)).toBe(1_500);
	});

	it("stays within a quarter of the doubled wait and never above the limit", () => {
		const random = vi.spyOn(Math, "random");
		for (const baseMs of waits)
			for (const maxMs of waits)
				for (const attempt of attempts)
					for (const draw of draws) {
						random.mockReturnValue(draw);
						const delayMs = getRetryDelay(exponential(baseMs, maxMs, attempt), attempt) ?? Number.NaN;
						const doubledMs = baseMs === 0 ? 0 : Math.min(baseMs * 2 ** (attempt - 1), maxMs);
						expect(delayMs).toBeGreaterThanOrEqual(doubledMs * 0.75);
						expect(delayMs).toBeLessThanOrEqual(Math.min(doubledMs * 1.25, maxMs));
					}
	});

	it("allows exactly as many retries as the strategy does", () => {
		for (const maxAttempts of [0, 1, 2, 3, 8, 100])
			for (const strategy of [immediate(maxAttempts), fixed(5, maxAttempts), exponential(1, 10, maxAttempts)])
				for (let attempt = 1; attempt <= maxAttempts + 2; attempt++)
					expect(getRetryDelay(strategy, attempt) === null).toBe(attempt > maxAttempts);
	});

	it("takes a number that is none for the end", () => {
		expect(getRetryDelay(fixed(5, 3), Number.NaN)).toBeNull();
		expect(getRetryDelay(fixed(5, Number.NaN), 1)).toBeNull();
	});
});
