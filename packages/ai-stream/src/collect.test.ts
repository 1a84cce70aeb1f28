import { describe, expect, it } from "vitest";
import { streamOf } from "../test/pieces.ts";
import { watchedSource } from "../test/watched-source.ts";
import { collect } from "./index.ts";

type Event =
	| { type: "text"; delta: string }
	| { type: "reasoning"; delta: string }
	| { type: "tool_use"; id: string }
	| { type: "done"; finishReason?: string };

describe("collect", () => {
	it("joins the text, lists the tool calls in order, and keeps the closing event", async () => {
		const done: Event = { type: "done", finishReason: "stop" };
		const events: Event[] = [
			{ type: "text", delta: "Hel" },
			{ type: "tool_use", id: "1" },
			{ type: "text", delta: "lo" },
			{ type: "tool_use", id: "2" },
			done,
		];
		const result = await collect(streamOf(events));
		expect(result).toEqual({ text: "Hello", toolCalls: [events[1], events[3]], done });
		expect(result.done).toBe(done);
	});

	it("leaves out events of other types", async () => {
		const events: Event[] = [{ type: "reasoning", delta: "hm" }, { type: "text", delta: "a" }, { type: "done" }];
		expect(await collect(streamOf(events))).toEqual({ text: "a", toolCalls: [], done: { type: "done" } });
	});

	it("gives empty text for a stream without any", async () => {
		expect(await collect(streamOf<Event>([]))).toEqual({ text: "", toolCalls: [], done: undefined });
	});

	it("rejects with the very error that the stream fails with", async () => {
		const error = new Error("cut");
		await expect(collect(watchedSource<Event>([{ type: "text", delta: "a" }], { error }).stream)).rejects.toBe(error);
	});
});
