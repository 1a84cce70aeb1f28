import { createGateway } from "@workkit/ai-gateway";
import { describe, expect, it } from "vitest";
import { type Dialect, expectDialect } from "./dialect.ts";

const done = "[DONE]";
const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
const counted = { inputTokens: 5, outputTokens: 2, totalTokens: 7 };
const envelope = (result: unknown): unknown => ({ result, success: true, errors: [], messages: [] });
const any = expect.any(String) as never;

const dialects: Dialect[] = [
	{
		what: "legacy frames with padding, usage in each",
		stream: [
			{ response: "H", p: "abdef", usage: { ...usage, completion_tokens: 1, total_tokens: 6 } },
			{ response: "i", p: "ab", usage },
			{ response: "", usage },
			done,
		],
		says: { text: "Hi", usage: counted },
	},
	{
		what: "legacy frames without a space after the colon, numbers and nulls as pieces",
		stream: `data:{"response":null}\n\ndata:{"response":4}\n\ndata:{"response":2}\n\ndata:{"response":".","usage":null}\n\ndata:[DONE]\n\n`,
		says: { text: "42." },
	},
	{
		what: "a last legacy frame with a finish reason and no terminal frame",
		stream: [{ response: "Hi" }, { response: "", finish_reason: "stop", usage }],
		says: { text: "Hi", rawFinishReason: "stop", usage: counted },
	},
	{
		what: "frames in the REST API's envelope",
		stream: [envelope({ response: "H" }), envelope({ response: "i", usage }), done],
		whole: envelope({ response: "Hi", usage }),
		says: { text: "Hi", usage: counted },
	},
	{
		what: "legacy calls: flat, with an object",
		stream: [{ response: "", tool_calls: [{ name: "f", arguments: { x: 1 } }] }, { response: "", usage }, done],
		whole: { response: null, tool_calls: [{ name: "f", arguments: { x: 1 } }], usage },
		says: { text: "", toolCalls: [{ id: any, name: "f", arguments: { x: 1 } }], finishReason: "tool_calls" },
	},
	{
		what: "legacy calls: flat, with a text, two of the same name in one frame",
		stream: [
			{
				response: null,
				tool_calls: [
					{ name: "f", arguments: '{"x":1}' },
					{ name: "f", arguments: '{"x":2}' },
				],
			},
			done,
		],
		whole: {
			response: "",
			tool_calls: [
				{ name: "f", arguments: '{"x":1}' },
				{ name: "f", arguments: '{"x":2}' },
			],
		},
		says: {
			toolCalls: [
				{ id: any, name: "f", arguments: { x: 1 } },
				{ id: any, name: "f", arguments: { x: 2 } },
			],
		},
	},
	{
		what: "chat frames with usage in each, ids that change, and a last frame of usage",
		stream: [
			{
				id: "c1",
				model: "served",
				choices: [{ index: 0, delta: { role: "assistant", content: "" } }],
				usage: { ...usage, completion_tokens: 0, total_tokens: 5 },
			},
			{
				id: "c2",
				choices: [{ index: 0, delta: { reasoning_content: "hm" } }],
				usage: { ...usage, completion_tokens: 1, total_tokens: 6 },
			},
			{ id: "c3", choices: [{ index: 0, delta: { content: "Hi" }, finish_reason: "stop" }], usage },
			{ id: "c3", choices: [], usage },
			done,
		],
		says: { text: "Hi", reasoning: "hm", usage: counted, id: "c1", servedModel: "served" },
	},
	{
		what: "a chat answer that also has the legacy members, empty",
		whole: {
			response: null,
			tool_calls: [],
			choices: [{ index: 0, message: { content: "Hi" }, finish_reason: "stop" }],
			usage,
		},
		stream: [
			{ response: null, tool_calls: null, choices: [{ index: 0, delta: { content: "Hi" }, finish_reason: "stop" }] },
			done,
		],
		says: { text: "Hi", rawFinishReason: "stop" },
	},
	{
		what: "the Responses shape of gpt-oss: reasoning, a call, a message",
		whole: {
			id: "resp_1",
			object: "response",
			model: "served",
			status: "completed",
			error: null,
			incomplete_details: null,
			output: [
				{ id: "rs_1", type: "reasoning", summary: [], content: [{ type: "reasoning_text", text: "hm" }] },
				{ id: "fc_1", type: "function_call", call_id: "a", name: "f", arguments: '{"x":1}', status: "completed" },
				{
					id: "msg_1",
					type: "message",
					role: "assistant",
					status: "completed",
					content: [{ type: "output_text", text: "Hi", annotations: [] }],
				},
			],
			usage: { input_tokens: 5, output_tokens: 2, total_tokens: 7, input_tokens_details: { cached_tokens: 0 } },
		},
		says: {
			text: "Hi",
			reasoning: "hm",
			toolCalls: [{ id: "a", name: "f", arguments: { x: 1 } }],
			id: "resp_1",
			usage: { ...counted, cachedInputTokens: 0 },
		},
	},
	{
		what: "the Responses shape cut by the limit",
		whole: {
			id: "resp_1",
			model: "served",
			status: "incomplete",
			incomplete_details: { reason: "max_output_tokens" },
			output: [{ type: "message", content: [{ type: "output_text", text: "Hi" }] }],
			usage: { input_tokens: 5, output_tokens: 2, total_tokens: 7 },
		},
		says: { text: "Hi", finishReason: "length", rawFinishReason: "max_output_tokens" },
	},
	{
		what: "the Responses shape as named events",
		stream: [
			{ type: "response.created", response: { id: "resp_1", status: "in_progress", output: [] } },
			{ type: "response.output_item.added", output_index: 0, item: { type: "reasoning", content: [] } },
			{ type: "response.reasoning_text.delta", delta: "hm" },
			{ type: "response.output_text.delta", delta: "H" },
			{ type: "response.output_text.delta", delta: "i" },
			{ type: "response.output_text.done", text: "Hi" },
			{ type: "response.function_call_arguments.delta", delta: '{"x":1}' },
			{
				type: "response.output_item.done",
				item: { type: "function_call", call_id: "a", name: "f", arguments: '{"x":1}' },
			},
			{
				type: "response.completed",
				response: {
					id: "resp_1",
					model: "served",
					status: "completed",
					usage: { input_tokens: 5, output_tokens: 2, total_tokens: 7 },
				},
			},
		]
			.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
			.join(""),
		says: {
			text: "Hi",
			reasoning: "hm",
			toolCalls: [{ id: "a", name: "f", arguments: { x: 1 } }],
			usage: counted,
			id: "resp_1",
		},
	},
	{
		what: "a Responses stream that fails",
		stream: [
			{ type: "response.output_text.delta", delta: "Hi" },
			{
				type: "response.failed",
				response: { id: "resp_1", status: "failed", error: { code: "server_error", message: "boom" } },
			},
		],
		says: { text: "Hi" },
		fails: { vendorMessage: "boom", vendorCode: "server_error" },
	},
	{
		what: "an error event of the Responses shape",
		stream: [{ type: "error", code: "rate_limit_exceeded", message: "slow down", param: null }],
		fails: { vendorMessage: "slow down", code: "WORKKIT_RATE_LIMIT" },
	},
	{
		what: "an error in an envelope, with status 200",
		whole: { result: null, success: false, errors: [{ code: 5007, message: "No such model" }], messages: [] },
		fails: { vendorMessage: "No such model", vendorCode: 5007, code: "WORKKIT_VALIDATION" },
	},
	{
		what: "AI Gateway's error in a frame",
		stream: [{ success: false, result: [], messages: [], error: [{ code: 2003, message: "Rate limited" }] }],
		fails: { vendorMessage: "Rate limited", vendorCode: 2003, code: "WORKKIT_RATE_LIMIT" },
	},
	{
		what: "an error with a name, an internal code and a description",
		stream: [
			{ response: "Hi" },
			{
				error: {
					name: "AiError",
					internalCode: 3040,
					message: "AiError",
					description: "Capacity temporarily exceeded",
				},
			},
		],
		says: { text: "Hi" },
		fails: { vendorMessage: "Capacity temporarily exceeded", vendorCode: 3040, code: "WORKKIT_RATE_LIMIT" },
	},
	{
		what: "JSON mode: an object, and a list, as the response",
		whole: { response: { name: "India", languages: ["Hindi"] }, usage },
		says: { text: '{"name":"India","languages":["Hindi"]}', usage: counted },
	},
	{
		what: "a finish reason beside the response",
		whole: { response: "Hi", finish_reason: "length", usage },
		says: { text: "Hi", finishReason: "length" },
	},
	{
		what: "an empty answer of two frames",
		stream: [{ response: "" }, { response: "", usage }, done],
		says: { text: "", usage: counted },
	},
];

describe("dialects of Workers AI", () => {
	it.each(dialects.map((dialect) => [dialect.what, dialect] as const))("%s", (_what, dialect) =>
		expectDialect(dialect, "workers-ai"),
	);
});

describe("embeddings of Workers AI", () => {
	it.each([
		[
			"the platform's shape",
			{
				shape: [2, 2],
				data: [
					[1, 2],
					[3, 4],
				],
				pooling: "cls",
			},
		],
		[
			"the platform's shape beside an empty response",
			{
				response: null,
				shape: [2, 2],
				data: [
					[1, 2],
					[3, 4],
				],
			},
		],
		[
			"an envelope",
			envelope({
				shape: [2, 2],
				data: [
					[1, 2],
					[3, 4],
				],
			}),
		],
		[
			"OpenAI's shape",
			{
				object: "list",
				data: [
					{ index: 0, embedding: [1, 2] },
					{ index: 1, embedding: [3, 4] },
				],
				usage: { prompt_tokens: 5, total_tokens: 5 },
			},
		],
	])("are read in %s", async (_what, body) => {
		const binding = { run: async () => body };
		const gateway = createGateway({ providers: { ai: { type: "workers-ai", binding } }, defaultProvider: "ai" });
		const { vectors } = await gateway.embed("@cf/m", { text: ["a", "b"] });
		expect(vectors).toEqual([
			[1, 2],
			[3, 4],
		]);
	});
});
