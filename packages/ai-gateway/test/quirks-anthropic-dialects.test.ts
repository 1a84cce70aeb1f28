import { describe, it } from "vitest";
import { type Dialect, expectDialect } from "./dialect.ts";

const started = { input_tokens: 3, output_tokens: 1 };
const start = (usage: unknown = started, more: object = {}): unknown => ({
	type: "message_start",
	message: {
		id: "msg_1",
		type: "message",
		role: "assistant",
		model: "served",
		content: [],
		stop_reason: null,
		stop_sequence: null,
		usage,
		...more,
	},
});
const open = (index: number, block: object): unknown => ({ type: "content_block_start", index, content_block: block });
const delta = (index: number, piece: object): unknown => ({ type: "content_block_delta", index, delta: piece });
const text = (index: number, piece: string): unknown => delta(index, { type: "text_delta", text: piece });
const json = (index: number, piece: string): unknown => delta(index, { type: "input_json_delta", partial_json: piece });
const close = (index: number): unknown => ({ type: "content_block_stop", index });
const finish = (reason: string | null, more: object = {}): unknown => ({
	type: "message_delta",
	delta: { stop_reason: reason, stop_sequence: null },
	usage: { output_tokens: 9 },
	...more,
});
const end = { type: "message_stop" };
const hi = [open(0, { type: "text", text: "" }), text(0, "Hi"), close(0)];
const whole = (content: unknown, reason = "end_turn", more: object = {}): unknown => ({
	id: "msg_1",
	type: "message",
	role: "assistant",
	model: "served",
	content,
	stop_reason: reason,
	stop_sequence: null,
	usage: { input_tokens: 3, output_tokens: 9 },
	...more,
});
const usage = { inputTokens: 3, outputTokens: 9 };
const call = { id: "a", name: "f", arguments: { x: 1 } };

const dialects: Dialect[] = [
	{
		what: "named events with pings between, as the vendor frames them",
		stream: [start(), { type: "ping" }, ...hi, { type: "ping" }, finish("end_turn"), end]
			.map((event) => `event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`)
			.join(""),
		whole: whole([{ type: "text", text: "Hi", citations: null }]),
		says: { text: "Hi", usage, id: "msg_1", servedModel: "served", finishReason: "stop" },
	},
	{
		what: "events that only their data names, with line ends of Windows",
		stream: [start(), ...hi, finish("end_turn"), end].map((event) => `data:${JSON.stringify(event)}\r\n\r\n`).join(""),
		says: { text: "Hi", usage },
	},
	{
		what: "cache counters, some null, with the split by age and a tier",
		stream: [
			start({
				input_tokens: 3,
				cache_creation_input_tokens: 20,
				cache_read_input_tokens: 100,
				cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 0 },
				output_tokens: 1,
				service_tier: "standard",
				inference_geo: "global",
			}),
			...hi,
			finish("end_turn"),
			end,
		],
		says: { usage: { inputTokens: 123, outputTokens: 9, cachedInputTokens: 100, cacheWriteTokens: 20 } },
	},
	{
		what: "usage with nulls in place of counts",
		whole: whole([{ type: "text", text: "Hi" }], "end_turn", {
			usage: {
				input_tokens: 3,
				output_tokens: 9,
				cache_creation_input_tokens: null,
				cache_read_input_tokens: null,
				server_tool_use: null,
				service_tier: null,
			},
		}),
		says: { usage },
	},
	{
		what: "totals in `message_delta` that replace those of the start, after a search",
		stream: [
			start(),
			...hi,
			finish("end_turn", {
				usage: {
					input_tokens: 400,
					cache_creation_input_tokens: 0,
					cache_read_input_tokens: 0,
					output_tokens: 9,
					server_tool_use: { web_search_requests: 1 },
				},
			}),
			end,
		],
		says: { usage: { inputTokens: 400, outputTokens: 9, cachedInputTokens: 0, cacheWriteTokens: 0 } },
	},
	{
		what: "a gateway that counts nothing at the start and all of it at the end",
		stream: [
			start({ input_tokens: 0, output_tokens: 0 }),
			...hi,
			finish("end_turn", { usage: { input_tokens: 3, output_tokens: 9 } }),
			end,
		],
		says: { text: "Hi", usage },
	},
	{
		what: "a start without content and usage, as proxies write it",
		stream: [
			{ type: "message_start", message: { id: "msg_1", role: "assistant", model: "served" } },
			...hi,
			finish("end_turn", { usage: { input_tokens: 3, output_tokens: 9 } }),
			end,
		],
		says: { text: "Hi", usage, id: "msg_1" },
	},
	{
		what: "a start that is the whole answer, after code that the vendor ran",
		stream: [
			start(undefined, {
				content: [
					{
						type: "code_execution_tool_result",
						tool_use_id: "srv_1",
						content: { type: "code_execution_result", stdout: "no", stderr: "", return_code: 0, content: [] },
					},
					{ type: "text", text: "Hi" },
					{ type: "tool_use", id: "a", name: "f", input: { x: 1 }, caller: { type: "direct" } },
				],
				stop_reason: "tool_use",
			}),
			end,
		],
		says: { text: "Hi", toolCalls: [call], rawFinishReason: "tool_use" },
	},
	{
		what: "a vendor's fallback to another model between two thoughts",
		stream: [
			start(),
			open(0, { type: "thinking", thinking: "", signature: "" }),
			delta(0, { type: "thinking_delta", thinking: "one " }),
			delta(0, { type: "signature_delta", signature: "s1" }),
			close(0),
			open(1, { type: "fallback", from: { model: "m1" }, to: { model: "m2" } }),
			close(1),
			open(2, { type: "thinking", thinking: "", signature: "" }),
			delta(2, { type: "thinking_delta", thinking: "two" }),
			delta(2, { type: "signature_delta", signature: "s2" }),
			close(2),
			open(3, { type: "tool_use", id: "a", name: "f", input: {} }),
			json(3, '{"x":1}'),
			close(3),
			finish("tool_use", { usage: { output_tokens: 9, iterations: [{ type: "message", output_tokens: 4 }] } }),
			end,
		],
		says: { text: "", reasoning: "one two", toolCalls: [call], usage },
	},
	{
		what: "thinking that is signed in a delta of its own, then text",
		stream: [
			start(),
			open(0, { type: "thinking", thinking: "", signature: "" }),
			delta(0, { type: "thinking_delta", thinking: "h" }),
			delta(0, { type: "thinking_delta", thinking: "m" }),
			delta(0, { type: "signature_delta", signature: "EqQB" }),
			close(0),
			open(1, { type: "text", text: "" }),
			text(1, "Hi"),
			close(1),
			finish("end_turn"),
			end,
		],
		whole: whole([
			{ type: "thinking", thinking: "hm", signature: "EqQB" },
			{ type: "text", text: "Hi" },
		]),
		says: { text: "Hi", reasoning: "hm" },
	},
	{
		what: "thinking that is not shown, only signed",
		stream: [
			start(),
			open(0, { type: "thinking", thinking: "", signature: "" }),
			delta(0, { type: "signature_delta", signature: "EqQB" }),
			close(0),
			open(1, { type: "text", text: "" }),
			text(1, "Hi"),
			close(1),
			finish("end_turn"),
			end,
		],
		says: { text: "Hi", reasoning: undefined },
	},
	{
		what: "redacted thinking",
		stream: [
			start(),
			open(0, { type: "redacted_thinking", data: "EmwK" }),
			close(0),
			open(1, { type: "text", text: "" }),
			text(1, "Hi"),
			close(1),
			finish("end_turn"),
			end,
		],
		whole: whole([
			{ type: "redacted_thinking", data: "EmwK" },
			{ type: "text", text: "Hi" },
		]),
		says: { text: "Hi", reasoning: undefined },
	},
	{
		what: "citations as deltas between the texts",
		stream: [
			start(),
			open(0, { citations: [], type: "text", text: "" }),
			text(0, "H"),
			delta(0, {
				type: "citations_delta",
				citation: { type: "char_location", cited_text: "not said", document_index: 0 },
			}),
			text(0, "i"),
			close(0),
			finish("end_turn"),
			end,
		],
		says: { text: "Hi" },
	},
	{
		what: "a search of the vendor's own, its input in pieces, its result whole",
		stream: [
			start(),
			open(0, { type: "server_tool_use", id: "srv_1", name: "web_search", input: {} }),
			json(0, ""),
			json(0, '{"query": "x"}'),
			close(0),
			open(1, {
				type: "web_search_tool_result",
				tool_use_id: "srv_1",
				content: [{ type: "web_search_result", title: "T", url: "https://a", encrypted_content: "E", page_age: null }],
			}),
			close(1),
			open(2, { type: "text", text: "" }),
			text(2, "Hi"),
			close(2),
			finish("end_turn"),
			end,
		],
		says: { text: "Hi", toolCalls: [] },
	},
	{
		what: "a search that failed",
		whole: whole([
			{ type: "server_tool_use", id: "srv_1", name: "web_search", input: { query: "x" } },
			{
				type: "web_search_tool_result",
				tool_use_id: "srv_1",
				content: { type: "web_search_tool_result_error", error_code: "max_uses_exceeded" },
			},
			{ type: "text", text: "Hi" },
		]),
		says: { text: "Hi", toolCalls: [] },
	},
	{
		what: "code that the vendor ran, in a container, beside a call of the caller's",
		whole: whole(
			[
				{ type: "server_tool_use", id: "srv_1", name: "bash_code_execution", input: { command: "ls" } },
				{
					type: "bash_code_execution_tool_result",
					tool_use_id: "srv_1",
					content: { type: "bash_code_execution_result", stdout: "no", stderr: "", return_code: 0, content: [] },
				},
				{
					type: "tool_use",
					id: "a",
					name: "f",
					input: { x: 1 },
					caller: { type: "code_execution_20250825", tool_id: "srv_1" },
				},
			],
			"tool_use",
			{ container: { id: "c_1", expires_at: "2026-01-01T00:00:00Z", skills: null } },
		),
		says: { text: "", toolCalls: [call], finishReason: "tool_calls" },
	},
	{
		what: "a compaction, whose text is no answer",
		stream: [
			start(),
			open(0, { type: "compaction", content: null }),
			delta(0, { type: "compaction_delta", content: "summary" }),
			close(0),
			open(1, { type: "text", text: "" }),
			text(1, "Hi"),
			close(1),
			finish("end_turn", { context_management: { applied_edits: [] } }),
			end,
		],
		whole: whole([
			{ type: "compaction", content: "summary" },
			{ type: "text", text: "Hi" },
		]),
		says: { text: "Hi" },
	},
	{
		what: "a call whose input comes in pieces of a few characters, after an empty one",
		stream: [
			start(),
			open(0, { type: "tool_use", id: "a", name: "f", input: {} }),
			json(0, ""),
			json(0, '{"'),
			json(0, 'x": '),
			json(0, "1}"),
			close(0),
			finish("tool_use"),
			end,
		],
		whole: whole([{ type: "tool_use", id: "a", name: "f", input: { x: 1 } }], "tool_use"),
		says: { toolCalls: [call], finishReason: "tool_calls" },
	},
	{
		what: "fine-grained pieces that are no JSON in the end",
		stream: [
			start(),
			open(0, { type: "tool_use", id: "a", name: "f", input: {} }),
			json(0, '{"x": "he said "hi""}'),
			close(0),
			finish("tool_use"),
			end,
		],
		says: { toolCalls: [{ id: "a", name: "f", arguments: {}, invalid: true, argumentsText: '{"x": "he said "hi""}' }] },
	},
	{
		what: "a whole call, and one that the limit cut",
		stream: [
			start(),
			open(0, { type: "tool_use", id: "a", name: "f", input: {} }),
			json(0, '{"x": 1}'),
			close(0),
			open(1, { type: "tool_use", id: "b", name: "f", input: {} }),
			json(1, '{"x": '),
			close(1),
			finish("max_tokens"),
			end,
		],
		says: {
			toolCalls: [call, { id: "b", name: "f", arguments: {}, invalid: true, argumentsText: '{"x": ' }],
			finishReason: "length",
		},
	},
	{
		what: "a call without any input, then text",
		stream: [
			start(),
			open(0, { type: "tool_use", id: "a", name: "f", input: {} }),
			close(0),
			open(1, { type: "text", text: "" }),
			text(1, "Hi"),
			close(1),
			finish("end_turn"),
			end,
		],
		says: { text: "Hi", toolCalls: [{ id: "a", name: "f", arguments: {} }] },
	},
	{
		what: "Bedrock behind a proxy: a call with its input at the start, as text ids of another kind",
		stream: [
			start(),
			open(0, { type: "tool_use", id: "tooluse_1", name: "f", input: { x: 1 } }),
			close(0),
			finish("tool_use"),
			end,
		],
		says: { toolCalls: [{ ...call, id: "tooluse_1" }] },
	},
	{
		what: "Bedrock: metrics of the invocation beside the last event",
		stream: [
			start(),
			...hi,
			finish("end_turn"),
			{ ...end, "amazon-bedrock-invocationMetrics": { inputTokenCount: 3, outputTokenCount: 9, invocationLatency: 5 } },
		],
		says: { text: "Hi", usage },
	},
	{
		what: "a refusal in the middle",
		stream: [start(), ...hi, finish("refusal"), end],
		whole: whole([{ type: "text", text: "Hi" }], "refusal"),
		says: { text: "Hi", finishReason: "content_filter", rawFinishReason: "refusal" },
	},
	{
		what: "an answer that fills the context window",
		stream: [start(), ...hi, finish("model_context_window_exceeded"), end],
		whole: whole([{ type: "text", text: "Hi" }], "model_context_window_exceeded"),
		says: { text: "Hi", finishReason: "length" },
	},
	{
		what: "a paused turn",
		stream: [start(), ...hi, finish("pause_turn"), end],
		says: { text: "Hi", finishReason: "pause" },
	},
	{
		what: "an answer without content",
		stream: [start(), finish("end_turn"), end],
		whole: whole([]),
		says: { text: "", finishReason: "stop", usage },
	},
	{
		what: "a delta of a kind that is not known, on a text",
		stream: [
			start(),
			open(0, { type: "text", text: "" }),
			text(0, "Hi"),
			delta(0, { type: "tone_delta", tone: "warm" }),
			close(0),
			finish("end_turn"),
			end,
		],
		says: { text: "Hi" },
	},
	{
		what: "an event of a kind that is not known, with a delta of its own",
		stream: [start(), ...hi, { type: "message_note", delta: { text: "no" } }, finish("end_turn"), end],
		says: { text: "Hi" },
	},
	{
		what: "a gateway's terminal frame after `message_stop`",
		stream: `${[start(), ...hi, finish("end_turn"), end].map((event) => `data: ${JSON.stringify(event)}\n\n`).join("")}event: data\ndata: [DONE]\n\n`,
		says: { text: "Hi" },
	},
	{
		what: "a stop reason that is repeated without usage",
		stream: [
			start(),
			...hi,
			finish("end_turn"),
			{ type: "message_delta", delta: { stop_reason: null }, usage: null },
			end,
		],
		says: { text: "Hi", rawFinishReason: "end_turn", usage },
	},
	{
		what: "blocks that are not closed",
		stream: [
			start(),
			open(0, { type: "text", text: "" }),
			text(0, "Hi"),
			open(1, { type: "tool_use", id: "a", name: "f", input: {} }),
			json(1, '{"x":1}'),
			finish("tool_use"),
			end,
		],
		says: { text: "Hi", toolCalls: [call] },
	},
	{
		what: "a block that is closed twice",
		stream: [
			start(),
			open(0, { type: "tool_use", id: "a", name: "f", input: {} }),
			json(0, '{"x":1}'),
			close(0),
			close(0),
			finish("tool_use"),
			end,
		],
		says: { toolCalls: [call] },
	},
	{
		what: "a text that is there at the start of its block",
		stream: [start(), open(0, { type: "text", text: "H" }), text(0, "i"), close(0), finish("end_turn"), end],
		says: { text: "Hi" },
	},
];

describe("dialects of Anthropic's wire", () => {
	it.each(dialects.map((dialect) => [dialect.what, dialect] as const))("%s", (_what, dialect) =>
		expectDialect(dialect, "anthropic"),
	);
});
