import { isErrorCode, isWorkkitError } from "@workkit/errors";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answer, frame, ping, stop, terminal, text } from "../test/chat-wire.ts";
import { ownGateway, ownStream, vendorGateway } from "../test/gateways.ts";
import { readAll, readUntilFailure, rejection } from "../test/outcome.ts";
import type { Call, CompleteGateway } from "./index.ts";

const prompt = { prompt: "Hello" };

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	expect(vi.getTimerCount()).toBe(0);
	vi.useRealTimers();
});

/** Lets time pass until the promise has come to something. */
async function during<T>(promise: Promise<T>, ms: number): Promise<T> {
	promise.catch(() => {});
	await vi.advanceTimersByTimeAsync(ms);
	return promise;
}

/** A signal's reason once it was aborted. */
const reasonOf = (init: RequestInit): unknown => init.signal?.reason;

function expectTimeout(error: unknown, timeoutMs: number, retryable: boolean): void {
	expect(isErrorCode(error, "WORKKIT_TIMEOUT")).toBe(true);
	expect(error).toMatchObject({ timeoutMs, retryable });
}

describe("timeout", () => {
	it("ends a call whose upstream does not answer, is not retryable, and reaches the upstream's signal", async () => {
		for (const operation of ["run", "stream"] as const) {
			const { gateway, exchange } = withWaiting();
			const error = await during(rejection(gateway[operation]("m", prompt, { timeout: 100 })), 100);
			expectTimeout(error, 100, false);
			expect(reasonOf(exchange().init)).toBe(error);
			expect(error).toMatchObject({
				context: {
					provider: "vendor",
					model: "m",
					receipt: { attempts: [{ error: "WORKKIT_TIMEOUT", durationMs: 100 }] },
				},
			});
		}
		const { gateway } = withWaiting();
		expectTimeout(await during(rejection(gateway.embed("m", { text: "a" }, { timeout: 100 })), 100), 100, false);
	});

	it("covers the stream to its end, cancels its body, and leaves what was received in the error", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [text("a"), 60, text("b"), 60, text("c"), terminal] });
		const { events, error } = await during(gateway.stream("m", prompt, { timeout: 100 }).then(readUntilFailure), 200);
		expect(events).toEqual([
			{ type: "text", delta: "a" },
			{ type: "text", delta: "b" },
		]);
		expectTimeout(error, 100, false);
		expect(error).toMatchObject({ context: { partial: { text: "ab" } } });
		expect(exchanges[0]?.cancelled).toEqual([error]);
	});

	it("ends a stream also while nobody reads it", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [text("a")], end: "stay open" });
		const reader = (await gateway.stream("m", prompt, { timeout: 100 })).getReader();
		await reader.read();
		await vi.advanceTimersByTimeAsync(100);
		const error = await rejection(reader.read());
		expectTimeout(error, 100, false);
		expect(exchanges[0]?.cancelled).toEqual([error]);
	});

	it("does nothing to what ends in time", async () => {
		const { gateway } = vendorGateway({ json: answer }, { chunks: [text("a"), 99, stop] });
		expect((await gateway.run("m", prompt, { timeout: 100 })).text).toBe("Hello");
		const events = await during(gateway.stream("m", prompt, { timeout: 100 }).then(readAll), 99);
		expect(events.map(({ type }) => type)).toEqual(["text", "done"]);
	});

	it.each([
		["run", { timeout: 100 }, false],
		["run", { attemptTimeout: 100 }, true],
		["stream", { timeout: 100 }, false],
		["stream", { attemptTimeout: 100 }, true],
		["stream", { firstTokenTimeout: 100 }, true],
		["stream", { idleTimeout: 100 }, true],
	] as const)(
		"rejects %s with %o though neither upstream nor provider listens to its signal",
		async (operation, options, retryable) => {
			const never = (): Promise<never> => new Promise(() => {});
			const { gateway } = vendorGateway("ignore the signal");
			const own = ownGateway({ run: never, stream: never });
			expectTimeout(await during(rejection(gateway[operation]("m", prompt, options)), 100), 100, retryable);
			expectTimeout(await during(rejection(own[operation]("m", prompt, options)), 100), 100, retryable);
		},
	);

	it("takes the answer of a provider that makes no promise", async () => {
		const run = (({ provider, model }: Call) => ({ text: "Hello", raw: null, provider, model })) as never;
		expect((await ownGateway({ run }).run("m", prompt, { timeout: 100 })).text).toBe("Hello");
	});

	it("cancels the stream that a deaf provider hands out too late", async () => {
		const late = ownStream([{ type: "text", delta: "a" }], "stay open");
		const gateway = ownGateway({
			async stream() {
				await new Promise((resolve) => setTimeout(resolve, 150));
				return late.stream;
			},
		});
		const error = await during(rejection(gateway.stream("m", prompt, { timeout: 100 })), 100);
		await vi.advanceTimersByTimeAsync(50);
		expect(late.cancelled).toEqual([error]);
		expect(late.pulls()).toBe(0);
	});

	it("wins over a longer attemptTimeout, and is not retryable then", async () => {
		const { gateway } = vendorGateway("wait");
		expectTimeout(
			await during(rejection(gateway.run("m", prompt, { timeout: 50, attemptTimeout: 80 })), 80),
			50,
			false,
		);
	});
});

/** A vendor that never answers. */
function withWaiting(): Pick<ReturnType<typeof vendorGateway>, "gateway"> & { exchange: () => { init: RequestInit } } {
	const upstream = vendorGateway("wait");
	return { gateway: upstream.gateway, exchange: () => upstream.exchange };
}

describe("attemptTimeout", () => {
	it("ends an attempt, is retryable, and reaches the upstream's signal", async () => {
		const { gateway, exchange } = withWaiting();
		const error = await during(rejection(gateway.run("m", prompt, { attemptTimeout: 100, timeout: 1_000 })), 100);
		expectTimeout(error, 100, true);
		expect(reasonOf(exchange().init)).toBe(error);
	});

	it("covers the attempt's stream to its end", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [text("a"), 60, text("b"), 60, text("c")] });
		const { events, error } = await during(
			gateway.stream("m", prompt, { attemptTimeout: 100 }).then(readUntilFailure),
			200,
		);
		expect(events.length).toBe(2);
		expectTimeout(error, 100, true);
		expect(exchanges[0]?.cancelled).toEqual([error]);
	});
});

describe("firstTokenTimeout", () => {
	const options = { firstTokenTimeout: 100 };
	const late = <P extends string>(gateway: CompleteGateway<P>): Promise<{ events: unknown[]; error: unknown }> =>
		during(gateway.stream("m", prompt, options).then(readUntilFailure), 1_000);

	it("ends a stream whose answer does not begin", async () => {
		const { gateway } = vendorGateway("wait");
		expectTimeout(await during(rejection(gateway.stream("m", prompt, options)), 100), 100, true);
	});

	it("ends a stream whose first event does not come, and cancels its body", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [], end: "stay open" });
		const { events, error } = await late(gateway);
		expect(events).toEqual([]);
		expectTimeout(error, 100, true);
		expect(exchanges[0]?.cancelled).toEqual([error]);
	});

	it.each([
		["comments", ping],
		["frames without an event", frame({ choices: [{ index: 0, delta: { role: "assistant", content: "" } }] })],
	])("is not put off by %s, however many come", async (_what, chunk) => {
		const { gateway } = vendorGateway({ chunks: Array(20).fill([40, chunk]).flat() });
		expectTimeout((await late(gateway)).error, 100, true);
	});

	it("counts the wait for the answer and the wait for its body together", async () => {
		const gateway = ownGateway({
			async stream() {
				await new Promise((resolve) => setTimeout(resolve, 60));
				return new ReadableStream(
					{
						async pull(controller) {
							await new Promise((resolve) => setTimeout(resolve, 60));
							controller.enqueue({ type: "text", delta: "a" });
						},
					},
					{ highWaterMark: 0 },
				);
			},
		});
		expectTimeout((await late(gateway)).error, 100, true);
	});

	it("says nothing of the time after the first event", async () => {
		const { gateway } = vendorGateway({ chunks: [90, text("a"), 500, text("b"), 500, stop] });
		const events = await during(gateway.stream("m", prompt, options).then(readAll), 1_100);
		expect(events.map(({ type }) => type)).toEqual(["text", "text", "done"]);
	});

	it("takes an event that nobody asked for as the first one too", async () => {
		const reasoning = frame({ choices: [{ index: 0, delta: { reasoning_content: "hm" } }] });
		const { gateway } = vendorGateway({ chunks: [50, reasoning, 500, text("a"), stop] });
		const events = await during(gateway.stream("m", prompt, options).then(readAll), 600);
		expect(events.map(({ type }) => type)).toEqual(["text", "done"]);
	});

	it("does not count the time before somebody reads", async () => {
		const { gateway } = vendorGateway({ chunks: [90, text("a"), stop] });
		const stream = await gateway.stream("m", prompt, options);
		await vi.advanceTimersByTimeAsync(5_000);
		const events = await during(readAll(stream), 90);
		expect(events.map(({ type }) => type)).toEqual(["text", "done"]);
	});

	it("means nothing to run", async () => {
		const gateway = ownGateway({
			async run(call) {
				await new Promise((resolve) => setTimeout(resolve, 500));
				return { raw: null, provider: call.provider, model: call.model };
			},
		});
		const options = { firstTokenTimeout: 100, idleTimeout: 100 };
		expect(await during(gateway.run("m", prompt, options), 500)).toMatchObject({ provider: "own" });
	});
});

describe("idleTimeout", () => {
	const options = { idleTimeout: 100 };

	it("ends a stream that stalls, keeps what came, and cancels the body", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [text("a"), 90, text("b"), 110, text("c")] });
		const { events, error } = await during(gateway.stream("m", prompt, options).then(readUntilFailure), 500);
		expect(events).toEqual([
			{ type: "text", delta: "a" },
			{ type: "text", delta: "b" },
		]);
		expectTimeout(error, 100, true);
		expect(error).toMatchObject({ context: { partial: { text: "ab" } } });
		expect(exchanges[0]?.cancelled).toEqual([error]);
	});

	it("is put off by anything that comes, comments too", async () => {
		const { gateway } = vendorGateway({ chunks: [text("a"), ...Array(10).fill([90, ping]).flat(), stop] });
		const events = await during(gateway.stream("m", prompt, options).then(readAll), 1_000);
		expect(events.map(({ type }) => type)).toEqual(["text", "done"]);
	});

	it("does not count the time that a slow reader takes", async () => {
		const { gateway } = vendorGateway({ chunks: [text("a"), 90, text("b"), 90, stop] });
		const reader = (await gateway.stream("m", prompt, { ...options, firstTokenTimeout: 100 })).getReader();
		const types: (string | undefined)[] = [];
		for (let count = 0; count < 3; count++) {
			await vi.advanceTimersByTimeAsync(5_000);
			types.push((await during(reader.read(), 90)).value?.type);
		}
		expect(types).toEqual(["text", "text", "done"]);
		expect((await reader.read()).done).toBe(true);
	});

	it("holds for a hand-written provider's stream", async () => {
		const own = ownStream([{ type: "text", delta: "a" }], "stay open");
		const gateway = ownGateway({ stream: async () => own.stream });
		const { events, error } = await during(gateway.stream("m", prompt, options).then(readUntilFailure), 100);
		expect(events).toEqual([{ type: "text", delta: "a" }]);
		expectTimeout(error, 100, true);
		expect(own.cancelled).toEqual([error]);
	});
});

describe("the caller's abort", () => {
	const reasons: [string, unknown][] = [
		["an error", new Error("closed")],
		["a string", "closed"],
		["an object", { closed: true }],
		["the default", undefined],
	];

	describe.each(reasons)("with %s as its reason", (_what, given) => {
		it.each(["run", "stream", "embed"] as const)(
			"before the call rejects %s with that very reason, and nothing is sent",
			async (operation) => {
				const { gateway, exchanges } = vendorGateway({ json: answer });
				const signal = AbortSignal.abort(given);
				const input = { prompt: "Hello", text: "Hello" } as never;
				for (const options of [{ signal }, { signal, timeout: 100, attemptTimeout: 50 }]) {
					expect(await rejection(gateway[operation]("m", input, options))).toBe(signal.reason);
				}
				expect(exchanges).toEqual([]);
			},
		);

		it.each(["run", "stream"] as const)(
			"during %s comes back as that very reason, also when timeouts are set",
			async (operation) => {
				for (const times of [
					{},
					{ timeout: 1_000 },
					{ attemptTimeout: 1_000 },
					{ timeout: 2_000, attemptTimeout: 1_000 },
				]) {
					for (const reply of ["wait", "ignore the signal"] as const) {
						const { gateway, exchanges } = vendorGateway(reply);
						const controller = new AbortController();
						const error = rejection(gateway[operation]("m", prompt, { signal: controller.signal, ...times }));
						await vi.advanceTimersByTimeAsync(10);
						controller.abort(given);
						expect(await error).toBe(controller.signal.reason);
						expect(exchanges.map(({ init }) => reasonOf(init))).toEqual([controller.signal.reason]);
					}
				}
			},
		);

		it("in the middle of a stream fails the read with that very reason, and cancels the body with it", async () => {
			for (const times of [{}, { timeout: 1_000, attemptTimeout: 500, idleTimeout: 100, firstTokenTimeout: 100 }]) {
				const { gateway, exchanges } = vendorGateway({ chunks: [text("a")], end: "stay open" });
				const controller = new AbortController();
				const reader = (await gateway.stream("m", prompt, { signal: controller.signal, ...times })).getReader();
				await reader.read();
				const error = rejection(reader.read());
				await vi.advanceTimersByTimeAsync(10);
				controller.abort(given);
				expect(await error).toBe(controller.signal.reason);
				expect(exchanges[0]?.cancelled).toEqual([controller.signal.reason]);
			}
		});
	});

	it("cancels the body also while nobody reads", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [text("a")], end: "stay open" });
		const controller = new AbortController();
		const reader = (await gateway.stream("m", prompt, { signal: controller.signal })).getReader();
		controller.abort("closed");
		expect(exchanges[0]?.cancelled).toEqual(["closed"]);
		expect(await rejection(reader.read())).toBe("closed");
	});

	it("that a deaf provider causes itself is the call's too", async () => {
		const controller = new AbortController();
		const gateway = ownGateway({
			run() {
				controller.abort("closed");
				return new Promise(() => {});
			},
		});
		expect(await rejection(gateway.run("m", prompt, { signal: controller.signal }))).toBe("closed");
	});

	it("that comes after the timeout changes nothing", async () => {
		const { gateway } = vendorGateway("wait");
		const controller = new AbortController();
		const error = rejection(gateway.run("m", prompt, { signal: controller.signal, timeout: 100 }));
		await vi.advanceTimersByTimeAsync(100);
		controller.abort("late");
		expectTimeout(await error, 100, false);
	});

	it("with an error of ours as its reason leaves that error untouched, since many calls may share it", async () => {
		const controller = new AbortController();
		const { gateway } = vendorGateway("wait", { chunks: [text("a")], end: "stay open" });
		const run = rejection(gateway.run("m", prompt, { signal: controller.signal }));
		const stream = (await gateway.stream("m", prompt, { signal: controller.signal })).getReader();
		await stream.read();
		const reason = await rejection(ownGateway({ run: async () => Promise.reject() }).run("", prompt));
		if (!isWorkkitError(reason)) throw reason;
		const before = JSON.stringify(reason);
		controller.abort(reason);
		expect(await run).toBe(reason);
		expect(await rejection(stream.read())).toBe(reason);
		expect(JSON.stringify(reason)).toBe(before);
	});

	it("is told in the receipt by its name, and is no error of ours", async () => {
		const attempts: object[] = [];
		const gateway = ownGateway({
			run(call) {
				attempts.push(...call.receipt.attempts);
				return new Promise(() => {});
			},
		});
		const controller = new AbortController();
		const error = rejection(gateway.run("m", prompt, { signal: controller.signal }));
		await vi.advanceTimersByTimeAsync(10);
		controller.abort();
		expect(isWorkkitError(await error)).toBe(false);
		expect(attempts).toMatchObject([{ error: "AbortError" }]);
	});
});

describe("a time that is none", () => {
	const times = ["timeout", "attemptTimeout", "firstTokenTimeout", "idleTimeout"] as const;
	it.each(
		times.flatMap((name) => [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31].map((ms) => [name, ms] as const)),
	)("%s: %d is a ValidationError, and nothing is sent", async (name, ms) => {
		const { gateway, exchanges } = vendorGateway({ json: answer });
		for (const operation of ["run", "stream"] as const) {
			const error = await rejection(gateway[operation]("m", prompt, { [name]: ms }));
			expect(isErrorCode(error, "WORKKIT_VALIDATION")).toBe(true);
			expect((error as Error).message).toContain(name);
		}
		expect(exchanges).toEqual([]);
	});

	it.each(times)("%s may be undefined", async (name) => {
		const { gateway } = vendorGateway({ json: answer });
		expect((await gateway.run("m", prompt, { [name]: undefined })).text).toBe("Hello");
	});
});
