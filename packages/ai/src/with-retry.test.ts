import { ServiceUnavailableError, TimeoutError } from "@workkit/errors";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aiError, bindingOf, failureOf } from "../test/bindings.ts";
import { ai, calculateDelay, defaultIsRetryable, withRetry } from "./index.ts";

const model = "@cf/meta/llama-3.1-8b-instruct";
const inputs = { messages: [{ role: "user", content: "Hello" }] };
const full = (): Error => aiError("3040: Capacity temporarily exceeded");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Waits for a promise while the clock runs as fast as it can; tells how long it took. */
async function timed<T>(promise: Promise<T>): Promise<{ value?: T; error?: unknown; tookMs: number }> {
	const startedAt = Date.now();
	const settled = promise.then(
		(value) => ({ value, tookMs: Date.now() - startedAt }),
		(error: unknown) => ({ error, tookMs: Date.now() - startedAt }),
	);
	await vi.runAllTimersAsync();
	return settled;
}

describe("withRetry around a function", () => {
	it("gives the function's own result", async () => {
		const client = ai(bindingOf(full(), { response: "Hi" }));
		const { value } = await timed(withRetry(() => client.run(model, inputs)));
		expect(value).toEqual({ data: { response: "Hi" }, model });
	});

	it.each([undefined, null, 0, "text"])("whatever that is: %j", async (result) => {
		const { value } = await timed(withRetry(async () => result));
		expect(value).toBe(result);
	});

	it.each([0, 1, 5])(
		"tries so many times after the first, and throws the last error itself: %i",
		async (maxRetries) => {
			const last = new ServiceUnavailableError("x");
			const operation = vi.fn().mockRejectedValue(last);
			const { error } = await timed(withRetry(operation, { maxRetries }));
			expect(error).toBe(last);
			expect(operation).toHaveBeenCalledTimes(maxRetries + 1);
		},
	);

	it("makes 3 retries, after 1, 2 and 4 seconds, unless told otherwise", async () => {
		const operation = vi.fn().mockRejectedValue(new ServiceUnavailableError("x"));
		expect(await timed(withRetry(operation))).toMatchObject({ tookMs: 7_000 });
		expect(operation).toHaveBeenCalledTimes(4);
	});

	it.each([
		["fixed", 300],
		["linear", 600],
		["exponential", 700],
	] as const)("waits in the way that it is told: %s", async (backoff, expectedMs) => {
		const operation = vi.fn().mockRejectedValue(new ServiceUnavailableError("x"));
		expect((await timed(withRetry(operation, { backoff, baseDelay: 100 }))).tookMs).toBe(expectedMs);
	});

	it("lets the caller's predicate decide, and tries no foreign error again without one", async () => {
		const operation = vi.fn().mockRejectedValue(new Error("foreign"));
		await timed(withRetry(operation));
		expect(operation).toHaveBeenCalledTimes(1);
		await timed(withRetry(operation, { maxRetries: 2, isRetryable: () => true }));
		expect(operation).toHaveBeenCalledTimes(4);
	});

	it("tries timeouts again, but not with `retryOnTimeout: false`", async () => {
		const operation = vi.fn().mockRejectedValue(new TimeoutError("x"));
		await timed(withRetry(operation, { maxRetries: 1, retryOnTimeout: false }));
		expect(operation).toHaveBeenCalledTimes(1);
		await timed(withRetry(operation, { maxRetries: 1 }));
		expect(operation).toHaveBeenCalledTimes(3);
	});

	it("stops waiting at the caller's abort", async () => {
		const controller = new AbortController();
		const operation = vi.fn().mockRejectedValue(new ServiceUnavailableError("x"));
		setTimeout(() => controller.abort("gone"), 500);
		expect(await timed(withRetry(operation, { signal: controller.signal }))).toEqual({ error: "gone", tookMs: 500 });
		expect(operation).toHaveBeenCalledTimes(1);
	});
});

describe("withRetry on a binding", () => {
	it("answers with data, model and the number of retries", async () => {
		const binding = bindingOf(full(), full(), { response: "Hi" });
		const { value } = await timed(withRetry(binding, model, inputs, { baseDelay: 10 }));
		expect(value).toEqual({ data: { response: "Hi" }, model, retries: 2 });
		expect(binding.asked).toMatchObject([{ model, inputs }, {}, {}]);
	});

	it("does not retry what will fail again", async () => {
		const binding = bindingOf(aiError("5007: No such model"));
		expect((await timed(withRetry(binding, model, inputs))).error).toMatchObject({ code: "WORKKIT_VALIDATION" });
		expect(binding.asked).toHaveLength(1);
	});

	it("passes the signal on, and refuses a missing binding", async () => {
		const binding = bindingOf({ response: "Hi" });
		const { signal } = new AbortController();
		await withRetry(binding, model, inputs, { signal });
		expect(binding.asked[0]?.options.signal).toBe(signal);
		expect(await failureOf(withRetry(undefined as never, model, inputs))).toMatchObject({
			code: "WORKKIT_BINDING_NOT_FOUND",
		});
	});
});

describe("calculateDelay", () => {
	it("counts attempts from 0", () => {
		expect([0, 1, 2].map((attempt) => calculateDelay("fixed", attempt, 100))).toEqual([100, 100, 100]);
		expect([0, 1, 2].map((attempt) => calculateDelay("linear", attempt, 100))).toEqual([100, 200, 300]);
		expect([0, 1, 2].map((attempt) => calculateDelay("exponential", attempt, 100))).toEqual([100, 200, 400]);
	});

	it("begins with a second and ends at thirty, unless told otherwise", () => {
		expect(calculateDelay("exponential", 0)).toBe(1_000);
		expect(calculateDelay("exponential", 9)).toBe(30_000);
		expect(calculateDelay("exponential", 9, 100, 5_000)).toBe(5_000);
	});
});

describe("defaultIsRetryable", () => {
	it("says what the error says", () => {
		expect(defaultIsRetryable(new ServiceUnavailableError("x"))).toBe(true);
		expect(defaultIsRetryable(new Error("x"))).toBe(false);
	});
});
