import { toSseResponse } from "@workkit/ai-stream";
import { isErrorCode, isWorkkitError, type WorkkitError } from "@workkit/errors";
import { describe, expect, it } from "vitest";
import { answer, frame, ping, stop, terminal, text, toolCall, usage } from "../test/chat-wire.ts";
import { ownGateway, ownStream, vendorGateway } from "../test/gateways.ts";
import { quiet, readAll, readUntilFailure, rejection } from "../test/outcome.ts";
import type { GatewayStreamEvent } from "./index.ts";

const prompt = { prompt: "Hello" };

/** The error of a stream as one of ours. */
function ours(error: unknown): WorkkitError {
	if (!isWorkkitError(error)) throw error;
	return error;
}

describe("a stream that nobody reads on", () => {
	it("leaves the upstream unread before the first read", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [text("a"), stop] });
		await gateway.stream("m", prompt);
		await quiet();
		expect(exchanges[0]?.pulls).toBe(0);
	});

	it("leaves the upstream unread beyond the chunk that held the event", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [ping, text("a"), text("b"), text("c"), stop] });
		const reader = (await gateway.stream("m", prompt)).getReader();
		expect((await reader.read()).value).toEqual({ type: "text", delta: "a" });
		await quiet();
		expect(exchanges[0]?.pulls).toBe(2);
	});

	it("is read no further for several events of one chunk", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [text("a") + text("b") + text("c"), text("d"), stop] });
		const reader = (await gateway.stream("m", prompt)).getReader();
		for (const delta of ["a", "b", "c"]) {
			expect((await reader.read()).value).toEqual({ type: "text", delta });
			await quiet();
			expect(exchanges[0]?.pulls).toBe(1);
		}
	});

	it("leaves a hand-written provider's stream unread too", async () => {
		const own = ownStream([{ type: "text", delta: "a" }, { type: "text", delta: "b" }, { type: "done" }]);
		const stream = await ownGateway({ stream: async () => own.stream }).stream("m", prompt);
		await quiet();
		expect(own.pulls()).toBe(0);
		const reader = stream.getReader();
		await reader.read();
		await quiet();
		expect(own.pulls()).toBe(1);
	});
});

describe("a cancel", () => {
	const cancels: [string, (stream: ReadableStream<GatewayStreamEvent>) => Promise<unknown>, unknown][] = [
		["reader.cancel()", (stream) => stream.getReader().cancel("enough"), "enough"],
		[
			"reader.cancel() after an event",
			async (stream) => {
				const reader = stream.getReader();
				await reader.read();
				await reader.cancel("enough");
			},
			"enough",
		],
		[
			"reader.cancel() while a read waits",
			async (stream) => {
				const reader = stream.getReader();
				await reader.read();
				const read = reader.read();
				await reader.cancel("enough");
				expect((await read).done).toBe(true);
			},
			"enough",
		],
		["stream.cancel()", (stream) => stream.cancel("enough"), "enough"],
		[
			"leaving a for await loop",
			async (stream) => {
				for await (const _ of stream) break;
			},
			undefined,
		],
	];

	it.each(cancels)("by %s reaches the upstream", async (_how, cancel, reason) => {
		const { gateway, exchanges } = vendorGateway({ chunks: [text("a")], end: "stay open" });
		await cancel(await gateway.stream("m", prompt, { timeout: 60_000 }));
		expect(exchanges[0]?.cancelled).toEqual([reason]);
	});

	it.each(cancels)("by %s reaches a hand-written provider's stream", async (_how, cancel, reason) => {
		const own = ownStream([{ type: "text", delta: "a" }], "stay open");
		await cancel(await ownGateway({ stream: async () => own.stream }).stream("m", prompt, { timeout: 60_000 }));
		expect(own.cancelled).toEqual([reason]);
	});
});

describe("a stream that answers a client", () => {
	it("is cancelled up to the vendor when the client disconnects", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [text("a")], end: "stay open" });
		const client = toSseResponse(await gateway.stream("m", prompt)).body!.getReader();
		await client.read();
		await client.cancel("disconnected");
		expect(exchanges[0]?.cancelled).toEqual(["disconnected"]);
	});

	it("is read no faster than the client reads", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [text("a"), text("b"), stop] });
		const client = toSseResponse(await gateway.stream("m", prompt)).body!.getReader();
		await client.read();
		await quiet();
		expect(exchanges[0]?.pulls).toBe(1);
		await client.cancel();
	});

	it("tells the client that it failed, and nothing of what only the server may know", async () => {
		const secret = frame({ error: { message: "slow down", type: "rate_limit_error", code: "internal-code" } });
		const { gateway } = vendorGateway({ chunks: [text("a"), secret] });
		const body = await toSseResponse(await gateway.stream("m", prompt)).text();
		expect(body).toContain('event: error\ndata: {"error":{"code":"WORKKIT_RATE_LIMIT"');
		expect(body).not.toMatch(/\[DONE\]|internal-code|receipt/);
	});
});

describe("a complete stream", () => {
	const endings: [string, string[]][] = [
		["[DONE]", [text("a"), terminal]],
		["a finish reason and [DONE]", [text("a"), stop, usage, terminal]],
		["a finish reason and its end", [text("a"), stop, usage]],
		["[DONE] twice", [text("a"), stop, terminal, terminal]],
		["two finish reasons", [text("a"), stop, stop, terminal]],
		["all in one chunk, with more behind it", [text("a") + stop + terminal + text("b") + terminal]],
		["a terminal frame that has no blank line", [text("a"), stop, "data: [DONE]"]],
		["frames without data between", [text("a"), "data:\n\n", "data: \n\n", stop, "data:"]],
		["comments around it", [ping, text("a"), ping, stop, ping, terminal, ping]],
	];

	it.each(endings)("ends with exactly one done, as its last event: %s", async (_how, chunks) => {
		const { gateway } = vendorGateway({ chunks });
		const events = await readAll(await gateway.stream("m", prompt));
		expect(events.map(({ type }) => type)).toEqual(["text", "done"]);
	});

	it("needs no end of its connection after [DONE], and cancels the body then", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [text("a"), stop, terminal], end: "stay open" });
		const events = await readAll(await gateway.stream("m", prompt));
		expect(events.at(-1)?.type).toBe("done");
		expect(exchanges[0]?.cancelled.length).toBe(1);
	});

	it("says on done what run says of an answer", async () => {
		const { gateway } = vendorGateway({ chunks: [text("He"), text("llo"), stop, usage, terminal] }, { json: answer });
		const done = (await readAll(await gateway.stream("m", prompt))).at(-1);
		const output = await gateway.run("m", prompt);
		expect(done).toMatchObject({
			type: "done",
			usage: output.usage,
			finishReason: output.finishReason,
			rawFinishReason: output.rawFinishReason,
			message: output.message,
		});
	});

	it("hands out a tool call when its arguments are complete", async () => {
		const { gateway } = vendorGateway({ chunks: [toolCall("1", "look", '{"at"'), toolCall("1", "", ":1}"), stop] });
		const events = await readAll(await gateway.stream("m", prompt));
		expect(events[0]).toEqual({ type: "tool_use", id: "1", name: "look", input: { at: 1 } });
		expect(events[1]).toMatchObject({ type: "done", finishReason: "tool_calls" });
	});
});

describe("a stream that is not complete", () => {
	const broken: [string, { chunks: string[]; end?: { error: unknown } }, object][] = [
		["cut before anything", { chunks: [] }, { code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut" }],
		["cut after text", { chunks: [text("a")] }, { code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut" }],
		[
			"cut inside a frame",
			{ chunks: [text("a"), 'data: {"choices":[{"del'] },
			{ code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut" },
		],
		["cut inside [DONE]", { chunks: [text("a"), "data: [DON"] }, { code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut" }],
		[
			"cut by its connection",
			{ chunks: [text("a")], end: { error: new TypeError("terminated") } },
			{ code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut" },
		],
		[
			"malformed",
			{ chunks: [text("a"), 'data: {"choices":[\n\n', terminal] },
			{ code: "WORKKIT_STREAM_INTERRUPTED", reason: "malformed" },
		],
		[
			"an HTML page",
			{ chunks: [text("a"), "data: <html>\n\n"] },
			{ code: "WORKKIT_STREAM_INTERRUPTED", reason: "malformed" },
		],
		[
			"an error frame",
			{ chunks: [text("a"), frame({ error: { message: "overloaded", type: "server_error" } }), terminal] },
			{ code: "WORKKIT_SERVICE_UNAVAILABLE" },
		],
		[
			"a frame of the event error",
			{ chunks: [text("a"), `event: error\n${frame({ message: "slow down", type: "rate_limit_error" })}`, terminal] },
			{ code: "WORKKIT_RATE_LIMIT" },
		],
		[
			"a frame of the event error that says nothing",
			{ chunks: [text("a"), `event: error\ndata: null\n\n`, terminal] },
			{ code: "WORKKIT_STREAM_INTERRUPTED", reason: "malformed" },
		],
		[
			"an error frame without a type",
			{ chunks: [text("a"), frame({ error: "something" }), terminal] },
			{ code: "WORKKIT_STREAM_INTERRUPTED", reason: "vendor" },
		],
	];

	it.each(broken)("rejects, without a done, after what came before: %s", async (_how, reply, expected) => {
		const { gateway } = vendorGateway(reply);
		const { events, error } = await readUntilFailure(await gateway.stream("m", prompt));
		const received = reply.chunks.length > 0 ? "a" : "";
		expect(events).toEqual(received ? [{ type: "text", delta: "a" }] : []);
		expect(ours(error)).toMatchObject(expected);
		expect(ours(error).context).toMatchObject({ provider: "vendor", model: "m", partial: { text: received } });
		expect(ours(error).context.receipt).toMatchObject({ attempts: [{ status: 200, error: ours(error).code }] });
	});

	it.each(broken)("cancels a body that would go on: %s", async (_how, reply) => {
		const { gateway, exchanges } = vendorGateway({
			end: "stay open",
			...reply,
			chunks: [...reply.chunks, "data: {\n\n"],
		});
		await readUntilFailure(await gateway.stream("m", prompt));
		expect(exchanges[0]?.cancelled.length).toBe(1);
	});

	it("may be tried again before its first event, and not after", async () => {
		const { gateway } = vendorGateway({ chunks: [] }, { chunks: [text("a")] });
		const before = await readUntilFailure(await gateway.stream("m", prompt));
		const after = await readUntilFailure(await gateway.stream("m", prompt));
		expect([ours(before.error).retryable, ours(after.error).retryable]).toEqual([true, false]);
	});

	it("keeps text, complete tool calls, and usage in context.partial", async () => {
		const { gateway } = vendorGateway({ chunks: [text("a"), text("b"), toolCall("1", "look", '{"at":1}'), usage] });
		const { error } = await readUntilFailure(await gateway.stream("m", prompt));
		expect(ours(error).context.partial).toMatchObject({
			text: "ab",
			toolCalls: [{ id: "1", name: "look", arguments: { at: 1 } }],
			usage: { inputTokens: 3, outputTokens: 2 },
		});
	});

	it("marks a tool call in context.partial that was still being written", async () => {
		const { gateway } = vendorGateway({ chunks: [toolCall("1", "look", '{"at":')] });
		const { error } = await readUntilFailure(await gateway.stream("m", prompt));
		expect(ours(error).context.partial).toMatchObject({
			toolCalls: [{ id: "1", name: "look", arguments: {}, invalid: true, argumentsText: '{"at":' }],
		});
	});

	it("keeps failing with the same error", async () => {
		const { gateway } = vendorGateway({ chunks: [text("a")] });
		const reader = (await gateway.stream("m", prompt)).getReader();
		await reader.read();
		const error = await rejection(reader.read());
		expect(await rejection(reader.read())).toBe(error);
	});
});

describe("a hand-written provider's stream", () => {
	const streamOf = async (...own: Parameters<typeof ownStream>): Promise<ReadableStream<GatewayStreamEvent>> =>
		ownGateway({ stream: async () => ownStream(...own).stream }).stream("m", prompt);

	it("rejects when it ends without a done, with what it said before", async () => {
		const { events, error } = await readUntilFailure(
			await streamOf([
				{ type: "text", delta: "a" },
				{ type: "tool_use", id: "1", name: "look", input: {} },
			]),
		);
		expect(events.map(({ type }) => type)).toEqual(["text", "tool_use"]);
		expect(ours(error)).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut" });
		expect(ours(error).context.partial).toMatchObject({
			text: "a",
			toolCalls: [{ id: "1", name: "look", arguments: {} }],
		});
	});

	it("has one done when it says two, and nothing after it", async () => {
		const own = ownStream([
			{ type: "text", delta: "a" },
			{ type: "done" },
			{ type: "text", delta: "b" },
			{ type: "done" },
		]);
		const gateway = ownGateway({ stream: async () => own.stream });
		const events = await readAll(await gateway.stream("m", prompt));
		expect(events.map(({ type }) => type)).toEqual(["text", "done"]);
		expect(own.pulls()).toBe(2);
		expect(own.cancelled.length).toBe(1);
	});

	it("that fails rejects with an error of ours that has its error as the cause", async () => {
		const cause = new TypeError("lost");
		const { events, error } = await readUntilFailure(await streamOf([{ type: "text", delta: "a" }], { error: cause }));
		expect(events.length).toBe(1);
		expect(ours(error)).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED" });
		expect(ours(error).cause).toBe(cause);
		expect(ours(error).context.partial).toMatchObject({ text: "a" });
	});

	it("that is one of another gateway keeps the contract", async () => {
		const { gateway: inner } = vendorGateway({ chunks: [text("a"), stop] }, { chunks: [text("a")] });
		const outer = ownGateway({ stream: ({ model, input }) => inner.stream(model, input) });
		const events = await readAll(await outer.stream("m", prompt));
		expect(events.map(({ type }) => type)).toEqual(["text", "done"]);
		const { error } = await readUntilFailure(await outer.stream("m", prompt));
		expect(isErrorCode(error, "WORKKIT_STREAM_INTERRUPTED")).toBe(true);
	});
});

describe("the optional events", () => {
	const chunks = [
		frame({ choices: [{ index: 0, delta: { reasoning_content: "hm" } }] }),
		text("a"),
		frame({ choices: [{ index: 0, delta: { refusal: "no" } }] }),
		toolCall("1", "look", "{}"),
		stop,
	];

	it.each([
		[undefined, ["text", "tool_use", "done"]],
		[[], ["text", "tool_use", "done"]],
		[["reasoning"], ["reasoning", "text", "tool_use", "done"]],
		[["refusal"], ["text", "refusal", "tool_use", "done"]],
		[["tool_input"], ["text", "tool_input", "tool_use", "done"]],
		[
			["tool_input", "reasoning", "refusal"],
			["reasoning", "text", "refusal", "tool_input", "tool_use", "done"],
		],
	] as const)("are those that were asked for: %j", async (events, expected) => {
		const { gateway } = vendorGateway({ chunks });
		const read = await readAll(await gateway.stream("m", prompt, { events }));
		expect(read.map(({ type }) => type)).toEqual(expected);
	});

	it("are those that were asked for also of a hand-written provider's stream", async () => {
		const events = [
			{ type: "reasoning", delta: "hm" },
			{ type: "text", delta: "a" },
			{ type: "unknown" },
			{ type: "done" },
		];
		const gateway = ownGateway({ stream: async () => ownStream(events).stream });
		const asked = await readAll(await gateway.stream("m", prompt, { events: ["reasoning"] }));
		expect(asked.map(({ type }) => type)).toEqual(["reasoning", "text", "done"]);
		const plain = await readAll(await gatewayOfEvents(events).stream("m", prompt));
		expect(plain.map(({ type }) => type)).toEqual(["text", "done"]);
	});

	const gatewayOfEvents = (events: { type: string; delta?: string }[]): ReturnType<typeof ownGateway> =>
		ownGateway({ stream: async () => ownStream(events).stream });
});

describe("a whole answer to a stream request", () => {
	it("is handed out as the events that it would have been", async () => {
		const { gateway } = vendorGateway({ json: answer });
		const events = await readAll(await gateway.stream("m", prompt));
		expect(events).toEqual([
			{ type: "text", delta: "Hello" },
			expect.objectContaining({
				type: "done",
				finishReason: "stop",
				usage: expect.objectContaining({ inputTokens: 3 }),
			}),
		]);
	});

	it("rejects when it is an error", async () => {
		const { gateway } = vendorGateway({ json: { error: { message: "slow down", type: "rate_limit_error" } } });
		expect(isErrorCode(await rejection(gateway.stream("m", prompt)), "WORKKIT_RATE_LIMIT")).toBe(true);
	});
});
