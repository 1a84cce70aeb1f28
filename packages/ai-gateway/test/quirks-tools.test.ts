import { describe, expect, it } from "vitest";
import { answerOfEvents, toolCallsOf } from "./expectation.ts";
import { chunk, completion, hearAnswer, type Kind, runAnswer, sse } from "./quirk.ts";
import type { Heard } from "./replay.ts";

const chatKinds: Kind[] = ["openai", "workers-ai"];

/** A piece of a call as the chat wire writes it; what is `undefined` is left out. */
const piece = (
	index: number | undefined,
	id: string | undefined,
	name: string | undefined,
	args?: unknown,
): unknown => ({
	index,
	id,
	type: "function",
	function: { name, arguments: args },
});

describe.each(chatKinds)("tool calls in a stream over %s", (kind) => {
	/** Streams one frame for each list of pieces, then the finish. */
	async function hear(pieces: unknown[][], word = "tool_calls"): Promise<Heard> {
		const frames = pieces.map((toolCalls) => chunk({ tool_calls: toolCalls }));
		const heard = await hearAnswer(kind, { body: sse(...frames, chunk({}, word), "[DONE]") });
		expect(heard.error).toBeUndefined();
		return heard;
	}

	it("are put together without an index", async () => {
		const { events } = await hear([
			[piece(undefined, "a", "f", '{"x"')],
			[piece(undefined, undefined, undefined, ":1")],
			[piece(undefined, undefined, undefined, "}")],
		]);
		expect(toolCallsOf(events)).toEqual([{ id: "a", name: "f", arguments: { x: 1 } }]);
	});

	it("are kept apart without an index when their ids differ", async () => {
		const { events } = await hear([
			[piece(undefined, "a", "f", '{"x":1}'), piece(undefined, "b", "g", '{"y":2}')],
			[piece(undefined, "c", "h", "{")],
			[piece(undefined, "c", undefined, "}")],
		]);
		expect(toolCallsOf(events)).toEqual([
			{ id: "a", name: "f", arguments: { x: 1 } },
			{ id: "b", name: "g", arguments: { y: 2 } },
			{ id: "c", name: "h", arguments: {} },
		]);
	});

	it("are kept apart without index and id when each names its function", async () => {
		const { events } = await hear([
			[piece(undefined, undefined, "f", '{"x":1}')],
			[piece(undefined, undefined, "f", '{"x":2}')],
		]);
		const calls = toolCallsOf(events);
		expect(calls.map(({ name, arguments: input }) => ({ name, input }))).toEqual([
			{ name: "f", input: { x: 1 } },
			{ name: "f", input: { x: 2 } },
		]);
		expect(calls[0]?.id).toBeTruthy();
		expect(calls[0]?.id).not.toBe(calls[1]?.id);
	});

	it("are put together when they are interleaved, and repeat their id or leave it empty", async () => {
		const { events } = await hear([
			[piece(0, "a", "f", '{"x"')],
			[piece(1, "b", "g", '{"y"')],
			[piece(0, "a", undefined, ":1")],
			[piece(1, "", "", ":2")],
			[piece(0, undefined, undefined, "}"), piece(1, undefined, undefined, "}")],
		]);
		expect(toolCallsOf(events)).toEqual([
			{ id: "a", name: "f", arguments: { x: 1 } },
			{ id: "b", name: "g", arguments: { y: 2 } },
		]);
	});

	it("are kept apart under one index when each brings an id and a name", async () => {
		const { events } = await hear([[piece(0, "a", "f", '{"x":1}')], [piece(0, "b", "f", '{"x":2}')]]);
		expect(toolCallsOf(events)).toEqual([
			{ id: "a", name: "f", arguments: { x: 1 } },
			{ id: "b", name: "f", arguments: { x: 2 } },
		]);
	});

	it.each([
		["nothing", undefined],
		["null", null],
		["the word null", "null"],
		["an empty text", ""],
		["blanks", " \n"],
		["an empty object", {}],
		["the text of one", "{}"],
	])("have no arguments when these are %s", async (_what, args) => {
		const { events } = await hear([[piece(0, "a", "f", args)]]);
		expect(toolCallsOf(events)).toEqual([{ id: "a", name: "f", arguments: {} }]);
	});

	it("take arguments that are an object", async () => {
		const { events } = await hear([[piece(0, "a", "f", { x: { y: [1] } })]]);
		expect(toolCallsOf(events)).toEqual([{ id: "a", name: "f", arguments: { x: { y: [1] } } }]);
	});

	it.each([
		["a list", "[1]"],
		["a number", "5"],
		["a text", '"x"'],
		["not JSON", "{x: 1}"],
	])("are invalid when their arguments are %s", async (_what, args) => {
		const { events } = await hear([[piece(0, "a", "f", args)]]);
		expect(toolCallsOf(events)).toEqual([{ id: "a", name: "f", arguments: {}, invalid: true, argumentsText: args }]);
	});

	it("are invalid, and not empty, when the length limit cut them", async () => {
		const { events } = await hear([[piece(0, "a", "f", '{"x":"half a te')]], "length");
		expect(answerOfEvents(events)).toMatchObject({ finishReason: "length", rawFinishReason: "length" });
		expect(toolCallsOf(events)).toEqual([
			{ id: "a", name: "f", arguments: {}, invalid: true, argumentsText: '{"x":"half a te' },
		]);
	});

	it("have different ids when the wire repeats one", async () => {
		const { events } = await hear([[piece(0, "a", "f", '{"x":1}'), piece(1, "a", "f", '{"x":2}')]]);
		const calls = toolCallsOf(events);
		expect(calls.map(({ arguments: input }) => input)).toEqual([{ x: 1 }, { x: 2 }]);
		expect(calls[0]?.id).toBe("a");
		expect(calls[1]?.id).toBeTruthy();
		expect(calls[1]?.id).not.toBe("a");
	});

	it("have ids that are texts, also when the wire's are numbers", async () => {
		const body = sse(
			chunk({ tool_calls: [{ index: 0, id: 5, function: { name: "f", arguments: "{}" } }] }),
			chunk({}, "stop"),
		);
		const [call] = toolCallsOf((await hearAnswer(kind, { body })).events);
		expect(typeof call?.id).toBe("string");
		expect(call).toMatchObject({ name: "f", arguments: {} });
	});

	it("are all there without a terminal frame, and when the finish is a plain stop", async () => {
		const body = sse(chunk({ tool_calls: [piece(0, "a", "f", "{}")] }), chunk({}, "stop"));
		const { events, error } = await hearAnswer(kind, { body });
		expect(error).toBeUndefined();
		expect(answerOfEvents(events)).toMatchObject({
			toolCalls: [{ id: "a", name: "f", arguments: {} }],
			finishReason: "tool_calls",
			rawFinishReason: "stop",
		});
	});

	it("pollute no object", async () => {
		const args = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
		const { events } = await hear([[piece(0, "a", "__proto__", args)]]);
		const [call] = toolCallsOf(events);
		expect(call?.name).toBe("__proto__");
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(Object.getPrototypeOf(call?.arguments)).toBe(Object.prototype);
		expect(call?.arguments.polluted).toBeUndefined();
		expect(JSON.stringify(call?.arguments)).toBe(args);
	});
});

describe.each(chatKinds)("tool calls of a whole answer over %s", (kind) => {
	const run = (toolCalls: unknown[], word = "tool_calls"): ReturnType<typeof runAnswer> =>
		runAnswer(kind, { body: completion({ role: "assistant", content: null, tool_calls: toolCalls }, word) });

	it("are read without ids, and with the same one", async () => {
		const { toolCalls = [] } = await run([
			piece(undefined, undefined, "f", '{"x":1}'),
			piece(undefined, "a", "f", '{"x":2}'),
			piece(undefined, "a", "f", '{"x":3}'),
		]);
		expect(toolCalls.map(({ arguments: input }) => input)).toEqual([{ x: 1 }, { x: 2 }, { x: 3 }]);
		expect(toolCalls[1]?.id).toBe("a");
		expect(new Set(toolCalls.map(({ id }) => id || "none")).size).toBe(3);
	});

	it.each([
		["null", null],
		["an empty text", ""],
		["an object", {}],
	])("have no arguments when these are %s", async (_what, args) => {
		const { toolCalls } = await run([piece(undefined, "a", "f", args)]);
		expect(toolCalls).toEqual([{ id: "a", name: "f", arguments: {} }]);
	});

	it("are invalid when the length limit cut them", async () => {
		const output = await run([piece(undefined, "a", "f", '{"x":')], "length");
		expect(output).toMatchObject({
			text: "",
			finishReason: "length",
			toolCalls: [{ id: "a", name: "f", arguments: {}, invalid: true, argumentsText: '{"x":' }],
		});
	});

	it("pollute no object", async () => {
		const { toolCalls } = await run([piece(undefined, "a", "f", '{"__proto__":{"polluted":true}}')]);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(toolCalls?.[0]?.arguments.polluted).toBeUndefined();
	});
});

describe("tool calls of Anthropic's", () => {
	const start = {
		type: "message_start",
		message: { id: "msg_1", model: "served", content: [], usage: { input_tokens: 3, output_tokens: 1 } },
	};
	const open = (id: string, input: unknown): unknown => ({
		type: "content_block_start",
		index: 0,
		content_block: { type: "tool_use", id, name: "f", input },
	});
	const write = (json: string): unknown => ({
		type: "content_block_delta",
		index: 0,
		delta: { type: "input_json_delta", partial_json: json },
	});
	const stop = { type: "content_block_stop", index: 0 };
	const finish = (reason: string): unknown[] => [
		{ type: "message_delta", delta: { stop_reason: reason }, usage: { output_tokens: 9 } },
		{ type: "message_stop" },
	];
	async function hear(...frames: unknown[]): Promise<Heard> {
		const heard = await hearAnswer("anthropic", { body: sse(start, ...frames) });
		expect(heard.error).toBeUndefined();
		return heard;
	}

	it("are read when their input is whole at the start", async () => {
		const { events } = await hear(open("a", { x: 1 }), stop, ...finish("tool_use"));
		expect(toolCallsOf(events)).toEqual([{ id: "a", name: "f", arguments: { x: 1 } }]);
	});

	it("have no arguments when the only piece is empty", async () => {
		const { events } = await hear(open("a", {}), write(""), stop, ...finish("tool_use"));
		expect(toolCallsOf(events)).toEqual([{ id: "a", name: "f", arguments: {} }]);
	});

	it.each([
		["with", [stop]],
		["without", []],
	])("are invalid when the limit cut them, %s the end of the block", async (_what, end) => {
		const { events } = await hear(open("a", {}), write('{"x":"ha'), ...end, ...finish("max_tokens"));
		expect(answerOfEvents(events)).toMatchObject({
			finishReason: "length",
			toolCalls: [{ id: "a", name: "f", arguments: {}, invalid: true, argumentsText: '{"x":"ha' }],
		});
	});

	it("have different ids when the wire repeats one", async () => {
		const { events } = await hear(open("a", { x: 1 }), stop, open("a", { x: 2 }), stop, ...finish("tool_use"));
		const ids = toolCallsOf(events).map(({ id }) => id);
		expect(ids[0]).toBe("a");
		expect(new Set(ids).size).toBe(2);
	});

	it("pollute no object", async () => {
		const { events } = await hear(open("a", {}), write('{"__proto__":{"polluted":true}}'), stop, ...finish("tool_use"));
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(toolCallsOf(events)[0]?.arguments.polluted).toBeUndefined();
	});
});
