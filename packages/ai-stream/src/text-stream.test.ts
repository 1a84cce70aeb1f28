import { describe, expect, it } from "vitest";
import { readAll, readUntilFailure, streamOf } from "../test/pieces.ts";
import { watchedSource } from "../test/watched-source.ts";
import { textStream } from "./index.ts";

const text = (delta: string): { type: string; delta: string } => ({ type: "text", delta });

describe("textStream", () => {
	it("gives the deltas of text events, and of no other", async () => {
		const events = [
			text("a"),
			{ type: "reasoning", delta: "hm" },
			{ type: "tool_use" },
			text("b"),
			{ type: "text", delta: 1 },
			{ type: "done" },
		];
		expect(await readAll(textStream(streamOf(events)))).toEqual(["a", "b"]);
	});

	it("reads no further than its reader", async () => {
		const source = watchedSource([text("a"), text("b")]);
		const reader = textStream(source.stream).getReader();
		expect(source.pulls).toBe(0);
		expect((await reader.read()).value).toBe("a");
		expect(source.pulls).toBe(1);
	});

	it("fails with the very error that the event stream fails with", async () => {
		const error = new Error("cut");
		const failed = await readUntilFailure(textStream(watchedSource([text("a")], { error }).stream));
		expect(failed.events).toEqual(["a"]);
		expect(failed.error).toBe(error);
	});

	it("passes a cancel on", async () => {
		const source = watchedSource([text("a")], "stay open");
		await textStream(source.stream).cancel("enough");
		expect(source.cancelled).toEqual(["enough"]);
	});
});
