import { describe, expect, it, vi } from "vitest";
import { readAll, readUntilFailure } from "../test/pieces.ts";
import { watchedSource } from "../test/watched-source.ts";
import { pullStream, type Step } from "./index.ts";

/** Emits each character of a chunk. `!` throws, `.` is the last that matters; nothing else ends the stream but its source. */
function characters(calls: string[] = []): Step<string, string> {
	return {
		push(chunk, emit) {
			calls.push(`push ${chunk}`);
			for (const character of chunk) {
				if (character === "!") throw new Error("no");
				if (character === ".") return true;
				emit(character);
			}
			return false;
		},
		end() {
			calls.push("end");
		},
	};
}

const pending = Symbol("pending");
/** What a promise has come to after everything that can happen without outside help has happened. */
async function settled<T>(promise: Promise<T>): Promise<T | typeof pending> {
	let outcome: T | typeof pending = pending;
	promise
		.then((value) => {
			outcome = value;
		})
		.catch(() => {});
	await new Promise((resolve) => setTimeout(resolve, 0));
	return outcome;
}

describe("pullStream", () => {
	it("reads nothing before somebody reads it", async () => {
		const source = watchedSource(["a", "b"]);
		pullStream(source.stream, characters());
		await settled(Promise.resolve());
		expect(source.pulls).toBe(0);
	});

	it("reads one chunk for one read, however much its source has", async () => {
		const source = watchedSource(["a", "b", "c"]);
		const reader = pullStream(source.stream, characters()).getReader();
		await reader.read();
		await settled(Promise.resolve());
		expect(source.pulls).toBe(1);
		await reader.read();
		await settled(Promise.resolve());
		expect(source.pulls).toBe(2);
	});

	it("hands out all events of a chunk before it reads the next", async () => {
		const source = watchedSource(["abc", "d"]);
		const reader = pullStream(source.stream, characters()).getReader();
		for (const value of ["a", "b", "c"]) {
			expect(await reader.read()).toEqual({ done: false, value });
			expect(source.pulls).toBe(1);
		}
		expect(await reader.read()).toEqual({ done: false, value: "d" });
	});

	it("reads as many chunks as it takes to have an event", async () => {
		const source = watchedSource(["", "", "a", "b"]);
		const reader = pullStream(source.stream, characters()).getReader();
		expect((await reader.read()).value).toBe("a");
		expect(source.pulls).toBe(3);
	});

	it("answers reads that were made at once in their order", async () => {
		const reader = pullStream(watchedSource(["ab", "", "c"]).stream, characters()).getReader();
		const reads = await Promise.all([reader.read(), reader.read(), reader.read(), reader.read()]);
		expect(reads.map(({ value }) => value)).toEqual(["a", "b", "c", undefined]);
	});

	it("calls end once, after the last chunk", async () => {
		const calls: string[] = [];
		expect(await readAll(pullStream(watchedSource(["a", "b"]).stream, characters(calls)))).toEqual(["a", "b"]);
		expect(calls).toEqual(["push a", "push b", "end"]);
	});

	it("stops where push says that nothing after it matters: calls end, and cancels the source", async () => {
		const calls: string[] = [];
		const source = watchedSource(["a", "b.c", "d"], "stay open");
		expect(await readAll(pullStream(source.stream, characters(calls)))).toEqual(["a", "b"]);
		expect(calls).toEqual(["push a", "push b.c", "end"]);
		expect(source.pulls).toBe(2);
		expect(source.cancelled.length).toBe(1);
	});

	it("locks its source", () => {
		const source = watchedSource(["a"]);
		pullStream(source.stream, characters());
		expect(source.stream.locked).toBe(true);
	});

	describe("cancelled", () => {
		it.each([
			["before any read", 0],
			["between reads", 1],
			["with events left in the queue", 2],
		])("%s, cancels its source with the same reason", async (_when, reads) => {
			const reason = new Error("enough");
			const source = watchedSource(["a", "bc"], "stay open");
			const reader = pullStream(source.stream, characters()).getReader();
			for (let count = 0; count < reads; count++) await reader.read();
			await reader.cancel(reason);
			expect(source.cancelled).toEqual([reason]);
		});

		it("while a read waits, cancels its source and ends that read", async () => {
			const source = watchedSource<string>([], "stay open");
			const reader = pullStream(source.stream, characters()).getReader();
			const read = reader.read();
			await settled(read);
			await reader.cancel("enough");
			expect(await read).toEqual({ done: true, value: undefined });
			expect(source.cancelled).toEqual(["enough"]);
		});

		it("by leaving a for await loop, cancels its source", async () => {
			const source = watchedSource(["a", "b"], "stay open");
			for await (const _ of pullStream(source.stream, characters())) break;
			expect(source.cancelled.length).toBe(1);
		});

		it("tells how the source's own cancel failed", async () => {
			const source = new ReadableStream<string>({
				cancel() {
					throw new Error("cannot");
				},
			});
			await expect(pullStream(source, characters()).cancel()).rejects.toThrow("cannot");
		});

		it("calls neither end nor push any more", async () => {
			const calls: string[] = [];
			const reader = pullStream(watchedSource(["a"], "stay open").stream, characters(calls)).getReader();
			await reader.read();
			const read = reader.read();
			await settled(read);
			await reader.cancel();
			await settled(read);
			expect(calls).toEqual(["push a"]);
		});
	});

	describe("failing", () => {
		it("delivers a chunk's events first when a later part of the same chunk throws, and cancels the source", async () => {
			const source = watchedSource(["ab!c", "d"], "stay open");
			const { events, error } = await readUntilFailure(pullStream(source.stream, characters()));
			expect(events).toEqual(["a", "b"]);
			expect(error).toEqual(new Error("no"));
			expect(source.cancelled).toEqual([error]);
			expect(source.pulls).toBe(1);
		});

		it("keeps failing with the same error", async () => {
			const reader = pullStream(watchedSource(["a!"]).stream, characters()).getReader();
			await reader.read();
			const error = await reader.read().catch((reason: unknown) => reason);
			expect(error).toEqual(new Error("no"));
			await expect(reader.read()).rejects.toBe(error);
			await expect(reader.closed).rejects.toBe(error);
		});

		it("answers reads that were made at once: the events, then the error for each", async () => {
			const reader = pullStream(watchedSource(["ab!"]).stream, characters()).getReader();
			const reads = await Promise.allSettled([reader.read(), reader.read(), reader.read(), reader.read()]);
			expect(reads.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
		});

		it("fails with what its source fails with, after what came before", async () => {
			const error = { not: "even an Error" };
			const stream = pullStream(watchedSource(["a"], { error }).stream, characters());
			const failed = await readUntilFailure(stream);
			expect(failed.events).toEqual(["a"]);
			expect(failed.error).toBe(error);
		});

		it("fails when end throws", async () => {
			const stream = pullStream<string, string>(watchedSource(["a"]).stream, {
				...characters(),
				end(emit) {
					emit("z");
					throw new Error("too early");
				},
			});
			expect(await readUntilFailure(stream)).toEqual({ events: ["a", "z"], error: new Error("too early") });
		});

		it("maps the reason with onError, once, and tells the source the mapped one", async () => {
			const mapped = new Error("mapped");
			const onError = vi.fn(() => mapped);
			const source = watchedSource(["a!"]);
			const { error } = await readUntilFailure(pullStream(source.stream, characters(), { onError }));
			expect(error).toBe(mapped);
			expect(onError.mock.calls).toEqual([[new Error("no")]]);
			expect(source.cancelled).toEqual([mapped]);
		});
	});

	describe("with a signal", () => {
		it("fails a waiting read with the signal's reason, and cancels the source with it", async () => {
			const controller = new AbortController();
			const reason = { any: "reason" };
			const source = watchedSource<string>([], "stay open");
			const read = pullStream(source.stream, characters(), { signal: controller.signal }).getReader().read();
			expect(await settled(read)).toBe(pending);
			controller.abort(reason);
			await expect(read).rejects.toBe(reason);
			expect(source.cancelled).toEqual([reason]);
		});

		it("cancels the source at once also while nobody reads, and fails the next read", async () => {
			const controller = new AbortController();
			const reason = new Error("gone");
			const source = watchedSource(["a", "b"], "stay open");
			const reader = pullStream(source.stream, characters(), { signal: controller.signal }).getReader();
			await reader.read();
			controller.abort(reason);
			expect(source.cancelled).toEqual([reason]);
			await expect(reader.read()).rejects.toBe(reason);
			expect(source.pulls).toBe(1);
		});

		it("delivers the events that were read before the abort, then fails", async () => {
			const controller = new AbortController();
			const reader = pullStream(watchedSource(["abc"]).stream, characters(), { signal: controller.signal }).getReader();
			await reader.read();
			controller.abort("gone");
			expect((await reader.read()).value).toBe("b");
			expect((await reader.read()).value).toBe("c");
			await expect(reader.read()).rejects.toBe("gone");
		});

		it("fails at once when the signal was aborted before, and reads nothing", async () => {
			const source = watchedSource(["a"]);
			const stream = pullStream(source.stream, characters(), { signal: AbortSignal.abort("gone") });
			expect(source.cancelled).toEqual(["gone"]);
			await expect(stream.getReader().read()).rejects.toBe("gone");
			expect(source.pulls).toBe(0);
		});

		it("takes no notice of an abort after the end", async () => {
			const controller = new AbortController();
			const source = watchedSource(["a."], "stay open");
			const reader = pullStream(source.stream, characters(), { signal: controller.signal }).getReader();
			expect((await reader.read()).value).toBe("a");
			controller.abort("late");
			expect(await reader.read()).toEqual({ done: true, value: undefined });
		});

		it.each([
			["completes", (stream: ReadableStream<string>): Promise<unknown> => readAll(stream), ["ab"], "close"],
			["fails", (stream: ReadableStream<string>): Promise<unknown> => readUntilFailure(stream), ["a!"], "close"],
			["is cancelled", (stream: ReadableStream<string>): Promise<unknown> => stream.cancel(), ["a"], "stay open"],
		] as const)("leaves no listener behind when it %s", async (_how, use, chunks, end) => {
			const { signal } = new AbortController();
			const added = vi.spyOn(signal, "addEventListener");
			const removed = vi.spyOn(signal, "removeEventListener");
			await use(pullStream(watchedSource(chunks, end).stream, characters(), { signal }));
			expect(added.mock.calls.map(([, listener]) => listener)).toEqual(
				removed.mock.calls.map(([, listener]) => listener),
			);
			expect(added).toHaveBeenCalledTimes(1);
		});
	});

	describe("tells its end once", () => {
		type Ending = (stream: ReadableStream<string>, controller: AbortController) => Promise<unknown>;
		const endings: [string, string[], Ending][] = [
			["completed", ["ab"], (stream) => readAll(stream)],
			["completed early", ["ab."], (stream) => readAll(stream)],
			["failed", ["a!"], (stream) => readUntilFailure(stream)],
			["cancelled", ["a"], (stream) => stream.cancel()],
			[
				"cancelled while a read waits",
				[],
				async (stream) => {
					const reader = stream.getReader();
					const read = reader.read();
					await reader.cancel();
					await read;
				},
			],
			[
				"cancelled after its last events came, and before they were read",
				["abc."],
				async (stream) => {
					const reader = stream.getReader();
					await reader.read();
					await reader.cancel();
				},
			],
			[
				"aborted, then read",
				["a"],
				async (stream, controller) => {
					controller.abort(new Error("gone"));
					await readUntilFailure(stream);
				},
			],
			[
				"aborted, then cancelled",
				["a"],
				async (stream, controller) => {
					controller.abort(new Error("gone"));
					await stream.cancel().catch(() => {});
				},
			],
			[
				"failed with events left, then cancelled",
				["ab!"],
				async (stream) => {
					const reader = stream.getReader();
					await reader.read();
					await reader.cancel();
				},
			],
		];
		it.each(endings)("when it is %s", async (_how, chunks, end) => {
			const onEnd = vi.fn();
			const controller = new AbortController();
			const source = watchedSource(chunks);
			await end(pullStream(source.stream, characters(), { onEnd, signal: controller.signal }), controller);
			controller.abort(new Error("late"));
			await settled(Promise.resolve());
			expect(onEnd).toHaveBeenCalledTimes(1);
		});
	});

	it("tells before and after each read of its source, and nothing while nobody reads", async () => {
		const calls: string[] = [];
		const watch = { wait: () => void calls.push("wait"), arrive: () => void calls.push("arrive") };
		const reader = pullStream(watchedSource(["a", "", "b"]).stream, characters(calls), { watch }).getReader();
		await settled(Promise.resolve());
		expect(calls).toEqual([]);
		await reader.read();
		await settled(Promise.resolve());
		expect(calls).toEqual(["wait", "arrive", "push a"]);
		await reader.read();
		expect(calls.slice(3)).toEqual(["wait", "arrive", "push ", "wait", "arrive", "push b"]);
		expect((await reader.read()).done).toBe(true);
		expect(calls.slice(9)).toEqual(["wait", "arrive", "end"]);
	});
});
