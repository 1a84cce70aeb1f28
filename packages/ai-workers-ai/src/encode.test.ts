import type { ChatMessage, ContentPart, StreamOptions } from "@workkit/ai-core";
import { describe, expect, it } from "vitest";
import { ran, streamed } from "../test/exchange.ts";

const weather = {
	name: "get_weather",
	description: "Tells the weather.",
	parameters: { type: "object", properties: { city: { type: "string" } } },
};
const wireWeather = { type: "function", function: weather };

/** The messages that a conversation is asked with. */
async function messagesOf(messages: ChatMessage[], options?: StreamOptions): Promise<unknown> {
	return (await ran({ messages }, options)).inputs.messages;
}

describe("the conversation", () => {
	it.each(["openai/gpt-5.2", "dynamic/route"])(
		"is a conversation for %s, which takes no bare prompt",
		async (model) => {
			const { inputs } = await ran({ prompt: "Hello" }, {}, { model });
			expect(inputs).toEqual({ messages: [{ role: "user", content: "Hello" }] });
		},
	);

	it("is a bare prompt for a prompt, which every task takes", async () => {
		const { model, inputs } = await ran({ prompt: "Hello", maxTokens: 5 });
		expect(model).toBe("@cf/test/model");
		expect(inputs).toEqual({ prompt: "Hello", max_tokens: 5 });
	});

	it("is messages for a prompt with tools or a format", async () => {
		const messages = [{ role: "user", content: "Hello" }];
		const tools = await ran({ prompt: "Hello" }, { toolOptions: { tools: [weather] } });
		expect(tools.inputs).toEqual({ messages, tools: [wireWeather] });
		const format = await ran({ prompt: "Hello" }, { responseFormat: { jsonSchema: { type: "object" } } });
		expect(format.inputs).toEqual({
			messages,
			response_format: { type: "json_schema", json_schema: { type: "object" } },
		});
	});

	it("is messages beside a prompt that is null", async () => {
		const messages = [{ role: "user", content: "Hello" }];
		expect((await ran({ messages, prompt: null } as never)).inputs).toEqual({ messages });
	});

	it("keeps the order and the roles of its messages, without `cacheControl`", async () => {
		const messages: ChatMessage[] = [
			{ role: "system", content: "Be brief.", cacheControl: "ephemeral" },
			{ role: "user", content: "One" },
			{ role: "assistant", content: "Two" },
			{ role: "user", content: "Three" },
		];
		expect(await messagesOf(messages)).toEqual(messages.map(({ role, content }) => ({ role, content })));
	});
});

describe("settings", () => {
	it.each<[Record<string, unknown>, Record<string, unknown>]>([
		[{ maxTokens: 5 }, { max_tokens: 5 }],
		[{ max_tokens: 5 }, { max_tokens: 5 }],
		[{ temperature: 0 }, { temperature: 0 }],
		[{ topP: 0.5 }, { top_p: 0.5 }],
		[{ top_p: 0.5 }, { top_p: 0.5 }],
		[{ topK: 5 }, { top_k: 5 }],
		[{ seed: 7 }, { seed: 7 }],
		[{ frequencyPenalty: 1 }, { frequency_penalty: 1 }],
		[{ presencePenalty: 1 }, { presence_penalty: 1 }],
		[{ reasoningEffort: "low" }, { reasoning_effort: "low" }],
		[{ stop: ["END"] }, { stop: ["END"] }],
	])("%o go as %o, also beside messages", async (settings, wire) => {
		const messages: ChatMessage[] = [{ role: "user", content: "Hello" }];
		const { inputs, output } = await ran({ messages, ...settings });
		expect(inputs).toEqual({ messages, ...wire });
		expect(output.warnings).toBeUndefined();
	});

	it("of the vendor's own pass, but not the model, the messages or whether it streams", async () => {
		const fields = {
			lora: "mine",
			raw: true,
			repetition_penalty: 1.1,
			chat_template_kwargs: { enable_thinking: false },
		};
		const { model, inputs } = await ran({ prompt: "Hello", ...fields, model: "@cf/dearer/model", stream: true });
		expect(model).toBe("@cf/test/model");
		expect(inputs).toEqual({ prompt: "Hello", ...fields });
		const stream = await streamed({ prompt: "Hello", model: "@cf/dearer/model", stream: false });
		expect(stream.model).toBe("@cf/test/model");
		expect(stream.inputs).toEqual({ prompt: "Hello", stream: true });
	});
});

describe("tools", () => {
	it.each([
		["auto", "auto"],
		["none", "none"],
		["required", "required"],
		[{ name: "get_weather" }, { type: "function", function: { name: "get_weather" } }],
	] as const)("with the choice %o", async (toolChoice, expected) => {
		const { inputs } = await ran({ prompt: "Hello" }, { toolOptions: { tools: [weather], toolChoice } });
		expect(inputs).toMatchObject({ tools: [wireWeather], tool_choice: expected });
	});

	it("have a description that is text, whatever the caller gave", async () => {
		const { description: _, ...undescribed } = weather;
		const { inputs } = await ran({ prompt: "Hello" }, { toolOptions: { tools: [undescribed as never] } });
		expect(inputs.tools).toEqual([{ type: "function", function: { ...undescribed, description: "" } }]);
	});

	it("travel in native turns, with empty text instead of null, which many models refuse", async () => {
		const calls = [
			{ id: "call_1", type: "function", function: { name: "get_weather", arguments: '{"city":"Paris"}' } },
		] as const;
		const ours: ChatMessage[] = [
			{
				role: "assistant",
				content: null,
				toolCalls: [{ id: "call_1", name: "get_weather", arguments: { city: "Paris" } }],
			},
			{ role: "tool", content: "18 °C", toolCallId: "call_1" },
		];
		const wire: ChatMessage[] = [
			{ role: "assistant", content: null, tool_calls: [...calls] },
			{ role: "tool", content: "18 °C", tool_call_id: "call_1" },
		];
		const native = [
			{ role: "assistant", content: "", tool_calls: calls },
			{ role: "tool", content: "18 °C", tool_call_id: "call_1" },
		];
		expect(await messagesOf(ours)).toEqual(native);
		expect(await messagesOf(wire)).toEqual(native);
	});
});

describe("parts", () => {
	const png = "iVBORw0KGgo=";
	const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
	const asData = { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } };

	it.each<[string, ContentPart, unknown]>([
		[
			"a URL",
			{ type: "image", image: "https://example.com/a.png" },
			{ type: "image_url", image_url: { url: "https://example.com/a.png" } },
		],
		["a data URL", { type: "image", image: `data:image/png;base64,${png}` }, asData],
		["base64", { type: "image", image: png }, asData],
		["bytes", { type: "image", image: bytes }, asData],
		["OpenAI's spelling", { type: "image_url", image_url: { url: asData.image_url.url } }, asData],
	])("are pictures from %s", async (_form, part, expected) => {
		expect(await messagesOf([{ role: "user", content: [part, { type: "text", text: "?" }] }])).toEqual([
			{ role: "user", content: [expected, { type: "text", text: "?" }] },
		]);
	});

	it("of reasoning go back in the field that the platform reads", async () => {
		const content: ContentPart[] = [
			{ type: "reasoning", text: "Hm.", provider: "mine", field: "reasoning_content" },
			{ type: "text", text: "Yes." },
		];
		expect(await messagesOf([{ role: "assistant", content }])).toEqual([
			{ role: "assistant", content: "Yes.", reasoning: "Hm." },
		]);
	});

	it("of another provider's reasoning are dropped with a warning", async () => {
		const content: ContentPart[] = [
			{ type: "reasoning", text: "Hm.", signature: "sig", provider: "theirs" },
			{ type: "text", text: "Yes." },
		];
		const { inputs, output } = await ran({ messages: [{ role: "assistant", content }] });
		expect(inputs.messages).toEqual([{ role: "assistant", content: "Yes." }]);
		expect(output.warnings).toEqual([expect.stringMatching(/theirs.*mine/)]);
	});
});

describe("structured output", () => {
	const jsonSchema = { type: "object", properties: { a: { type: "string" } } };
	const input = { prompt: "Hello" };

	it.each(["@cf/test/model", "@hf/test/model"])("is the bare schema for %s", async (model) => {
		const { inputs } = await ran(input, { responseFormat: { jsonSchema, name: "verdict" } }, { model });
		expect(inputs.response_format).toEqual({ type: "json_schema", json_schema: jsonSchema });
	});

	it.each(["openai/gpt-5.2", "dynamic/route"])("is OpenAI's envelope for %s", async (model) => {
		const { inputs } = await ran(input, { responseFormat: { jsonSchema, name: "verdict" } }, { model });
		expect(inputs.response_format).toMatchObject({
			type: "json_schema",
			json_schema: { name: "verdict", schema: jsonSchema },
		});
	});

	it("without a schema is JSON mode, which says json where nobody did", async () => {
		const { inputs } = await ran(input, { responseFormat: "json" });
		expect(inputs).toEqual({
			messages: [
				{ role: "system", content: expect.stringContaining("JSON") },
				{ role: "user", content: "Hello" },
			],
			response_format: { type: "json_object" },
		});
		expect((await ran({ prompt: "As json!" }, { responseFormat: "json" })).inputs.messages).toHaveLength(1);
	});
});

it("asks for a stream only when one is wanted", async () => {
	expect((await streamed({ prompt: "Hello" })).inputs.stream).toBe(true);
	expect((await ran({ prompt: "Hello" })).inputs).not.toHaveProperty("stream");
});
