import { describe, expect, it } from "vitest";
import { answerOfEvents, toolCallsOf } from "./expectation.ts";
import { bodyOf } from "./pieces.ts";
import { chunk, completion, factsOf, failureOf, hearAnswer, hearFrom, runFrom, sse, textOf } from "./quirk.ts";

const usage = { prompt_tokens: 4, completion_tokens: 2, total_tokens: 6 };

/** The ways in which the binding gives a value, and the REST API's envelope around it. */
const ways: [string, (value: unknown) => unknown][] = [
	["as a value", (value) => value],
	["as a raw response", (value) => Response.json(value)],
	["as a value in an envelope", (result) => ({ result, success: true, errors: [], messages: [] })],
	["as a raw response in an envelope", (result) => Response.json({ result, success: true, errors: [], messages: [] })],
];

describe.each(ways)("Workers AI's answer %s", (_way, give) => {
	it.each([
		["a text", "Hi", "Hi"],
		["an empty text", "", ""],
		["null", null, ""],
		["a number", 42, "42"],
		["zero", 0, "0"],
		["an object", { name: "India" }, '{"name":"India"}'],
		["a list", [1, 2], "[1,2]"],
	])("is read when its `response` is %s", async (_what, response, text) => {
		const output = await runFrom("workers-ai", () => give({ response, usage }));
		expect(output).toMatchObject({ text, rawFinishReason: null, usage: { inputTokens: 4, outputTokens: 2 } });
	});

	it("is read when it is on the chat wire", async () => {
		const output = await runFrom("workers-ai", () => give(completion({ content: "Hi" })));
		expect(output).toMatchObject({ text: "Hi", rawFinishReason: "stop", id: "chatcmpl-1", servedModel: "served" });
	});

	it("is read with flat tool calls without ids", async () => {
		const calls = [{ name: "f", arguments: { x: 1 } }, { name: "f", arguments: '{"x":2}' }, { name: "g" }];
		const { toolCalls = [], text } = await runFrom("workers-ai", () => give({ response: null, tool_calls: calls }));
		expect(text).toBe("");
		expect(toolCalls.map(({ name, arguments: input }) => [name, input])).toEqual([
			["f", { x: 1 }],
			["f", { x: 2 }],
			["g", {}],
		]);
		expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(3);
	});

	it("is streamed as one answer when it is whole", async () => {
		const heard = await hearFrom("workers-ai", () =>
			give({ response: "Hi", tool_calls: [{ name: "f", arguments: {} }], usage }),
		);
		expect(heard.error).toBeUndefined();
		expect(answerOfEvents(heard.events)).toMatchObject({
			text: "Hi",
			toolCalls: [{ name: "f" }],
			usage: { inputTokens: 4 },
		});
	});
});

describe("Workers AI's stream", () => {
	it("is whole JSON when the binding took it for a stream", async () => {
		const bytes = new TextEncoder().encode(JSON.stringify({ response: "Hi", usage }));
		for (const pieces of [[bytes], [bytes.subarray(0, 3), bytes.subarray(3)]]) {
			const heard = await hearFrom("workers-ai", () => bodyOf(pieces));
			expect(heard.error).toBeUndefined();
			expect(textOf(heard)).toBe("Hi");
			expect((await runFrom("workers-ai", () => bodyOf(pieces))).text).toBe("Hi");
		}
	});

	it("is recognised as JSON, too, after an empty piece", async () => {
		const bytes = new TextEncoder().encode(JSON.stringify({ response: "Hi", usage }));
		const heard = await hearFrom("workers-ai", () => bodyOf([new Uint8Array(), bytes]));
		expect(heard.error).toBeUndefined();
		expect(textOf(heard)).toBe("Hi");
	});

	it("mixes both shapes, paddings, nulls and numbers, and ends with a usage of zeros", async () => {
		const body = sse(
			{ response: null, p: "abdef" },
			{ response: "The ", tool_calls: [], p: "abdefghij" },
			{ response: 42 },
			chunk({ content: " and " }),
			chunk({ content: 7 }),
			{ response: "", usage },
			{ response: "", usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } },
			"[DONE]",
		);
		const heard = await hearAnswer("workers-ai", { body });
		expect(heard.error).toBeUndefined();
		expect(answerOfEvents(heard.events)).toMatchObject({
			text: "The 42 and 7",
			rawFinishReason: null,
			usage: { inputTokens: 4, outputTokens: 2, totalTokens: 6 },
		});
	});

	it("writes tool calls in pieces, closed by a piece of nulls", async () => {
		const pieces = [
			{ index: 0, id: "a", type: "function", function: { name: "f", arguments: '{"x"' } },
			{ index: 0, id: null, type: null, function: { name: null, arguments: ":1}" } },
			{ id: null, type: null, index: 0, function: { name: null, arguments: "" } },
		];
		const body = sse(...pieces.map((piece) => ({ response: "", tool_calls: [piece] })), "[DONE]");
		const { events, error } = await hearAnswer("workers-ai", { body });
		expect(error).toBeUndefined();
		expect(toolCallsOf(events)).toEqual([{ id: "a", name: "f", arguments: { x: 1 } }]);
		expect(answerOfEvents(events)).toMatchObject({ finishReason: "tool_calls", rawFinishReason: null });
	});

	it("is a cut without its terminal frame, since the older models never say why they stopped", async () => {
		const heard = await hearAnswer("workers-ai", { body: sse({ response: "Hi" }, { response: "", usage }) });
		expect(textOf(heard)).toBe("Hi");
		expect(factsOf(heard.error)).toMatchObject({
			code: "WORKKIT_STREAM_INTERRUPTED",
			reason: "cut",
			partial: { text: "Hi", usage: { inputTokens: 4 } },
		});
	});

	it("fails with an envelope's errors", async () => {
		const frame = { success: false, errors: [{ code: 3040, message: "Capacity temporarily exceeded" }], result: null };
		const heard = await hearAnswer("workers-ai", { body: sse({ response: "Hi" }, frame) });
		expect(textOf(heard)).toBe("Hi");
		expect(factsOf(heard.error)).toMatchObject({ inStream: true, vendorCode: 3040, partial: { text: "Hi" } });
	});
});

describe("Workers AI's errors", () => {
	/** As the binding throws them: no status, no code, a name that says little. */
	function thrown(message: string, name = "AiError"): () => never {
		return () => {
			throw Object.assign(new Error(message), { name });
		};
	}

	it.each([
		["5007: No such model @cf/x/y or task", 5007, "WORKKIT_VALIDATION", false, "No such model @cf/x/y or task"],
		["AiError: 3040: Capacity temporarily exceeded", 3040, "WORKKIT_RATE_LIMIT", true, "Capacity temporarily exceeded"],
		["AiError: AiError: 3036: daily allocation used up", 3036, "WORKKIT_RATE_LIMIT", false, "daily allocation used up"],
		["InferenceUpstreamError: 3007: timeout", 3007, "WORKKIT_TIMEOUT", true, "timeout"],
		["3006: Request is too large", 3006, "WORKKIT_VALIDATION", false, "Request is too large"],
		["5016: Model agreement needed", 5016, "WORKKIT_FORBIDDEN", false, "Model agreement needed"],
	])("keep message and code when thrown as `%s`", async (message, vendorCode, code, retryable, vendorMessage) => {
		const expected = { code, retryable, vendorCode, vendorMessage };
		expect(await failureOf(runFrom("workers-ai", thrown(message)))).toMatchObject(expected);
		const heard = await hearFrom("workers-ai", thrown(message));
		expect(heard.events).toEqual([]);
		expect(factsOf(heard.error)).toMatchObject(expected);
	});

	it.each([
		["value", (body: unknown): unknown => body],
		["raw response", (body: unknown): unknown => Response.json(body, { status: 400 })],
		["raw response that claims success", (body: unknown): unknown => Response.json(body)],
	])("keep message and code in an envelope that comes as a %s", async (_way, give) => {
		const body = { result: null, success: false, errors: [{ code: 5007, message: "No such model" }], messages: [] };
		const expected = { vendorCode: 5007, vendorMessage: "No such model", retryable: false, code: "WORKKIT_VALIDATION" };
		expect(await failureOf(runFrom("workers-ai", () => give(body)))).toMatchObject(expected);
		const heard = await hearFrom("workers-ai", () => give(body));
		expect(heard.events).toEqual([]);
		expect(factsOf(heard.error)).toMatchObject(expected);
	});

	it("take the status that goes with a code before the one of the response", async () => {
		const body = { errors: [{ code: 3036, message: "daily allocation used up" }], success: false };
		const error = await failureOf(runFrom("workers-ai", () => Response.json(body, { status: 429 })));
		expect(error).toMatchObject({ code: "WORKKIT_RATE_LIMIT", status: 429, retryable: false, vendorCode: 3036 });
	});
});
