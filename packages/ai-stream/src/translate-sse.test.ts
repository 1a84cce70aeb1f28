import { describe, expect, it } from "vitest";
import { readAll, readUntilFailure, streamOf } from "../test/pieces.ts";
import { watchedSource } from "../test/watched-source.ts";
import { type SseFrame, sseFrames, sseStep, type Translator, translateSse } from "./index.ts";

const encoder = new TextEncoder();
const bytes = (...texts: string[]): Uint8Array[] => texts.map((text) => encoder.encode(text));

/** Emits each frame's data; "stop" is terminal, "fail" is refused. */
function dataOf(ended: string[] = []): Translator<string> {
	return {
		push({ data }, emit) {
			if (data === "fail") throw new Error("refused");
			if (data !== "silent") emit(data);
			return data === "stop";
		},
		end(emit) {
			ended.push("end");
			emit("closing");
		},
	};
}

describe("translateSse", () => {
	it("emits what the translator makes of each frame, and its closing events after the last", async () => {
		expect(await readAll(translateSse(streamOf(bytes("data: a\n\ndata: b\n\n")), dataOf()))).toEqual([
			"a",
			"b",
			"closing",
		]);
	});

	it("gives the translator event and id of a frame", async () => {
		const frames = await readAll(sseFrames(streamOf(bytes("event: e\nid: 1\ndata: a\n\n"))));
		expect(frames).toEqual([{ data: "a", event: "e", id: "1", unterminated: false }]);
	});

	it("puts characters together that were cut between bytes, at every place", async () => {
		const all = encoder.encode("data: né€😀\n\n");
		for (let at = 0; at <= all.length; at++) {
			const pieces = streamOf([all.slice(0, at), all.slice(at)]);
			expect(await readAll(translateSse(pieces, dataOf()))).toEqual(["né€😀", "closing"]);
		}
	});

	it("drops a byte order mark at the start, however it is cut", async () => {
		const all = encoder.encode("\uFEFFdata: a\n\n");
		for (let at = 0; at <= 4; at++) {
			const pieces = streamOf([all.slice(0, at), all.slice(at)]);
			expect(await readAll(translateSse(pieces, dataOf()))).toEqual(["a", "closing"]);
		}
	});

	it("drops no more than one byte order mark", async () => {
		const all = encoder.encode("\uFEFF\uFEFFdata: a\n\ndata: b\n\n");
		for (let at = 0; at <= 6; at++) {
			const pieces = streamOf([all.slice(0, at), all.slice(at)]);
			expect(await readAll(translateSse(pieces, dataOf()))).toEqual(["b", "closing"]);
		}
	});

	it("keeps a U+FEFF that is part of the data, also where a chunk begins with it", async () => {
		const all = encoder.encode("data: a\uFEFFb\n\n");
		for (let at = 0; at <= all.length; at++) {
			const pieces = streamOf([all.slice(0, at), all.slice(at)]);
			expect(await readAll(translateSse(pieces, dataOf()))).toEqual(["a\uFEFFb", "closing"]);
		}
	});

	it("replaces bytes that are no UTF-8, a cut character at the very end too", async () => {
		const cut = Uint8Array.of(...encoder.encode("data: a"), 0xff, ...encoder.encode("\n\ndata: b"), 0xe2, 0x82);
		expect(await readAll(translateSse(streamOf([cut]), dataOf()))).toEqual(["a\uFFFD", "b\uFFFD", "closing"]);
	});

	it("hands the translator a last frame without its blank line, marked", async () => {
		const frames: SseFrame[] = await readAll(sseFrames(streamOf(bytes("data: a\n\ndata: b"))));
		expect(frames.map(({ data, unterminated }) => [data, unterminated])).toEqual([
			["a", false],
			["b", true],
		]);
	});

	it("delivers the events of frames before a failing one, from the same chunk too, and then fails", async () => {
		const source = watchedSource(bytes("data: a\n\ndata: b\n\ndata: fail\n\ndata: c\n\n"), "stay open");
		const { events, error } = await readUntilFailure(translateSse(source.stream, dataOf()));
		expect(events).toEqual(["a", "b"]);
		expect(error).toEqual(new Error("refused"));
		expect(source.cancelled).toEqual([error]);
	});

	it("stops at a terminal frame: ignores the rest of its chunk, reads no further, and cancels the body", async () => {
		const ended: string[] = [];
		const source = watchedSource(
			bytes("data: a\n\n", "data: stop\n\ndata: b\n\ndata: fail\n\n", "data: c\n\n"),
			"stay open",
		);
		expect(await readAll(translateSse(source.stream, dataOf(ended)))).toEqual(["a", "stop", "closing"]);
		expect(ended).toEqual(["end"]);
		expect(source.pulls).toBe(2);
		expect(source.cancelled.length).toBe(1);
	});

	it("does not wait for the blank line of a terminal frame when the body ends", async () => {
		const ended: string[] = [];
		expect(await readAll(translateSse(streamOf(bytes("data: stop")), dataOf(ended)))).toEqual(["stop", "closing"]);
		expect(ended).toEqual(["end"]);
	});

	it("reads on by itself while chunks hold no event, and no further than the next one", async () => {
		const source = watchedSource(bytes(": ping\n\n", "data: si", "lent\n\n", "data: a\n\n", "data: b\n\n"));
		const reader = translateSse(source.stream, dataOf()).getReader();
		expect(await reader.read()).toEqual({ done: false, value: "a" });
		expect(source.pulls).toBe(4);
	});

	it("fails with what the body fails with", async () => {
		const error = new Error("connection lost");
		const source = watchedSource(bytes("data: a\n\n"), { error });
		expect(await readUntilFailure(translateSse(source.stream, dataOf()))).toEqual({ events: ["a"], error });
	});

	it("fails when the translator's end does, after what that emitted", async () => {
		const { events, error } = await readUntilFailure(
			translateSse<string>(streamOf(bytes("data: a\n\n")), {
				push(frame, emit) {
					emit(frame.data);
					return false;
				},
				end(emit) {
					emit("late");
					throw new Error("cut");
				},
			}),
		);
		expect(events).toEqual(["a", "late"]);
		expect(error).toEqual(new Error("cut"));
	});

	it("passes its options on", async () => {
		const controller = new AbortController();
		const source = watchedSource(bytes("data: a\n\n"), "stay open");
		const reader = translateSse(source.stream, dataOf(), { signal: controller.signal }).getReader();
		await reader.read();
		const reason = new Error("enough");
		controller.abort(reason);
		await expect(reader.read()).rejects.toBe(reason);
		expect(source.cancelled).toEqual([reason]);
	});
});

describe("sseStep", () => {
	it("works without any stream", () => {
		const events: string[] = [];
		const step = sseStep(dataOf());
		const emit = (event: string): void => void events.push(event);
		expect(step.push(encoder.encode("data: a\n"), emit)).toBe(false);
		expect(step.push(encoder.encode("\ndata: stop\n\n"), emit)).toBe(true);
		step.end(emit);
		expect(events).toEqual(["a", "stop", "closing"]);
	});
});
