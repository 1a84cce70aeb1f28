import { describe, expect, it } from "vitest";
import { type Dialect, expectDialect } from "./dialect.ts";
import type { Kind } from "./quirk.ts";

const done = "[DONE]";
const frame = (delta: unknown, finish: unknown = null, more: object = {}): unknown => ({
	id: "c1",
	object: "chat.completion.chunk",
	model: "served",
	choices: [{ index: 0, delta, finish_reason: finish, ...more }],
});
const whole = (message: unknown, finish: unknown = "stop", more: object = {}): unknown => ({
	id: "c1",
	object: "chat.completion",
	model: "served",
	choices: [{ index: 0, message, finish_reason: finish }],
	...more,
});
const call = (index: unknown, id: unknown, name: unknown, args: unknown, more: object = {}): unknown => ({
	...(index !== undefined && { index }),
	...(id !== undefined && { id }),
	type: "function",
	function: { ...(name !== undefined && { name }), ...(args !== undefined && { arguments: args }) },
	...more,
});
const counted = { inputTokens: 5, outputTokens: 2, totalTokens: 7 };
const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
const f = { name: "f", arguments: { x: 1 } };

const texts: Dialect[] = [
	{
		what: "Azure: a first frame of prompt filter results, a last frame of offsets without a delta",
		stream: [
			{
				id: "",
				object: "",
				model: "",
				created: 0,
				choices: [],
				prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: { filtered: false } } }],
			},
			frame({ role: "assistant", content: "", refusal: null }),
			frame({ content: "Hi" }, null, { content_filter_results: { hate: { filtered: false, severity: "safe" } } }),
			frame({}, "stop"),
			{ id: "", model: "", choices: [{ index: 0, finish_reason: null, content_filter_offsets: { check_offset: 5 } }] },
			done,
		],
		says: { text: "Hi", rawFinishReason: "stop", id: "c1", servedModel: "served" },
	},
	{
		what: "Azure: a stream that the content filter ends without any content",
		stream: [frame({ role: "assistant" }), frame({}, "content_filter"), done],
		says: { text: "", finishReason: "content_filter" },
	},
	{
		what: "OpenRouter: comments, reasoning beside its details, native finish reasons",
		stream: `: OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\ndata: ${JSON.stringify({
			id: "gen-1",
			provider: "X",
			model: "served",
			choices: [
				{
					index: 0,
					delta: {
						role: "assistant",
						content: "",
						reasoning: "hm",
						reasoning_details: [{ type: "reasoning.text", text: "hm", format: "unknown", index: 0 }],
					},
					finish_reason: null,
					native_finish_reason: null,
				},
			],
		})}\n\n: OPENROUTER PROCESSING\n\ndata: ${JSON.stringify({
			id: "gen-1",
			choices: [
				{ index: 0, delta: { content: "Hi", reasoning: null }, finish_reason: "stop", native_finish_reason: "STOP" },
			],
		})}\n\ndata: [DONE]\n\n`,
		says: { text: "Hi", reasoning: "hm", rawFinishReason: "stop", id: "gen-1" },
	},
	{
		what: "OpenRouter: encrypted reasoning that has no text",
		whole: whole({
			role: "assistant",
			content: "Hi",
			reasoning: null,
			reasoning_details: [{ type: "reasoning.encrypted", data: "gAAA", id: "rs_1", format: "openai-responses-v1" }],
		}),
		says: { text: "Hi", reasoning: undefined },
	},
	{
		what: "vLLM: both names of reasoning, of which one is empty",
		stream: [
			frame({ reasoning_content: "", reasoning: "hm", content: "" }),
			frame({ content: "Hi" }),
			frame({}, "stop"),
			done,
		],
		whole: whole({ content: "Hi", reasoning_content: "", reasoning: "hm" }),
		says: { text: "Hi", reasoning: "hm" },
	},
	{
		what: "vLLM: both names of reasoning with the same text",
		stream: [frame({ reasoning_content: "hm", reasoning: "hm" }), frame({ content: "Hi" }, "stop"), done],
		whole: whole({ content: "Hi", reasoning_content: "hm", reasoning: "hm" }),
		says: { text: "Hi", reasoning: "hm" },
	},
	{
		what: "Mistral: content in parts, of which some are references",
		stream: [
			frame({ content: [{ type: "thinking", thinking: [{ type: "text", text: "hm" }], closed: true }] }),
			frame({
				content: [
					{ type: "text", text: "Hi" },
					{ type: "reference", reference_ids: [1, "2"] },
					{ type: "text", text: "!" },
				],
			}),
			frame({ content: "" }, "stop"),
			done,
		],
		whole: whole({
			role: "assistant",
			tool_calls: null,
			content: [
				{
					type: "thinking",
					thinking: [
						{ type: "text", text: "h" },
						{ type: "reference", reference_ids: [3] },
						{ type: "text", text: "m" },
					],
				},
				{ type: "text", text: "Hi" },
				{ type: "reference", reference_ids: [1] },
				{ type: "text", text: "!" },
			],
		}),
		says: { text: "Hi!", reasoning: "hm" },
	},
	{
		what: "LiteLLM in front of Anthropic: thinking blocks beside the reasoning",
		whole: whole({
			content: "Hi",
			role: "assistant",
			tool_calls: null,
			function_call: null,
			reasoning_content: "hm",
			thinking_blocks: [{ type: "thinking", thinking: "hm", signature: "s" }],
			provider_specific_fields: { citations: null },
		}),
		says: { text: "Hi", reasoning: "hm" },
	},
	{
		what: "Copilot: reasoning text and an opaque state",
		whole: whole({ content: "Hi", reasoning_text: "hm", reasoning_opaque: "gAAA" }),
		stream: [frame({ reasoning_text: "hm" }), frame({ content: "Hi", reasoning_opaque: "x" }, "stop"), done],
		says: { text: "Hi" },
	},
	{
		what: "Perplexity: citations and search results on every frame, usage growing",
		stream: [
			{
				...Object(frame({ role: "assistant", content: "" })),
				citations: ["https://a"],
				search_results: [{ title: "A", url: "https://a", date: null }],
				usage: { ...usage, completion_tokens: 1, total_tokens: 6, search_context_size: "low" },
			},
			{
				id: "c1",
				choices: [
					{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Hi" }, delta: { content: "Hi" } },
				],
				usage: { ...usage, search_context_size: "low", cost: { total_cost: 0.005 } },
				object: "chat.completion.done",
			},
		],
		says: { text: "Hi", usage: counted },
	},
	{
		what: "Writer: a first delta and message that are both empty, a last one without a delta",
		stream: [
			{ id: "c1", choices: [{ index: 0, delta: { content: "" }, message: null, finish_reason: null }] },
			frame({ content: "Hi" }),
			{ id: "c1", choices: [{ index: 0, delta: null, message: null, finish_reason: "stop" }] },
			done,
		],
		says: { text: "Hi", rawFinishReason: "stop" },
	},
	{
		what: "xAI: a last frame with citations but no choices",
		stream: [
			frame({ content: "Hi", role: "assistant" }),
			frame({}, "stop"),
			{ id: "c1", choices: [], citations: ["https://x"], usage: { ...usage, num_sources_used: 1 } },
			done,
		],
		says: { text: "Hi", usage: counted },
	},
	{
		what: "Moonshot: usage inside the choice that finishes",
		stream: [frame({ content: "Hi" }), frame({}, "stop", { usage: { ...usage, cached_tokens: 3 } }), done],
		says: { text: "Hi", usage: { ...counted, cachedInputTokens: 3 } },
	},
	{
		what: "DeepSeek: cache hits and misses, keep-alive comments",
		stream: `: keep-alive\n\ndata: ${JSON.stringify(frame({ content: "Hi", reasoning_content: null }))}\n\n: keep-alive\n\ndata: ${JSON.stringify(
			{
				...Object(frame({ content: "" }, "stop")),
				usage: {
					...usage,
					prompt_cache_hit_tokens: 4,
					prompt_cache_miss_tokens: 1,
					prompt_tokens_details: { cached_tokens: 4 },
				},
			},
		)}\n\ndata: [DONE]\n\n`,
		says: { text: "Hi", usage: { ...counted, cachedInputTokens: 4 } },
	},
	{
		what: "usage with counts that are null",
		whole: whole({ content: "Hi" }, "stop", {
			usage: {
				...usage,
				prompt_tokens_details: null,
				completion_tokens_details: { reasoning_tokens: null, audio_tokens: null },
			},
		}),
		says: { usage: counted },
	},
	{
		what: "usage with nothing but a total",
		whole: whole({ content: "Hi" }, "stop", { usage: { total_tokens: 7 } }),
		says: { text: "Hi" },
	},
	{
		what: "usage whose last count is of another kind: only a cost",
		stream: [
			frame({ content: "Hi" }),
			{ ...Object(frame({}, "stop")), usage },
			{ id: "c1", choices: [], usage: { cost: 0.1 } },
			done,
		],
		says: { usage: counted },
	},
	{
		what: "llama.cpp: timings, and a last frame of usage",
		stream: [
			frame({ role: "assistant", content: null }),
			frame({ content: "Hi" }),
			frame({}, "stop"),
			{ id: "c1", choices: [], usage, timings: { prompt_n: 5, predicted_n: 2, prompt_ms: 1.5 } },
			done,
		],
		says: { text: "Hi", usage: counted },
	},
	{
		what: "Groq: usage in x_groq with a queue time",
		stream: [
			{ ...Object(frame({ role: "assistant", content: "" })), x_groq: { id: "req_1" } },
			frame({ content: "Hi" }),
			{ ...Object(frame({}, "stop")), x_groq: { id: "req_1", usage: { ...usage, queue_time: 0.1 } } },
			done,
		],
		says: { text: "Hi", usage: counted },
	},
	{
		what: "Cohere's finish words in capitals",
		whole: whole({ content: "Hi" }, "COMPLETE"),
		says: { finishReason: "stop", rawFinishReason: "COMPLETE" },
	},
	{
		what: "OpenAI: an obfuscation field, a service tier, logprobs",
		stream: [
			{
				...Object(frame({ role: "assistant", content: "", refusal: null })),
				service_tier: "default",
				obfuscation: "aB",
			},
			{
				...Object(frame({ content: "Hi" }, null, { logprobs: { content: [{ token: "Hi", logprob: -0.1 }] } })),
				obfuscation: "xyz",
			},
			{ ...Object(frame({}, "stop")), obfuscation: "q" },
			{ id: "c1", choices: [], usage, service_tier: "default" },
			done,
		],
		says: { text: "Hi", usage: counted },
	},
	{
		what: "OpenAI: an answer in sound, whose text is a transcript",
		whole: whole({
			role: "assistant",
			content: null,
			refusal: null,
			audio: { id: "audio_1", data: "UklG", expires_at: 1, transcript: "Hi" },
		}),
		says: { text: "", rawFinishReason: "stop" },
	},
	{
		what: "images beside the text, as OpenRouter gives them",
		stream: [
			frame({ content: "Hi", images: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA" } }] }),
			frame({}, "stop"),
			done,
		],
		says: { text: "Hi" },
	},
	{
		what: "Zhipu: a web search beside the choices",
		stream: [
			{ id: "c1", choices: [], web_search: [{ title: "A", link: "https://a", content: "text of the page" }] },
			frame({ role: "assistant", content: "Hi" }),
			{ ...Object(frame({ role: "assistant", content: "" }, "stop")), usage },
			done,
		],
		says: { text: "Hi", usage: counted },
	},
	{
		what: "SambaNova: usage with rates, a stream that ends with a frame without choices but with times",
		stream: [
			frame({ content: "Hi" }),
			frame({ content: "" }, "stop"),
			{
				id: "c1",
				choices: [],
				usage: { ...usage, total_tokens_per_sec: 100.5, is_last_response: 1, stop_reason: "stop" },
			},
			done,
		],
		says: { text: "Hi", usage: counted },
	},
	{
		what: "Fireworks: token ids and perf metrics beside the choices",
		stream: [
			frame({ role: "assistant" }),
			frame({ content: "Hi" }, null, { token_ids: [1] }),
			{ ...Object(frame({}, "stop")), usage, perf_metrics: { "prompt-tokens": "5" } },
			done,
		],
		says: { text: "Hi", usage: counted },
	},
	{
		what: "Together: a text beside the delta, a seed",
		stream: [
			{
				id: "c1",
				choices: [
					{
						index: 0,
						text: "Hi",
						delta: { token_id: 1, role: "assistant", content: "Hi" },
						logprobs: null,
						finish_reason: null,
					},
				],
				usage: null,
			},
			{ id: "c1", choices: [{ index: 0, text: "", seed: 123, delta: { content: "" }, finish_reason: "eos" }], usage },
			done,
		],
		says: { text: "Hi", finishReason: "stop", usage: counted },
	},
	{
		what: "a proxy that answers with nulls for everything that is not said",
		stream: [
			{ id: null, model: null, choices: null, usage: null, error: null },
			{
				id: "c1",
				choices: [
					{
						index: null,
						delta: {
							role: null,
							content: "Hi",
							tool_calls: null,
							function_call: null,
							refusal: null,
							reasoning_content: null,
							audio: null,
						},
						finish_reason: null,
						logprobs: null,
					},
				],
				usage: null,
				error: null,
			},
			{ id: "c1", choices: [{ index: 0, delta: null, finish_reason: "stop" }], error: null },
			done,
		],
		says: { text: "Hi", id: "c1" },
	},
	{
		what: "a delta with an empty list of tool calls on every frame",
		stream: [frame({ content: "Hi", tool_calls: [] }), frame({ content: "", tool_calls: [] }, "stop"), done],
		says: { text: "Hi", toolCalls: [], finishReason: "stop" },
	},
	{
		what: "an answer whose choices are empty",
		whole: { id: "c1", model: "served", choices: [], usage },
		says: { text: "", rawFinishReason: null, usage: counted },
	},
	{
		what: "Unicode: escapes of half pairs, a character of four bytes, separators of lines",
		stream: `data: {"choices":[{"index":0,"delta":{"content":"\\ud83d\\ude00😀\u2028\u0085é"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`,
		says: { text: "😀😀\u2028\u0085é" },
	},
];

const tools: Dialect[] = [
	{
		what: "Gemini: a call without an index, with a signature",
		stream: [
			frame({
				role: "assistant",
				tool_calls: [
					call(undefined, "fc-1", "f", '{"x":1}', { extra_content: { google: { thought_signature: "s" } } }),
				],
			}),
			frame({ role: "assistant" }, "stop"),
			done,
		],
		says: { toolCalls: [{ id: "fc-1", ...f }], finishReason: "tool_calls" },
	},
	{
		what: "a name that is repeated with every piece of the arguments, under one index",
		stream: [
			frame({ tool_calls: [call(0, "a", "f", "")] }),
			frame({ tool_calls: [call(0, "", "f", '{"x"')] }),
			frame({ tool_calls: [call(0, null, "f", ":1}")] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "a name that is repeated with every piece of the arguments, under one id without an index",
		stream: [
			frame({ tool_calls: [call(undefined, "a", "f", "")] }),
			frame({ tool_calls: [call(undefined, "a", "f", '{"x"')] }),
			frame({ tool_calls: [call(undefined, "a", "f", ":1}")] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "DashScope: pieces with an empty id and without a name",
		stream: [
			frame({ content: null, tool_calls: [call(0, "a", "f", "")] }),
			frame({ content: null, tool_calls: [call(0, "", undefined, '{"x": ')] }),
			frame({ content: null, tool_calls: [call(0, "", undefined, "1}")] }),
			frame({ content: "" }, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }], text: "" },
	},
	{
		what: "an id that changes with every piece, under one index",
		stream: [
			frame({ tool_calls: [call(0, "a1", "f", '{"x"')] }),
			frame({ tool_calls: [call(0, "a2", null, ":1")] }),
			frame({ tool_calls: [call(0, "a3", "", "}")] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: "a1", ...f }] },
	},
	{
		what: "an index that starts at 1",
		stream: [
			frame({ tool_calls: [call(1, "a", "f", '{"x"')] }),
			frame({ tool_calls: [call(1, undefined, undefined, ":1}")] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "an index that is a text in some frames",
		stream: [
			frame({ tool_calls: [call(0, "a", "f", '{"x"')] }),
			frame({ tool_calls: [call("0", undefined, undefined, ":1}")] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "an index that only the first piece has",
		stream: [
			frame({ tool_calls: [call(0, "a", "f", '{"x"')] }),
			frame({ tool_calls: [call(undefined, undefined, undefined, ":1}")] }),
			frame({ tool_calls: [call(1, "b", "f", '{"x"')] }),
			frame({ tool_calls: [call(undefined, undefined, undefined, ":2}")] }),
			frame({}, "tool_calls"),
			done,
		],
		says: {
			toolCalls: [
				{ id: "a", ...f },
				{ id: "b", name: "f", arguments: { x: 2 } },
			],
		},
	},
	{
		what: "an index that only the later pieces have",
		stream: [
			frame({ tool_calls: [call(undefined, "a", "f", "")] }),
			frame({ tool_calls: [call(0, undefined, undefined, '{"x"')] }),
			frame({ tool_calls: [call(0, undefined, undefined, ":1}")] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "pieces that only repeat the id, with another index",
		stream: [
			frame({ tool_calls: [call(0, "a", "f", '{"x"')] }),
			frame({ tool_calls: [call(1, "a", undefined, ":1}")] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "Moonshot: two calls without indexes in one frame, their arguments without ids in the next",
		stream: [
			frame({ tool_calls: [call(undefined, "a", "f", ""), call(undefined, "b", "f", "")] }),
			frame({
				tool_calls: [call(undefined, undefined, undefined, '{"x"'), call(undefined, undefined, undefined, '{"x"')],
			}),
			frame({ tool_calls: [{ function: { arguments: ":1}" } }, { function: { arguments: ":2}" } }] }),
			frame({}, "tool_calls"),
			done,
		],
		says: {
			toolCalls: [
				{ id: "a", ...f },
				{ id: "b", name: "f", arguments: { x: 2 } },
			],
		},
	},
	{
		what: "ids without indexes, which come back to the first call",
		stream: [
			frame({ tool_calls: [call(undefined, "a", "f", '{"x"')] }),
			frame({ tool_calls: [call(undefined, "b", "f", '{"x"')] }),
			frame({ tool_calls: [call(undefined, "a", undefined, ":1}")] }),
			frame({ tool_calls: [call(undefined, "b", undefined, ":2}")] }),
			frame({}, "tool_calls"),
			done,
		],
		says: {
			toolCalls: [
				{ id: "a", ...f },
				{ id: "b", name: "f", arguments: { x: 2 } },
			],
		},
	},
	{
		what: "an index that only the first piece has, where each repeats id and name",
		stream: [
			frame({ tool_calls: [call(0, "a", "f", '{"x"')] }),
			frame({ tool_calls: [call(undefined, "a", "f", ":1}")] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "an index that is a word",
		stream: [frame({ tool_calls: [call("zero", "a", "f", '{"x":1}')] }), frame({}, "tool_calls"), done],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "DeepSeek behind a proxy: the head of the second call under the first one's index, its tail under its own",
		stream: [
			frame({ tool_calls: [call(0, "a", "f", "")] }),
			frame({ tool_calls: [call(0, undefined, undefined, '{"x":1}')] }),
			frame({ tool_calls: [call(0, "b", "f", '{"x"')] }),
			frame({ tool_calls: [call(1, undefined, undefined, ":2}")] }),
			frame({}, "tool_calls"),
			done,
		],
		says: {
			toolCalls: [
				{ id: "a", ...f },
				{ id: "b", name: "f", arguments: { x: 2 } },
			],
		},
	},
	{
		what: "vLLM's Kimi parser: name and arguments of one call as two entries of one frame",
		stream: [
			frame({ tool_calls: [call(0, "a", "f", ""), call(0, undefined, undefined, '{"x":1}')] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "vMLX: an opening without a name, then the id again with the name and the whole call",
		stream: [
			frame({ tool_calls: [call(0, "a", "", "")] }),
			frame({ tool_calls: [call(0, "a", "f", '{"x":1}')] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "LiteLLM in front of the Responses API: indexes with gaps, since reasoning counts too",
		stream: [
			frame({ tool_calls: [call(1, "a", "f", "")] }),
			frame({ tool_calls: [call(1, null, null, '{"x":1}')] }),
			frame({ tool_calls: [call(4, "b", "f", "")] }),
			frame({ tool_calls: [call(4, null, null, '{"x":2}')] }),
			frame({}, "tool_calls"),
			done,
		],
		says: {
			toolCalls: [
				{ id: "a", ...f },
				{ id: "b", name: "f", arguments: { x: 2 } },
			],
		},
	},
	{
		what: "SGLang: nulls for what a later piece does not say",
		stream: [
			frame({ role: "assistant", content: null, reasoning_content: null, tool_calls: [call(0, "a", "f", "")] }),
			frame({ role: null, content: null, tool_calls: [call(0, null, null, '{"x":1}')] }),
			frame({ role: null, content: null, tool_calls: null }, "tool_calls", { matched_stop: null }),
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "an endpoint that tells the id only after the name",
		stream: [
			frame({ tool_calls: [call(0, undefined, "f", "")] }),
			frame({ tool_calls: [call(0, "a", undefined, "")] }),
			frame({ tool_calls: [call(0, "a", undefined, '{"x":1}')] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: expect.any(String) as never, ...f }] },
	},
	{
		what: "a name that comes after the arguments have begun",
		stream: [
			frame({ tool_calls: [call(0, "a", undefined, "")] }),
			frame({ tool_calls: [call(0, undefined, "f", '{"x":1}')] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "a call without a type and without an id",
		stream: [
			frame({ tool_calls: [{ index: 0, function: { name: "f", arguments: '{"x":1}' } }] }),
			frame({}, "stop"),
			done,
		],
		whole: whole({ content: null, tool_calls: [{ function: { name: "f", arguments: '{"x":1}' } }] }, "tool_calls"),
		says: { toolCalls: [{ id: expect.any(String) as never, ...f }] },
	},
	{
		what: "the last frame repeats the calls whole, as a message",
		stream: [
			frame({ tool_calls: [call(0, "a", "f", '{"x":1}')] }),
			{
				id: "c1",
				choices: [
					{
						index: 0,
						delta: {},
						message: { content: null, tool_calls: [call(0, "a", "f", '{"x":1}')] },
						finish_reason: "tool_calls",
					},
				],
			},
			done,
		],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "Copilot: the text in one choice and each call in one of its own",
		whole: {
			id: "c1",
			choices: [
				{ finish_reason: "tool_calls", message: { content: "Hi", role: "assistant" } },
				{
					finish_reason: "tool_calls",
					message: { role: "assistant", tool_calls: [call(undefined, "a", "f", '{"x":1}')] },
				},
				{
					finish_reason: "tool_calls",
					message: { role: "assistant", tool_calls: [call(undefined, "b", "f", '{"x":2}')] },
				},
			],
			usage,
		},
		says: {
			text: "Hi",
			toolCalls: [
				{ id: "a", ...f },
				{ id: "b", name: "f", arguments: { x: 2 } },
			],
		},
	},
	{
		what: "arguments that are JSON twice over",
		whole: whole({ content: null, tool_calls: [call(undefined, "a", "f", JSON.stringify('{"x":1}'))] }, "tool_calls"),
		says: {
			toolCalls: [{ id: "a", name: "f", arguments: {}, invalid: true, argumentsText: JSON.stringify('{"x":1}') }],
		},
	},
	{
		what: "arguments with blanks around, over several lines",
		stream: [frame({ tool_calls: [call(0, "a", "f", '\n{\n  "x": 1\n}\n')] }), frame({}, "tool_calls"), done],
		says: { toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "calls after the finish reason, in a frame of their own",
		stream: [frame({ content: "Hi" }, "tool_calls"), frame({ tool_calls: [call(0, "a", "f", '{"x":1}')] }), done],
		says: { text: "Hi", toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "text between the pieces of a call",
		stream: [
			frame({ content: "H", tool_calls: [call(0, "a", "f", '{"x"')] }),
			frame({ content: "i" }),
			frame({ tool_calls: [call(0, undefined, undefined, ":1}")] }),
			frame({}, "tool_calls"),
			done,
		],
		says: { text: "Hi", toolCalls: [{ id: "a", ...f }] },
	},
	{
		what: "two calls of one frame, then pieces of both in one frame",
		stream: [
			frame({ tool_calls: [call(0, "a", "f", ""), call(1, "b", "f", "")] }),
			frame({ tool_calls: [call(1, undefined, undefined, '{"x":2}'), call(0, undefined, undefined, '{"x":1}')] }),
			frame({}, "tool_calls"),
			done,
		],
		says: {
			toolCalls: [
				{ id: "a", ...f },
				{ id: "b", name: "f", arguments: { x: 2 } },
			],
		},
	},
	{
		what: "the same call without arguments twice, under two indexes",
		stream: [frame({ tool_calls: [call(0, "a", "f", "{}"), call(1, "b", "f", "")] }), frame({}, "tool_calls"), done],
		says: {
			toolCalls: [
				{ id: "a", name: "f", arguments: {} },
				{ id: "b", name: "f", arguments: {} },
			],
		},
	},
];

const words: [string, string][] = [
	["network_error", "error"],
	["SAFETY", "content_filter"],
	["content_filter: RECITATION", "content_filter"],
	["function_call_filter: MALFORMED_FUNCTION_CALL", "error"],
	["MALFORMED_FUNCTION_CALL", "error"],
	["MAX_TOKENS", "length"],
	["model_context_window_exceeded", "length"],
	["eos_token", "stop"],
	["stop_sequence", "stop"],
	["STOP", "stop"],
	["function_call", "tool_calls"],
	["tool_use", "tool_calls"],
	["ERROR_TOXIC", "error"],
	["not_finished", "unknown"],
];

const kinds: Kind[] = ["openai", "workers-ai"];

describe.each(kinds)("dialects of the chat wire over %s", (kind) => {
	it.each(texts.map((dialect) => [dialect.what, dialect] as const))("%s", (_what, dialect) =>
		expectDialect(dialect, kind),
	);
});

describe.each(kinds)("dialects of tool calls over %s", (kind) => {
	it.each(tools.map((dialect) => [dialect.what, dialect] as const))("%s", (_what, dialect) =>
		expectDialect(dialect, kind),
	);
});

describe("finish words", () => {
	it.each(words)("%s means %s", (word, finishReason) =>
		expectDialect(
			{
				what: word,
				whole: whole({ content: "Hi" }, word),
				stream: [frame({ content: "Hi" }, word), done],
				says: { finishReason: finishReason as never, rawFinishReason: word },
			},
			"openai",
		),
	);
});
