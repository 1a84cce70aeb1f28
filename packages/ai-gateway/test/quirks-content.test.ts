import { describe, expect, it } from "vitest";
import { answerOfEvents } from "./expectation.ts";
import { chunk, completion, hearAnswer, type Kind, runAnswer, sse, textOf } from "./quirk.ts";

const chatKinds: Kind[] = ["openai", "workers-ai"];

describe.each(chatKinds)("content over %s", (kind) => {
	const parts = [
		{ type: "thinking", thinking: [{ type: "text", text: "hm" }] },
		{ type: "text", text: "Hi" },
		{ type: "text", text: " there" },
	];

	it.each([
		["a text", "Hi", "Hi"],
		["a number", 42, "42"],
		["zero", 0, "0"],
		["null", null, ""],
		["an empty text", "", ""],
		["a list of parts", parts, "Hi there"],
		["missing", undefined, ""],
	])("that is %s is read", async (_what, content, text) => {
		const output = await runAnswer(kind, { body: completion({ role: "assistant", content }) });
		expect(output).toMatchObject({ text, finishReason: "stop" });
		const heard = await hearAnswer(kind, { body: sse(chunk({ content }), chunk({}, "stop"), "[DONE]") });
		expect(heard.error).toBeUndefined();
		expect(textOf(heard)).toBe(text);
	});

	it("keeps reasoning and refusals out of the text", async () => {
		const deltas = [
			{ reasoning_content: "one " },
			{ reasoning: "two " },
			{ content: parts.slice(0, 1) },
			{ refusal: "I can" },
			{ refusal: "not", content: "But " },
			{ content: "hi" },
		];
		const body = sse(...deltas.map((delta) => chunk(delta)), chunk({}, "stop"), "[DONE]");
		const heard = await hearAnswer(kind, { body });
		expect(answerOfEvents(heard.events)).toMatchObject({
			text: "But hi",
			reasoning: "one two hm",
			refusal: "I cannot",
		});
	});

	it("leaves `<think>` tags in the text", async () => {
		const output = await runAnswer(kind, { body: completion({ content: "<think>hm</think>Hi" }) });
		expect(output.text).toBe("<think>hm</think>Hi");
		expect(output.reasoning).toBeUndefined();
	});

	it("is read from `message` in a whole answer that also has an empty `delta`", async () => {
		const choice = {
			index: 0,
			message: { role: "assistant", content: "Hi" },
			delta: { role: "assistant", content: "" },
		};
		const output = await runAnswer(kind, { body: { id: "x", choices: [{ ...choice, finish_reason: "stop" }] } });
		expect(output.text).toBe("Hi");
	});

	it("is read from `delta` in a stream that repeats all of it in `message`", async () => {
		const frame = (content: string, all: string, word: string | null): unknown => ({
			id: "x",
			choices: [{ index: 0, delta: { content }, message: { role: "assistant", content: all }, finish_reason: word }],
		});
		const heard = await hearAnswer(kind, {
			body: sse(frame("Hi", "Hi", null), frame(" there", "Hi there", null), frame("", "Hi there", "stop")),
		});
		expect(heard.error).toBeUndefined();
		expect(textOf(heard)).toBe("Hi there");
	});

	it("comes as one answer when a stream was asked for and JSON came", async () => {
		const toolCalls = [{ id: "a", type: "function", function: { name: "f", arguments: '{"x":1}' } }];
		const body = {
			...Object(completion({ content: "Hi", reasoning_content: "hm", tool_calls: toolCalls })),
			usage: { prompt_tokens: 4, completion_tokens: 2, total_tokens: 6 },
		};
		for (const type of ["application/json", "application/json; charset=utf-8"]) {
			const heard = await hearAnswer(kind, { headers: { "content-type": type }, body });
			expect(heard.error).toBeUndefined();
			expect(answerOfEvents(heard.events)).toMatchObject({
				text: "Hi",
				reasoning: "hm",
				toolCalls: [{ id: "a", name: "f", arguments: { x: 1 } }],
				finishReason: "tool_calls",
				rawFinishReason: "stop",
				usage: { inputTokens: 4, outputTokens: 2, totalTokens: 6 },
				id: "chatcmpl-1",
				servedModel: "served",
			});
			expect(heard.events.filter(({ type: event }) => event === "done")).toHaveLength(1);
		}
	});
});

describe.each(chatKinds)("several choices over %s", (kind) => {
	const call = (index: number, id: string): unknown => ({ index, id, function: { name: "f", arguments: "{}" } });

	it("are interleaved in a stream: the first is the answer", async () => {
		const frame = (index: number, delta: unknown, word: string | null = null): unknown => ({
			id: "x",
			choices: [{ index, delta, finish_reason: word }],
		});
		const body = sse(
			frame(1, { content: "No" }),
			frame(0, { content: "Y" }),
			frame(1, { content: "pe", tool_calls: [call(0, "b")] }),
			{
				id: "x",
				choices: [
					{ index: 1, delta: { reasoning: "no" } },
					{ index: 0, delta: { content: "es" } },
				],
			},
			frame(1, {}, "length"),
			frame(0, { tool_calls: [call(0, "a")] }),
			frame(0, {}, "tool_calls"),
			{ id: "x", choices: [], usage: { prompt_tokens: 4, completion_tokens: 9, total_tokens: 13 } },
			"[DONE]",
		);
		const heard = await hearAnswer(kind, { body });
		expect(heard.error).toBeUndefined();
		expect(answerOfEvents(heard.events)).toMatchObject({
			text: "Yes",
			reasoning: undefined,
			toolCalls: [{ id: "a", name: "f", arguments: {} }],
			rawFinishReason: "tool_calls",
			usage: { inputTokens: 4, outputTokens: 9 },
		});
	});

	it("may come in any order in a whole answer", async () => {
		const choices = [
			{ index: 1, message: { content: "No" }, finish_reason: "length" },
			{ index: 0, message: { content: "Yes" }, finish_reason: "stop" },
		];
		expect(await runAnswer(kind, { body: { id: "x", choices } })).toMatchObject({
			text: "Yes",
			rawFinishReason: "stop",
		});
	});
});

describe.each(chatKinds)("usage over %s", (kind) => {
	const usage = (input: number, output: number): Record<string, unknown> => ({
		usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
	});
	const usageOf = async (...frames: unknown[]): Promise<unknown> =>
		answerOfEvents((await hearAnswer(kind, { body: sse(...frames, "[DONE]") })).events).usage;

	it("is the last one of several, never their sum", async () => {
		expect(await usageOf(chunk({ content: "a" }, null, usage(5, 1)), chunk({}, "stop", usage(5, 2)))).toMatchObject({
			inputTokens: 5,
			outputTokens: 2,
			totalTokens: 7,
		});
	});

	it("is not replaced by a later one of zeros", async () => {
		const zeros = { id: "x", choices: [], ...usage(0, 0) };
		expect(await usageOf(chunk({ content: "a" }, "stop", usage(5, 2)), zeros)).toMatchObject({
			inputTokens: 5,
			outputTokens: 2,
		});
	});

	it("is unknown, not zero, when the wire has none or null", async () => {
		expect(await usageOf(chunk({ content: "a" }, "stop"))).toBeUndefined();
		expect(await usageOf(chunk({ content: "a" }, "stop", { usage: null }))).toBeUndefined();
	});

	it("counts reasoning as output where the vendor counts it apart", async () => {
		const apart = {
			prompt_tokens: 5,
			completion_tokens: 2,
			total_tokens: 17,
			completion_tokens_details: { reasoning_tokens: 10 },
		};
		expect(await usageOf(chunk({}, "stop", { usage: apart }))).toMatchObject({ outputTokens: 12, reasoningTokens: 10 });
		const within = { ...apart, completion_tokens: 12 };
		expect(await usageOf(chunk({}, "stop", { usage: within }))).toMatchObject({
			outputTokens: 12,
			reasoningTokens: 10,
		});
	});
});

describe("a stream of Anthropic's that was answered with JSON", () => {
	it("comes as one answer", async () => {
		const body = {
			id: "msg_1",
			type: "message",
			model: "served",
			content: [
				{ type: "thinking", thinking: "hm", signature: "s" },
				{ type: "text", text: "Hi" },
				{ type: "server_tool_use", id: "srv", name: "web_search", input: { query: "x" } },
				{ type: "tool_use", id: "a", name: "f", input: { x: 1 } },
			],
			stop_reason: "tool_use",
			usage: { input_tokens: 4, output_tokens: 2 },
		};
		const heard = await hearAnswer("anthropic", { headers: { "content-type": "application/json" }, body });
		expect(heard.error).toBeUndefined();
		expect(answerOfEvents(heard.events)).toMatchObject({
			text: "Hi",
			reasoning: "hm",
			toolCalls: [{ id: "a", name: "f", arguments: { x: 1 } }],
			rawFinishReason: "tool_use",
			usage: { inputTokens: 4, outputTokens: 2 },
		});
	});
});
