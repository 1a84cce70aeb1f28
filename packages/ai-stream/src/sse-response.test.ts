import { describe, expect, it } from "vitest";
import { streamOf } from "../test/pieces.ts";
import { watchedSource } from "../test/watched-source.ts";
import { toSseResponse } from "./index.ts";

type Event = { type: string; delta?: unknown };
const text = (delta: string): Event => ({ type: "text", delta });
const done: Event = { type: "done" };

/** An error as `@workkit/errors` makes them, with more in it than a client may see. */
const known = Object.assign(new Error("Too many requests", { cause: "inside" }), {
	code: "WORKKIT_RATE_LIMIT",
	context: { secret: "inside" },
});

describe("toSseResponse", () => {
	it("writes each event as one data line of JSON, and [DONE] after the done event", async () => {
		const body = await toSseResponse(streamOf([text("a\nb\r\u2028"), done])).text();
		expect(body).toBe('data: {"type":"text","delta":"a\\nb\\r\u2028"}\n\ndata: {"type":"done"}\n\ndata: [DONE]\n\n');
	});

	it("answers 200 with the headers of an event stream", () => {
		const { status, headers } = toSseResponse(streamOf([done]));
		expect(status).toBe(200);
		expect(headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
		expect(headers.get("cache-control")).toBe("no-cache");
	});

	it.each([
		["a record", { "X-Own": "1", "Cache-Control": "private" }],
		[
			"a list",
			[
				["x-own", "1"],
				["cache-control", "private"],
			],
		],
		["Headers", new Headers({ "x-own": "1", "cache-control": "private" })],
	] as [string, Record<string, string>][])(
		"adds and replaces headers that are %s, and takes the status",
		(_form, headers) => {
			const response = toSseResponse(streamOf([done]), { status: 201, headers });
			expect(response.status).toBe(201);
			expect(response.headers.get("x-own")).toBe("1");
			expect(response.headers.get("cache-control")).toBe("private");
			expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
		},
	);

	it("ends a failed stream with an error frame of code and message, without [DONE] and without anything else of the error", async () => {
		const body = await toSseResponse(watchedSource([text("a")], { error: known }).stream).text();
		expect(body).toBe(
			'data: {"type":"text","delta":"a"}\n\nevent: error\ndata: {"error":{"code":"WORKKIT_RATE_LIMIT","message":"Too many requests"}}\n\n',
		);
	});

	it.each([
		["another library's error", Object.assign(new Error("connect 10.0.0.1"), { code: "ECONNREFUSED" })],
		["an error without a code", new Error("password=1234")],
		["what is no error", "secret"],
		["nothing", undefined],
		["an object that only resembles one", { code: "WORKKIT_X", message: "secret" }],
	])("keeps the message of %s inside", async (_what, error) => {
		const body = await toSseResponse(watchedSource<Event>([], { error }).stream).text();
		expect(body).toBe('event: error\ndata: {"error":{"code":"WORKKIT_INTERNAL","message":"The stream failed."}}\n\n');
	});

	it("ends with an error frame when an event cannot be written, and cancels the stream", async () => {
		const source = watchedSource([text("a"), { type: "done", delta: 1n }], "stay open");
		const body = await toSseResponse(source.stream).text();
		expect(body).toBe(
			'data: {"type":"text","delta":"a"}\n\nevent: error\ndata: {"error":{"code":"WORKKIT_INTERNAL","message":"The stream failed."}}\n\n',
		);
		expect(source.cancelled.length).toBe(1);
	});

	it("writes no [DONE] for a stream that ends without a done event", async () => {
		expect(await toSseResponse(streamOf([text("a")])).text()).toBe('data: {"type":"text","delta":"a"}\n\n');
	});

	it("cancels the stream when the client disconnects", async () => {
		const source = watchedSource([text("a"), text("b")], "stay open");
		const reader = toSseResponse(source.stream).body!.getReader();
		await reader.read();
		await reader.cancel("disconnected");
		expect(source.cancelled).toEqual(["disconnected"]);
	});

	it("cancels the stream when the client disconnects while it waits", async () => {
		const source = watchedSource([text("a")], "stay open");
		const reader = toSseResponse(source.stream).body!.getReader();
		await reader.read();
		const read = reader.read();
		await reader.cancel("disconnected");
		expect((await read).done).toBe(true);
		expect(source.cancelled).toEqual(["disconnected"]);
	});

	it("reads no further than the client", async () => {
		const source = watchedSource([text("a"), text("b"), text("c")], "stay open");
		const reader = toSseResponse(source.stream).body!.getReader();
		await reader.read();
		expect(source.pulls).toBe(1);
		await reader.cancel();
	});

	it("keeps every cookie", () => {
		const headers = new Headers([
			["set-cookie", "a=1"],
			["set-cookie", "b=2"],
		]);
		const response = toSseResponse(streamOf<Event>([done]), { headers });
		expect(response.headers.get("set-cookie")).toBe("a=1, b=2");
		expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
	});
});
