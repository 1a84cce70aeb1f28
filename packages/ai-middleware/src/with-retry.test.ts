import {
	RateLimitError,
	RetryStrategies,
	ServiceUnavailableError,
	TimeoutError,
	UnauthorizedError,
} from "@workkit/errors";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { failureOf, gatewayOf, hang, hear, scripted, streamOf } from "../test/scripted.ts";
import { withRetry } from "./index.ts";

const down = (): Error => new ServiceUnavailableError("p");
const input = { prompt: "hi" };

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

describe("withRetry", () => {
	it("answers at once when the first attempt succeeds", async () => {
		const provider = scripted("fine");
		const { value, tookMs } = await timed(withRetry(gatewayOf({ provider })).run("m", input));
		expect(value?.text).toBe("fine");
		expect(tookMs).toBe(0);
		expect(provider.calls).toHaveLength(1);
	});

	it("makes 3 attempts by default, the first included, and throws the last error", async () => {
		const last = down();
		const provider = scripted(down(), down(), last);
		const { error } = await timed(withRetry(gatewayOf({ provider })).run("m", input));
		expect(error).toBe(last);
		expect(provider.calls).toHaveLength(3);
		expect(last).toMatchObject({ context: { receipt: { attempts: [{}, {}, {}] } } });
	});

	it.each([1, 2, 4, 8, 12])(
		"makes as many attempts as it is told, however many the error's strategy names: %d",
		async (n) => {
			const provider = scripted(down());
			await timed(withRetry(gatewayOf({ provider }), { maxAttempts: n }).run("m", input));
			expect(provider.calls).toHaveLength(n);
		},
	);

	it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "3" as never])("refuses maxAttempts %s", (maxAttempts) => {
		expect(() => withRetry(gatewayOf({ p: scripted("a") }), { maxAttempts })).toThrow(RangeError);
	});

	it.each([-1, Number.NaN])("refuses maxDelayMs %s", (maxDelayMs) => {
		expect(() => withRetry(gatewayOf({ p: scripted("a") }), { maxDelayMs })).toThrow(RangeError);
	});

	it("puts every attempt into one receipt", async () => {
		const provider = scripted(down(), "fine");
		const { value } = await timed(withRetry(gatewayOf({ provider })).run("m", input));
		expect(value?.receipt.attempts).toMatchObject([{ error: "WORKKIT_SERVICE_UNAVAILABLE" }, { provider: "provider" }]);
		expect(value?.receipt.attempts[1]).not.toHaveProperty("error");
	});

	it("waits as `delayMs` says, whatever the error and the server say", async () => {
		const provider = scripted(new RateLimitError("slow down", 60_000), down(), "fine");
		const delayMs = vi.fn((_error: unknown, attempt: number) => attempt * 100);
		const { value, tookMs } = await timed(
			withRetry(gatewayOf({ provider }), { delayMs, maxDelayMs: 10 }).run("m", input),
		);
		expect(value?.text).toBe("fine");
		expect(tookMs).toBe(300);
		expect(delayMs.mock.calls).toMatchObject([
			[{ retryAfterMs: 60_000 }, 1],
			[{ code: "WORKKIT_SERVICE_UNAVAILABLE" }, 2],
		]);
	});

	it("does not try again what will fail again", async () => {
		const provider = scripted(new UnauthorizedError());
		const { error } = await timed(withRetry(gatewayOf({ provider })).run("m", input));
		expect(error).toBeInstanceOf(UnauthorizedError);
		expect(provider.calls).toHaveLength(1);
	});

	it("retries embeddings", async () => {
		const provider = scripted(down(), {});
		const { value } = await timed(withRetry(gatewayOf({ provider })).embed("m", { text: "a" }));
		expect(value?.vectors).toEqual([[1, 2]]);
	});
});

describe("the wait", () => {
	it("is the server's, to the millisecond", async () => {
		const provider = scripted(new RateLimitError("m", 12_345), "fine");
		const { tookMs } = await timed(withRetry(gatewayOf({ provider })).run("m", input));
		expect(tookMs).toBe(12_345);
	});

	it("may be none at all when the server says so", async () => {
		const provider = scripted(new RateLimitError("m", 0), "fine");
		const { tookMs } = await timed(withRetry(gatewayOf({ provider })).run("m", input));
		expect(tookMs).toBe(0);
	});

	it.each([600_000, 2 ** 40])("of a server that asks for too long is not slept through: %d ms", async (waitMs) => {
		const provider = scripted(new RateLimitError("m", waitMs), "fine");
		const { error, tookMs } = await timed(withRetry(gatewayOf({ provider })).run("m", input));
		expect(error).toMatchObject({ code: "WORKKIT_RATE_LIMIT", retryAfterMs: waitMs });
		expect(tookMs).toBe(0);
		expect(provider.calls).toHaveLength(1);
	});

	it("that grows is cut to maxDelayMs", async () => {
		const provider = scripted(down(), down(), "fine");
		const { tookMs } = await timed(withRetry(gatewayOf({ provider }), { maxDelayMs: 10 }).run("m", input));
		expect(tookMs).toBe(20);
	});

	it("after a 429 that names none is ours, and is cut too", async () => {
		const provider = scripted(new RateLimitError(), "fine");
		const { value, tookMs } = await timed(withRetry(gatewayOf({ provider }), { maxDelayMs: 10 }).run("m", input));
		expect(value?.text).toBe("fine");
		expect(tookMs).toBe(10);
	});

	it("grows with each attempt as the error's strategy says, give or take a quarter", async () => {
		const provider = scripted(down(), down(), down(), "fine");
		const { tookMs } = await timed(withRetry(gatewayOf({ provider }), { maxAttempts: 4 }).run("m", input));
		expect(tookMs).toBeGreaterThanOrEqual(7_000 * 0.75);
		expect(tookMs).toBeLessThanOrEqual(7_000 * 1.25);
	});

	it("is there for errors that name none, so that a custom predicate makes no hot loop", async () => {
		const provider = scripted(new Error("odd"));
		const retried = withRetry(gatewayOf({ provider }), { maxAttempts: 4, isRetryable: () => true });
		const { tookMs } = await timed(retried.run("m", input));
		expect(provider.calls).toHaveLength(4);
		expect(tookMs).toBeGreaterThanOrEqual(3_500 * 0.75);
	});

	it("is not begun when it would outlast the call's timeout: the error itself comes at once", async () => {
		const provider = scripted(new RateLimitError("m", 5_000), "fine");
		const { error, tookMs } = await timed(withRetry(gatewayOf({ provider })).run("m", input, { timeout: 4_000 }));
		expect(error).toMatchObject({ code: "WORKKIT_RATE_LIMIT" });
		expect(tookMs).toBe(0);
	});

	it("ends with the caller's abort, and with the caller's reason", async () => {
		const controller = new AbortController();
		const provider = scripted(new RateLimitError("m", 50_000), "fine");
		setTimeout(() => controller.abort("enough"), 1_000);
		const running = withRetry(gatewayOf({ provider })).run("m", input, { signal: controller.signal });
		const { error, tookMs } = await timed(running);
		expect(error).toBe("enough");
		expect(tookMs).toBe(1_000);
		expect(provider.calls).toHaveLength(1);
		expect(vi.getTimerCount()).toBe(0);
	});
});

describe("a custom isRetryable", () => {
	it("decides instead of the error", async () => {
		const provider = scripted(down());
		await timed(withRetry(gatewayOf({ provider }), { isRetryable: () => false }).run("m", input));
		expect(provider.calls).toHaveLength(1);
	});

	it.each(["isRetryable", "delayMs"] as const)("or a custom %s that throws does not hide the failure", async (name) => {
		const failure = down();
		const trouble = () => {
			throw new TypeError("mine");
		};
		const provider = scripted(failure, "fine");
		const { error } = await timed(withRetry(gatewayOf({ provider }), { [name]: trouble }).run("m", input));
		expect(error).toBe(failure);
		expect(provider.calls).toHaveLength(1);
	});

	it("is not asked about what the caller aborted", async () => {
		const controller = new AbortController();
		const isRetryable = vi.fn(() => true);
		const provider = scripted((call) => {
			controller.abort("mine");
			return hang(call);
		});
		const retried = withRetry(gatewayOf({ provider }), { isRetryable });
		const { error } = await timed(retried.run("m", input, { signal: controller.signal }));
		expect(error).toBe("mine");
		expect(isRetryable).not.toHaveBeenCalled();
		expect(provider.calls).toHaveLength(1);
	});

	it("cannot have the expired total timeout tried again", async () => {
		const provider = scripted("hang");
		const retried = withRetry(gatewayOf({ provider }), { isRetryable: () => true });
		const { error, tookMs } = await timed(retried.run("m", input, { timeout: 100 }));
		expect(error).toMatchObject({ code: "WORKKIT_TIMEOUT", retryable: false });
		expect(tookMs).toBe(100);
		expect(provider.calls).toHaveLength(1);
	});
});

describe("deadlines of single attempts", () => {
	it("are tried again, within the total", async () => {
		const provider = scripted("hang", "fine");
		const { value } = await timed(withRetry(gatewayOf({ provider })).run("m", input, { attemptTimeout: 50 }));
		expect(value?.text).toBe("fine");
		expect(value?.receipt.attempts[0]).toMatchObject({ error: "WORKKIT_TIMEOUT", durationMs: 50 });
	});

	it("of a stream's first event are tried again", async () => {
		const provider = scripted(() => streamOf([hang({ signal: undefined })]), "fine");
		const running = withRetry(gatewayOf({ provider })).stream("m", input, { firstTokenTimeout: 50 });
		const { value } = await timed(running.then(hear));
		expect(value?.text).toBe("fine");
		expect(provider.calls).toHaveLength(2);
	});
});

describe("streams", () => {
	it("are tried again when they cannot be opened", async () => {
		const provider = scripted(down(), "fine");
		const { value } = await timed(withRetry(gatewayOf({ provider })).stream("m", input).then(hear));
		expect(value).toMatchObject({ text: "fine" });
		expect(provider.calls).toHaveLength(2);
	});

	it("are tried again when they break before their first event", async () => {
		const provider = scripted(
			() => streamOf([new Error("cut")]),
			() => streamOf([]),
			"fine",
		);
		const { value } = await timed(withRetry(gatewayOf({ provider })).stream("m", input).then(hear));
		expect(value).toMatchObject({ text: "fine" });
		expect(value?.events.at(-1)).toMatchObject({ type: "done", receipt: { attempts: [{}, {}, {}] } });
	});

	it("are not tried again after their first event: nothing is said twice", async () => {
		const provider = scripted(() => streamOf([{ type: "text", delta: "Once" }, down()]), "never");
		const { value } = await timed(withRetry(gatewayOf({ provider })).stream("m", input).then(hear));
		expect(value).toMatchObject({ text: "Once", error: { code: "WORKKIT_SERVICE_UNAVAILABLE" } });
		expect(provider.calls).toHaveLength(1);
	});

	it("stay unread beyond their first event until somebody reads on", async () => {
		let read = 0;
		const provider = scripted(
			() =>
				new ReadableStream(
					{ pull: (controller) => controller.enqueue({ type: "text", delta: String(read++) }) },
					{ highWaterMark: 0 },
				),
		);
		const { value } = await timed(withRetry(gatewayOf({ provider })).stream("m", input));
		expect(read).toBe(1);
		const reader = value?.getReader();
		await reader?.read();
		expect(read).toBe(1);
		await reader?.read();
		expect(read).toBe(2);
	});

	it("pass a cancel on to the vendor", async () => {
		const cancelled = vi.fn();
		const provider = scripted(() => streamOf([{ type: "text", delta: "a" }, hang({ signal: undefined })], cancelled));
		const { value } = await timed(withRetry(gatewayOf({ provider })).stream("m", input));
		await value?.cancel("enough");
		expect(cancelled).toHaveBeenCalledOnce();
	});
});

it("a thousand calls under one long-lived signal leave no listener and no timer", async () => {
	const { signal } = new AbortController();
	let listeners = 0;
	const add = signal.addEventListener.bind(signal);
	const remove = signal.removeEventListener.bind(signal);
	signal.addEventListener = (...args: Parameters<typeof add>) => {
		listeners++;
		add(...args);
	};
	signal.removeEventListener = (...args: Parameters<typeof remove>) => {
		listeners--;
		remove(...args);
	};
	const retried = withRetry(
		gatewayOf({ provider: scripted(...Array.from({ length: 1_000 }, () => new RateLimitError("m", 1)), "fine") }),
		{ maxAttempts: 2 },
	);
	const calls = Array.from({ length: 1_000 }, () =>
		failureOf(retried.run("m", input, { signal }).then(() => Promise.reject(0))),
	);
	await timed(Promise.all(calls));
	expect(listeners).toBe(0);
	expect(vi.getTimerCount()).toBe(0);
});

it("the strategy of an error is the source of truth: a timeout that may not be tried again is not", async () => {
	const provider = scripted(new TimeoutError("x", 1, { retryStrategy: RetryStrategies.none }), "fine");
	await timed(withRetry(gatewayOf({ provider })).run("m", input));
	expect(provider.calls).toHaveLength(1);
});
