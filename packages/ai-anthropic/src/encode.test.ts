import type { AiInput, ChatMessage, ContentPart, StreamOptions } from "@workkit/ai-core";
import { describe, expect, it } from "vitest";
import { gatewayOf, ran, recorder, streamed } from "../test/exchange.ts";

const cached = { cache_control: { type: "ephemeral" } };
const text = (value: string) => ({ type: "text", text: value });
const hello = [{ role: "user", content: [text("Hello")] }];
const weather = {
	name: "get_weather",
	description: "Tells the weather.",
	parameters: { type: "object", properties: { city: { type: "string" } } },
};
const wireWeather = { name: weather.name, description: weather.description, input_schema: weather.parameters };

/** What a conversation is sent as. */
async function sentAs(
	messages: ChatMessage[],
	options?: StreamOptions,
): Promise<{ system?: unknown; messages?: unknown }> {
	const { body } = await ran({ messages }, options);
	return { messages: body.messages, ...("system" in body && { system: body.system }) };
}

/** The one block that a user's part is sent as. */
async function blockOf(part: ContentPart): Promise<unknown> {
	const { messages } = await sentAs([{ role: "user", content: [part] }]);
	return (messages as { content: unknown[] }[])[0]?.content[0];
}

describe("the conversation", () => {
	it("is one user message for a prompt", async () => {
		const { url, body } = await ran({ prompt: "Hello" });
		expect(url).toBe("https://api.anthropic.com/v1/messages");
		expect(body).toEqual({ model: "test-model", max_tokens: 32_000, messages: hello });
	});

	it("has its system messages apart, wherever they stood", async () => {
		expect(
			await sentAs([
				{ role: "system", content: "One." },
				{ role: "user", content: "Hello" },
				{ role: "system", content: [{ type: "text", text: "Two." }] },
			]),
		).toEqual({ system: [text("One."), text("Two.")], messages: hello });
	});

	it("has the vendor's own system field before the system messages", async () => {
		const messages: ChatMessage[] = [
			{ role: "system", content: "Two." },
			{ role: "user", content: "Hello" },
		];
		expect((await ran({ messages, system: "One." })).body.system).toEqual([text("One."), text("Two.")]);
		expect((await ran({ messages, system: [text("One.")] })).body.system).toEqual([text("One."), text("Two.")]);
		expect((await ran({ prompt: "Hello", system: "One." })).body.system).toEqual([text("One.")]);
	});

	it("joins neighbours of one role", async () => {
		const { messages } = await sentAs([
			{ role: "user", content: "a" },
			{ role: "user", content: "b" },
			{ role: "assistant", content: "c" },
			{ role: "assistant", content: "d" },
			{ role: "user", content: "e" },
		]);
		expect(messages).toEqual([
			{ role: "user", content: [text("a"), text("b")] },
			{ role: "assistant", content: [text("c"), text("d")] },
			{ role: "user", content: [text("e")] },
		]);
	});

	it("leaves out empty texts, texts of spaces, and empty messages, which the vendor refuses", async () => {
		const { messages } = await sentAs([
			{ role: "user", content: "Hello" },
			{ role: "assistant", content: "" },
			{ role: "assistant", content: " \n" },
			{ role: "assistant", content: null },
			{ role: "user", content: [{ type: "text", text: "" }] },
			{ role: "system", content: "" },
		]);
		expect(messages).toEqual(hello);
	});

	it.each<AiInput>([
		{ messages: [{ role: "system", content: "Be brief." }] },
		{ prompt: "" },
		{ messages: [{ role: "user", content: [] }] },
	])("with nothing to answer is refused before anything is sent: %j", async (input) => {
		const { sent, fetch } = recorder();
		await expect(gatewayOf({ fetch }).run("test-model", input)).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
			message: expect.stringContaining("user message"),
		});
		expect(sent).toEqual([]);
	});
});

describe("prompt caching", () => {
	it("marks the block that ends the prefix, in system messages too", async () => {
		expect(
			await sentAs([
				{ role: "system", content: "Long", cacheControl: "ephemeral" },
				{ role: "system", content: "Short" },
				{
					role: "user",
					content: [
						{ type: "text", text: "a" },
						{ type: "text", text: "b" },
					],
					cacheControl: "ephemeral",
				},
				{ role: "user", content: "c" },
			]),
		).toEqual({
			system: [{ ...text("Long"), ...cached }, text("Short")],
			messages: [{ role: "user", content: [text("a"), { ...text("b"), ...cached }, text("c")] }],
		});
	});

	it("marks pictures, tool calls and tool results", async () => {
		const { messages } = await sentAs([
			{ role: "user", content: [{ type: "image", image: "https://example.com/a.png" }], cacheControl: "ephemeral" },
			{ role: "assistant", content: "", toolCalls: [{ id: "1", name: "f", arguments: {} }], cacheControl: "ephemeral" },
			{ role: "tool", content: "r", toolCallId: "1", cacheControl: "ephemeral" },
		]);
		expect(messages).toEqual([
			{
				role: "user",
				content: [{ type: "image", source: { type: "url", url: "https://example.com/a.png" }, ...cached }],
			},
			{ role: "assistant", content: [{ type: "tool_use", id: "1", name: "f", input: {}, ...cached }] },
			{ role: "user", content: [{ type: "tool_result", tool_use_id: "1", content: [text("r")], ...cached }] },
		]);
	});

	it("marks nothing where nothing is marked", async () => {
		expect(JSON.stringify(await sentAs([{ role: "user", content: "Hello" }]))).not.toContain("cache_control");
	});
});

describe("settings", () => {
	it.each<[AiInput, number]>([
		[{ prompt: "Hello" }, 32_000],
		[{ prompt: "Hello", maxTokens: 5 }, 5],
		[{ prompt: "Hello", max_tokens: 5 }, 5],
		[{ prompt: "Hello", max_completion_tokens: 5 }, 5],
		[{ prompt: "Hello", maxTokens: undefined }, 32_000],
		[{ prompt: "Hello", max_tokens: undefined }, 32_000],
	])("always say max_tokens, which the vendor requires: %o → %d", async (input, expected) => {
		const { body } = await ran(input);
		expect(body.max_tokens).toBe(expected);
		expect(body).not.toHaveProperty("max_completion_tokens");
		expect(body).not.toHaveProperty("maxTokens");
	});

	it.each<[Record<string, unknown>, Record<string, unknown>]>([
		[{ temperature: 0 }, { temperature: 0 }],
		[{ topP: 0.5 }, { top_p: 0.5 }],
		[{ top_p: 0.5 }, { top_p: 0.5 }],
		[{ topK: 5 }, { top_k: 5 }],
		[{ top_k: 5 }, { top_k: 5 }],
		[{ stop: "END" }, { stop_sequences: ["END"] }],
		[{ stop: ["a", "b"] }, { stop_sequences: ["a", "b"] }],
		[{ stop_sequences: ["a"] }, { stop_sequences: ["a"] }],
		[{ reasoningEffort: "low" }, { output_config: { effort: "low" } }],
		[{ reasoning_effort: "low" }, { output_config: { effort: "low" } }],
	])("%o go as %o", async (settings, wire) => {
		const { body, output } = await ran({ prompt: "Hello", ...settings });
		expect(body).toEqual({ model: "test-model", max_tokens: 32_000, messages: hello, ...wire });
		expect(output.warnings).toBeUndefined();
	});

	it.each([
		["seed", { seed: 7 }],
		["frequency_penalty", { frequencyPenalty: 1 }],
		["frequency_penalty", { frequency_penalty: 1 }],
		["presence_penalty", { presencePenalty: 1 }],
		["presence_penalty", { presence_penalty: 1 }],
	])("leave out %s, which the vendor does not know, and say so", async (name, settings) => {
		const { body, output } = await ran({ prompt: "Hello", ...settings });
		expect(body).toEqual({ model: "test-model", max_tokens: 32_000, messages: hello });
		expect(output.warnings).toEqual([expect.stringContaining(name)]);
	});

	it("under version 2026-10-21 leave sampling out, and say so", async () => {
		const input = { prompt: "Hello", temperature: 1, topP: 0.5, topK: 5, maxTokens: 9 };
		for (const settings of [{ version: "2026-10-21" }, { headers: { "anthropic-version": "2026-10-21" } }]) {
			const { body, headers, output } = await ran(input, {}, settings);
			expect(headers["anthropic-version"]).toBe("2026-10-21");
			expect(body).toEqual({ model: "test-model", max_tokens: 9, messages: hello });
			expect(output.warnings).toEqual(["temperature", "top_p", "top_k"].map((name) => expect.stringContaining(name)));
		}
	});

	it("follow the version that is really sent, however its header is written and whoever sets it", async () => {
		const input = { prompt: "Hello", temperature: 1 };
		const newer = { "Anthropic-Version": "2026-10-21" };
		for (const { body, headers } of [await ran(input, {}, { headers: newer }), await ran(input, { headers: newer })]) {
			expect(headers["anthropic-version"]).toBe("2026-10-21");
			expect(body).not.toHaveProperty("temperature");
		}
	});
});

describe("vendor fields", () => {
	it("pass as they are", async () => {
		const fields = {
			thinking: { type: "adaptive" },
			metadata: { user_id: "u" },
			service_tier: "auto",
			output_config: { effort: "max" },
		};
		expect((await ran({ prompt: "Hello", ...fields })).body).toMatchObject(fields);
	});

	it("cannot replace the model, the messages or whether it streams", async () => {
		const { body } = await ran({ prompt: "Hello", model: "dearer-model", stream: true });
		expect(body).toEqual({ model: "test-model", max_tokens: 32_000, messages: hello });
		expect((await streamed({ prompt: "Hello", model: "dearer-model", stream: false })).body).toEqual({
			model: "test-model",
			max_tokens: 32_000,
			messages: hello,
			stream: true,
		});
	});
});

describe("tools", () => {
	it("are sent with their schema as input_schema", async () => {
		const { body } = await ran({ prompt: "Hello" }, { toolOptions: { tools: [weather] } });
		expect(body.tools).toEqual([wireWeather]);
		expect(body).not.toHaveProperty("tool_choice");
	});

	it.each([
		["auto", { type: "auto" }],
		["none", { type: "none" }],
		["required", { type: "any" }],
		[{ name: "get_weather" }, { type: "tool", name: "get_weather" }],
	] as const)("with the choice %o", async (toolChoice, expected) => {
		const { body } = await ran({ prompt: "Hello" }, { toolOptions: { tools: [weather], toolChoice } });
		expect(body.tool_choice).toEqual(expected);
	});

	it("that are none leave no choice either, which the vendor would refuse", async () => {
		const { body } = await ran({ prompt: "Hello" }, { toolOptions: { tools: [], toolChoice: "auto" } });
		expect(body).not.toHaveProperty("tools");
		expect(body).not.toHaveProperty("tool_choice");
	});

	it("stand beside those that the vendor runs itself", async () => {
		const own = { type: "web_search_20250305", name: "web_search" };
		const { body } = await ran({ prompt: "Hello", tools: [own] }, { toolOptions: { tools: [weather] } });
		expect(body.tools).toEqual([own, wireWeather]);
	});
});

describe("tool turns", () => {
	const native = [
		{ role: "user", content: [text("Weather?")] },
		{
			role: "assistant",
			content: [
				text("Let me look."),
				{ type: "tool_use", id: "a", name: "get_weather", input: { city: "Paris" } },
				{ type: "tool_use", id: "b", name: "get_weather", input: { city: "Rome" } },
			],
		},
		{
			role: "user",
			content: [
				{ type: "tool_result", tool_use_id: "a", content: [text("18 °C")] },
				{ type: "tool_result", tool_use_id: "b", content: [text("24 °C")] },
				text("In one sentence."),
			],
		},
	];

	it("travel as blocks, all results of parallel calls first in one user message", async () => {
		const { messages } = await sentAs([
			{ role: "user", content: "Weather?" },
			{
				role: "assistant",
				content: "Let me look.",
				toolCalls: [
					{ id: "a", name: "get_weather", arguments: { city: "Paris" } },
					{ id: "b", name: "get_weather", arguments: { city: "Rome" } },
				],
			},
			{ role: "tool", content: "18 °C", toolCallId: "a" },
			{ role: "tool", content: "24 °C", toolCallId: "b" },
			{ role: "user", content: "In one sentence." },
		]);
		expect(messages).toEqual(native);
	});

	it("are read in OpenAI's spelling", async () => {
		const call = (id: string, city: string) =>
			({ id, type: "function", function: { name: "get_weather", arguments: JSON.stringify({ city }) } }) as const;
		const { messages } = await sentAs([
			{ role: "user", content: "Weather?" },
			{ role: "assistant", content: "Let me look.", tool_calls: [call("a", "Paris"), call("b", "Rome")] },
			{ role: "tool", content: "18 °C", tool_call_id: "a" },
			{ role: "tool", content: "24 °C", tool_call_id: "b" },
			{ role: "user", content: "In one sentence." },
		]);
		expect(messages).toEqual(native);
	});

	it("put a result first that the caller wrote after a word of the user", async () => {
		const { messages } = await sentAs([
			{ role: "assistant", content: "", toolCalls: [{ id: "a", name: "f", arguments: {} }] },
			{ role: "user", content: "Hurry." },
			{ role: "tool", content: "r", toolCallId: "a" },
		]);
		expect(messages).toEqual([
			{ role: "assistant", content: [{ type: "tool_use", id: "a", name: "f", input: {} }] },
			{ role: "user", content: [{ type: "tool_result", tool_use_id: "a", content: [text("r")] }, text("Hurry.")] },
		]);
	});

	it("map ids of other vendors to what this one accepts, the same way on both sides", async () => {
		const { messages } = await sentAs([
			{ role: "assistant", content: "", toolCalls: [{ id: "functions.f:0", name: "f", arguments: {} }] },
			{ role: "tool", content: "r", toolCallId: "functions.f:0" },
		]);
		expect(messages).toMatchObject([
			{ content: [{ id: "functions_f_0" }] },
			{ content: [{ tool_use_id: "functions_f_0" }] },
		]);
	});

	it("may answer with pictures, and with nothing", async () => {
		const { messages } = await sentAs([
			{ role: "tool", content: [{ type: "image", image: "iVBORw0KGgo=" }], toolCallId: "a" },
			{ role: "tool", content: "", toolCallId: "b" },
		]);
		expect(messages).toMatchObject([
			{
				content: [
					{ tool_use_id: "a", content: [{ type: "image" }] },
					{ tool_use_id: "b", content: [] },
				],
			},
		]);
	});
});

describe("pictures and documents", () => {
	const png = "iVBORw0KGgo=";
	const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
	const asData = { type: "image", source: { type: "base64", media_type: "image/png", data: png } };
	const asUrl = { type: "image", source: { type: "url", url: "https://example.com/a.png" } };

	it.each<[string, ContentPart, unknown]>([
		["a URL", { type: "image", image: "https://example.com/a.png" }, asUrl],
		["a URL object", { type: "image", image: new URL("https://example.com/a.png") }, asUrl],
		["a data URL", { type: "image", image: `data:image/png;base64,${png}` }, asData],
		["base64", { type: "image", image: png }, asData],
		["bytes", { type: "image", image: bytes }, asData],
		["OpenAI's spelling", { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } }, asUrl],
		["OpenAI's spelling of data", { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } }, asData],
		[
			"a document",
			{ type: "file", data: "JVBERi0=", mediaType: "application/pdf", name: "a.pdf" },
			{ type: "document", source: { type: "base64", media_type: "application/pdf", data: "JVBERi0=" }, title: "a.pdf" },
		],
		[
			"a document's URL",
			{ type: "file", data: "https://example.com/a.pdf", mediaType: "application/pdf" },
			{ type: "document", source: { type: "url", url: "https://example.com/a.pdf" } },
		],
	])("are read from %s", async (_form, part, expected) => {
		expect(await blockOf(part)).toEqual(expected);
	});

	it.each([
		["/9j/4AAQ", "image/jpeg"],
		["R0lGODlh", "image/gif"],
		["UklGRiQA", "image/webp"],
	])("of base64 %s are %s", async (image, mediaType) => {
		expect(await blockOf({ type: "image", image })).toMatchObject({ source: { media_type: mediaType } });
	});

	it("may be blocks of the vendor's own", async () => {
		const block = { type: "search_result", source: "s", title: "t", content: [] };
		expect(await blockOf(block as never)).toEqual(block);
	});
});

describe("reasoning", () => {
	const content: ContentPart[] = [
		{ type: "reasoning", text: "Hm.", signature: "c2ln", provider: "mine" },
		{ type: "reasoning", text: "", signature: "", redactedData: "ZGF0YQ==", provider: "mine" },
		{ type: "text", text: "Yes." },
	];

	it("goes back to the provider that wrote it, unchanged and before the calls", async () => {
		const { messages } = await sentAs([
			{ role: "assistant", content, toolCalls: [{ id: "a", name: "f", arguments: {} }] },
			{ role: "tool", content: "r", toolCallId: "a" },
		]);
		expect(messages).toMatchObject([
			{
				content: [
					{ type: "thinking", thinking: "Hm.", signature: "c2ln" },
					{ type: "redacted_thinking", data: "ZGF0YQ==" },
					text("Yes."),
					{ type: "tool_use" },
				],
			},
			{},
		]);
	});

	it("of which only the signature is shown goes back with empty text", async () => {
		const hidden: ContentPart = { type: "reasoning", text: "", signature: "c2ln", provider: "mine" };
		const { messages } = await sentAs([{ role: "assistant", content: [hidden, { type: "text", text: "Yes." }] }]);
		expect(messages).toMatchObject([
			{ content: [{ type: "thinking", thinking: "", signature: "c2ln" }, text("Yes.")] },
		]);
	});

	it("of another provider is dropped with one warning", async () => {
		const theirs = content.map((part) => (part.type === "reasoning" ? { ...part, provider: "theirs" } : part));
		const { body, output } = await ran({ messages: [{ role: "assistant", content: theirs }] });
		expect(body.messages).toEqual([{ role: "assistant", content: [text("Yes.")] }]);
		expect(output.warnings).toEqual([expect.stringMatching(/theirs.*mine/)]);
	});
});

describe("structured output", () => {
	const jsonSchema = {
		type: "object",
		properties: { a: { type: "string" } },
		required: ["a"],
		additionalProperties: false,
	};
	const format = { type: "json_schema", schema: jsonSchema };

	it("is asked for natively, without words", async () => {
		const { body } = await ran({ prompt: "Hello" }, { responseFormat: { jsonSchema, name: "verdict" } });
		expect(body).toEqual({ model: "test-model", max_tokens: 32_000, messages: hello, output_config: { format } });
	});

	it("stands beside the effort and the vendor's own output_config", async () => {
		const { body } = await ran(
			{ prompt: "Hello", reasoningEffort: "low", output_config: { task_budget: 1 } },
			{ responseFormat: { jsonSchema } },
		);
		expect(body.output_config).toEqual({ task_budget: 1, effort: "low", format });
	});

	it("without a schema is asked for in words, of streams too", async () => {
		for (const { body } of [
			await ran({ prompt: "Hello" }, { responseFormat: "json" }),
			await streamed({ prompt: "Hello" }, { responseFormat: "json" }),
		]) {
			expect(body.system).toEqual([text(expect.stringContaining("JSON") as never)]);
			expect(body.messages).toEqual(hello);
			expect(body).not.toHaveProperty("output_config");
		}
	});
});

it("asks for a stream only when one is wanted", async () => {
	expect((await streamed({ prompt: "Hello" })).body.stream).toBe(true);
	expect((await ran({ prompt: "Hello" })).body).not.toHaveProperty("stream");
});
