import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createGateway, type Provider, type RunOptions, readSound } from "./index.ts";

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

	it.each([{ attemptTimeout: 100 }, { idleTimeout: 100 }])(
		"is worth another try until it is heard, with %o",
		async (options) => {
			const attempt = { provider: "p", model: "m", startedAt: Date.now(), durationMs: 0 };
			const call = {
				...({ operation: "speak", provider: "p", model: "m", input: { text: "Hello" }, signal: undefined } as const),
				...{ options, attempt, receipt: { attempts: [attempt] }, route: () => "p" },
			};
			const heard = async (waitMs: number) => {
				const { stream = null } = await readSound(
					soundOf([
						[waitMs, mp3],
						[200, mp3],
					]).stream,
					call,
				);
				return new Response(stream).arrayBuffer();
			};
			const late = expect(heard(200)).rejects.toMatchObject({ code: "WORKKIT_TIMEOUT", retryable: true });
			const broken = expect(heard(50)).rejects.toMatchObject({ code: "WORKKIT_TIMEOUT", retryable: false });
			await vi.runAllTimersAsync();
			await Promise.all([late, broken]);
		},
	);

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
