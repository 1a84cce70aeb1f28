import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Call, createGateway, type Provider, type RunOptions, readSound } from "./index.ts";

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	expect(vi.getTimerCount()).toBe(0);
	vi.useRealTimers();
});

const mp3 = Uint8Array.of(0xff, 0xfb, 0x90, 0x00);

/** A sound in pieces, each after its wait in milliseconds; then it ends, or breaks. */
function soundOf(pieces: readonly [number, Uint8Array][], broken?: Error) {
	const cancelled: unknown[] = [];
	let next = 0;
	const stream = new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const [waitMs, bytes] = pieces[next++] ?? [];
				if (waitMs) await new Promise((resolve) => setTimeout(resolve, waitMs));
				if (bytes && cancelled.length === 0) controller.enqueue(bytes);
				else if (broken) controller.error(broken);
				else if (cancelled.length === 0) controller.close();
			},
			cancel: (reason) => void cancelled.push(reason),
		},
		{ highWaterMark: 0 },
	);
	return { stream, cancelled };
}

/** Says it after a wait, and reads what comes until it is over. */
async function heard(source: ReadableStream<Uint8Array>, options: RunOptions<"p"> = {}, waitMs = 0) {
	const p = {
		speak: async (call) => {
			if (waitMs) await new Promise((resolve) => setTimeout(resolve, waitMs));
			const { provider, model } = call;
			return { audio: await readSound(source, call), raw: null, provider, model, receipt: call.receipt };
		},
	} satisfies Provider;
	const gateway = createGateway({ providers: { p }, defaultProvider: "p" });
	const { audio } = await gateway.speak("m", { text: "Hello", stream: true }, options);
	const pieces: number[][] = [];
	try {
		const reader = (audio.stream as ReadableStream<Uint8Array>).getReader();
		for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push([...next.value]);
		return { audio, pieces };
	} catch (error) {
		return { audio, pieces, error };
	}
}

async function during<T>(promise: Promise<T>, ms: number): Promise<T> {
	promise.catch(() => {});
	await vi.advanceTimersByTimeAsync(ms);
	return promise;
}

describe("a sound that comes bit by bit", () => {
	it("is handed out as it comes, with its type, and leaves no timer behind", async () => {
		const { stream } = soundOf([
			[5, mp3],
			[5, new Uint8Array()],
			[5, Uint8Array.of(1)],
		]);
		const { audio, pieces, error } = await during(heard(stream, { timeout: 100, attemptTimeout: 90 }), 20);
		expect([audio.mediaType, pieces, error]).toEqual(["audio/mpeg", [[...mp3], [1]], undefined]);
	});

	it.each([
		[{ timeout: 100 }, 100],
		[{ attemptTimeout: 80 }, 80],
		[{ timeout: 100, attemptTimeout: 80 }, 80],
		[{ timeout: 80, attemptTimeout: 100 }, 80],
		[{ idleTimeout: 40 }, 40],
	])("ends in time with %o, and so does its source", async (options, timeoutMs) => {
		const { stream, cancelled } = soundOf([
			[10, mp3],
			[1000, mp3],
		]);
		const { pieces, error } = await during(heard(stream, options), 1010);
		expect(pieces).toEqual([[...mp3]]);
		expect(error).toMatchObject({ code: "WORKKIT_TIMEOUT", timeoutMs, context: { provider: "p", model: "m" } });
		expect(error).toMatchObject({ context: { receipt: { attempts: [{ error: "WORKKIT_TIMEOUT" }] } } });
		expect(cancelled).toEqual([error]);
	});

	it.each([{ timeout: 100 }, { attemptTimeout: 100 }])(
		"has what the answer leaves of %o, is not worth another try then, and its error names the whole time",
		async (options) => {
			const { stream, cancelled } = soundOf([
				[10, mp3],
				[1000, mp3],
			]);
			const speaking = heard(stream, options, 60);
			await vi.advanceTimersByTimeAsync(99);
			expect(cancelled).toEqual([]);
			const { error } = await during(speaking, 1);
			expect(error).toMatchObject({ code: "WORKKIT_TIMEOUT", timeoutMs: 100, retryable: false });
			expect(cancelled).toEqual([error]);
			await vi.runAllTimersAsync();
		},
	);

	/** A call whose first try begins now. */
	const callNow = (more: Partial<Call<"speak">>): Call<"speak"> => {
		const attempt = { provider: "p", model: "m", startedAt: Date.now(), durationMs: 0 };
		const receipt = { attempts: [attempt] };
		const [input, route] = [{ text: "Hello" }, () => "p"];
		return { operation: "speak", ...attempt, input, options: {}, signal: undefined, route, attempt, receipt, ...more };
	};
	const readAll = async (source: ReadableStream<Uint8Array>, call: Call) =>
		new Response((await readSound(source, call)).stream ?? null).arrayBuffer();

	it.each([{ attemptTimeout: 100 }, { idleTimeout: 100 }])(
		"is worth another try until it is heard, with %o",
		async (options) => {
			const heardAfter = (ms: number) => {
				const { stream } = soundOf([
					[ms, mp3],
					[200, mp3],
				]);
				return expect(readAll(stream, callNow({ options }))).rejects;
			};
			const late = heardAfter(200).toMatchObject({ code: "WORKKIT_TIMEOUT", retryable: true });
			const broken = heardAfter(50).toMatchObject({ code: "WORKKIT_TIMEOUT", retryable: false });
			await vi.runAllTimersAsync();
			await Promise.all([late, broken]);
		},
	);

	it("ends by a deadline that the call's own options do not name", async () => {
		const { stream } = soundOf([
			[10, mp3],
			[1000, mp3],
		]);
		const reading = expect(readAll(stream, callNow({ deadline: Date.now() + 100 }))).rejects;
		await during(reading.toMatchObject({ code: "WORKKIT_TIMEOUT", retryable: false }), 100);
		await vi.runAllTimersAsync();
	});

	it("has no time limit but for those that were set", async () => {
		const { stream } = soundOf([
			[10, mp3],
			[100_000, mp3],
		]);
		const { pieces } = await during(heard(stream), 100_010);
		expect(pieces).toHaveLength(2);
	});

	it("stops when the caller does, with the caller's own reason", async () => {
		const controller = new AbortController();
		const reason = new Error("enough");
		const { stream, cancelled } = soundOf([
			[10, mp3],
			[100, mp3],
		]);
		const reading = heard(stream, { signal: controller.signal, timeout: 1000 });
		await vi.advanceTimersByTimeAsync(20);
		controller.abort(reason);
		const { error } = await during(reading, 100);
		expect(error).toBe(reason);
		expect(error).not.toHaveProperty("retryStrategy");
		expect(cancelled).toEqual([reason]);
	});

	it("that breaks off is not worth another try, unless nothing was heard", async () => {
		const cause = new TypeError("network connection lost");
		const { pieces, error } = await during(heard(soundOf([[5, mp3]], cause).stream, { timeout: 100 }), 10);
		expect(pieces).toHaveLength(1);
		expect(error).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut", retryable: false, cause });
		await expect(heard(soundOf([], cause).stream, { timeout: 100 })).rejects.toMatchObject({
			code: "WORKKIT_STREAM_INTERRUPTED",
			retryable: true,
		});
		await expect(heard(soundOf([]).stream, { timeout: 100 })).rejects.toMatchObject({ reason: "malformed" });
	});
});
