import type { AiInput, ChatMessage, ContentPart, StreamOptions } from "@workkit/ai-core";
import { describe, expect, it } from "vitest";
import { ran, streamed } from "../test/exchange.ts";

const elsewhere = { baseUrl: "https://models.example/v1" };
const weather = {
	name: "get_weather",
	description: "Tells the weather.",
	parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const wireWeather = { type: "function", function: weather };

/** The messages that a conversation is sent as. */
async function messagesOf(messages: ChatMessage[], options?: StreamOptions): Promise<unknown> {
	return (await ran({ messages }, options)).body.messages;
}

/** The one part that a user's part is sent as. */
async function partOf(part: ContentPart): Promise<unknown> {
	return messagesOf([{ role: "user", content: [part] }]).then(
		(messages) => (messages as { content: unknown[] }[])[0]?.content[0],
	);
}

describe("the conversation", () => {
	it("is one user message for a prompt", async () => {
		const { url, body } = await ran({ prompt: "Hello" });
		expect(url).toBe("https://api.openai.com/v1/chat/completions");
		expect(body).toEqual({ model: "test-model", messages: [{ role: "user", content: "Hello" }] });
	});

	it("keeps the order and the roles of its messages", async () => {
		const messages: ChatMessage[] = [
			{ role: "system", content: "Be brief." },
			{ role: "user", content: "One" },
			{ role: "assistant", content: "Two" },
			{ role: "system", content: "Be long." },
			{ role: "user", content: "Three" },
		];
		expect(await messagesOf(messages)).toEqual(messages);
	});

	it("joins parts that are all text, since not every vendor reads lists", async () => {
		const content: ContentPart[] = [
			{ type: "text", text: "a" },
			{ type: "text", text: "b" },
		];
		expect(await messagesOf([{ role: "user", content }])).toEqual([{ role: "user", content: "ab" }]);
	});

	it("reads content that is null as empty text", async () => {
		expect(await messagesOf([{ role: "user", content: null }])).toEqual([{ role: "user", content: "" }]);
	});

	it("loses `cacheControl`, which only Anthropic knows", async () => {
		const { body, output } = await ran({
			messages: [
				{ role: "system", content: "Long", cacheControl: "ephemeral" },
				{ role: "user", content: "Short", cacheControl: "ephemeral" },
			],
		});
		expect(body.messages).toEqual([
			{ role: "system", content: "Long" },
			{ role: "user", content: "Short" },
		]);
		expect(output.warnings).toBeUndefined();
	});
});

describe("settings", () => {
	const both: [string, Record<string, unknown>, Record<string, unknown>][] = [
		["top_p", { topP: 0.5 }, { top_p: 0.5 }],
		["frequency_penalty", { frequencyPenalty: 0.5 }, { frequency_penalty: 0.5 }],
		["presence_penalty", { presencePenalty: 0.5 }, { presence_penalty: 0.5 }],
		["reasoning_effort", { reasoningEffort: "low" }, { reasoning_effort: "low" }],
	];

	it.each(both)("reach the wire as %s in both spellings", async (_name, normalised, wire) => {
		for (const settings of [normalised, wire]) {
			const { body } = await ran({ prompt: "Hello", ...settings } as AiInput);
			expect(body).toEqual({ model: "test-model", messages: [{ role: "user", content: "Hello" }], ...wire });
		}
	});

	it.each([{ temperature: 0 }, { seed: 7 }, { stop: "END" }, { stop: ["a", "b"] }])(
		"keep the name of %o",
		async (settings) => {
			expect((await ran({ prompt: "Hello", ...settings })).body).toMatchObject(settings);
		},
	);

	it.each([{ maxTokens: 5 }, { max_tokens: 5 }])("send %o as max_completion_tokens to OpenAI", async (limit) => {
		for (const settings of [{}, { baseUrl: "https://api.openai.com/v1" }]) {
			const { body } = await ran({ prompt: "Hello", ...limit }, {}, settings);
			expect(body.max_completion_tokens).toBe(5);
			expect(body).not.toHaveProperty("max_tokens");
		}
	});

	it.each([{ maxTokens: 5 }, { max_tokens: 5 }])("send %o as max_tokens to everybody else", async (limit) => {
		const { body } = await ran({ prompt: "Hello", ...limit }, {}, elsewhere);
		expect(body.max_tokens).toBe(5);
		expect(body).not.toHaveProperty("max_completion_tokens");
	});

	it("take a host that only begins like OpenAI's for another", async () => {
		const { body } = await ran({ prompt: "Hello", maxTokens: 5 }, {}, { baseUrl: "https://api.openai.com.example/v1" });
		expect(body.max_tokens).toBe(5);
	});

	it("leave an explicit max_completion_tokens alone", async () => {
		const { body } = await ran({ prompt: "Hello", max_completion_tokens: 9 });
		expect(body.max_completion_tokens).toBe(9);
	});

	it.each([{ topK: 40 }, { top_k: 40 }])(
		"leave %o out for OpenAI, which does not know it, and say so",
		async (settings) => {
			const { body, output } = await ran({ prompt: "Hello", ...settings });
			expect(body).not.toHaveProperty("top_k");
			expect(body).not.toHaveProperty("topK");
			expect(output.warnings).toEqual([expect.stringContaining("topK")]);
		},
	);

	it("send topK to other hosts, without a warning", async () => {
		const { body, output } = await ran({ prompt: "Hello", topK: 40 }, {}, elsewhere);
		expect(body.top_k).toBe(40);
		expect(output.warnings).toBeUndefined();
	});

	it("that are undefined are not sent", async () => {
		const { body } = await ran({ prompt: "Hello", maxTokens: undefined, temperature: undefined, topP: undefined });
		expect(Object.keys(body).sort()).toEqual(["messages", "model"]);
	});
});

describe("vendor fields", () => {
	it("pass as they are", async () => {
		const fields = { store: false, metadata: { a: "b" }, logit_bias: { "50256": -100 }, parallel_tool_calls: false };
		expect((await ran({ prompt: "Hello", ...fields })).body).toMatchObject(fields);
	});

	it("cannot replace the model, the messages or whether it streams", async () => {
		const { body } = await ran({ prompt: "Hello", model: "dearer-model", stream: true });
		expect(body).toEqual({ model: "test-model", messages: [{ role: "user", content: "Hello" }] });
		const stream = await streamed({ prompt: "Hello", model: "dearer-model", stream: false });
		expect(stream.body).toMatchObject({ model: "test-model", stream: true });
	});

	it("named like things that every object has reach the wire and nothing else", async () => {
		const input = JSON.parse('{"prompt":"Hello","__proto__":{"polluted":true},"constructor":1}');
		const { body } = await ran(input);
		expect(body.constructor).toBe(1);
		expect(body.model).toBe("test-model");
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});

describe("a stream", () => {
	it("asks for usage", async () => {
		expect((await streamed({ prompt: "Hello" })).body).toMatchObject({
			stream: true,
			stream_options: { include_usage: true },
		});
	});

	it("keeps the caller's own stream options", async () => {
		const { body } = await streamed({ prompt: "Hello", stream_options: { include_obfuscation: false } });
		expect(body.stream_options).toEqual({ include_usage: true, include_obfuscation: false });
	});

	it("leaves the field out for services that refuse it", async () => {
		const { body } = await streamed({ prompt: "Hello", stream_options: null }, elsewhere);
		expect(body).not.toHaveProperty("stream_options");
	});

	it("is not what a run asks for", async () => {
		const { body } = await ran({ prompt: "Hello" });
		expect(body).not.toHaveProperty("stream");
		expect(body).not.toHaveProperty("stream_options");
	});
});

describe("tools", () => {
	it("are sent as functions", async () => {
		const { body } = await ran({ prompt: "Hello" }, { toolOptions: { tools: [weather] } });
		expect(body.tools).toEqual([wireWeather]);
		expect(body).not.toHaveProperty("tool_choice");
	});

	it.each([
		["auto", "auto"],
		["none", "none"],
		["required", "required"],
		[{ name: "get_weather" }, { type: "function", function: { name: "get_weather" } }],
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
		const own = { type: "web_search" };
		const { body } = await ran({ prompt: "Hello", tools: [own] }, { toolOptions: { tools: [weather] } });
		expect(body.tools).toEqual([own, wireWeather]);
	});
});

describe("tool turns", () => {
	const call = { id: "call_1", type: "function", function: { name: "get_weather", arguments: '{"city":"Paris"}' } };
	const turns = [
		{ role: "user", content: "Weather?" },
		{ role: "assistant", content: null, tool_calls: [call] },
		{ role: "tool", content: "18 °C", tool_call_id: "call_1" },
	];

	it("travel in the native form, from our spelling and from the wire's", async () => {
		const ours: ChatMessage[] = [
			{ role: "user", content: "Weather?" },
			{
				role: "assistant",
				content: "",
				toolCalls: [{ id: "call_1", name: "get_weather", arguments: { city: "Paris" } }],
			},
			{ role: "tool", content: "18 °C", toolCallId: "call_1" },
		];
		expect(await messagesOf(ours)).toEqual(turns);
		expect(await messagesOf(turns as ChatMessage[])).toEqual(turns);
	});

	it("keep text that stands beside the calls", async () => {
		const toolCalls = [{ id: "call_1", name: "get_weather", arguments: { city: "Paris" } }];
		expect(await messagesOf([{ role: "assistant", content: "Let me look.", toolCalls }])).toEqual([
			{ role: "assistant", content: "Let me look.", tool_calls: [call] },
		]);
	});

	it("give several results as several messages", async () => {
		const results: ChatMessage[] = [
			{ role: "tool", content: "a", toolCallId: "1" },
			{ role: "tool", content: [{ type: "text", text: "b" }], toolCallId: "2" },
		];
		expect(await messagesOf(results)).toEqual([
			{ role: "tool", content: "a", tool_call_id: "1" },
			{ role: "tool", content: "b", tool_call_id: "2" },
		]);
	});

	it("send arguments that did not parse back as the model wrote them", async () => {
		const broken = {
			id: "call_1",
			name: "get_weather",
			arguments: {},
			invalid: true,
			argumentsText: '{"city":"Par',
		} as const;
		const [message] = (await messagesOf([
			{ role: "assistant", content: "", toolCalls: [broken] },
		])) as (typeof turns)[1][];
		expect(message?.tool_calls?.[0]?.function.arguments).toBe('{"city":"Par');
	});
});

describe("pictures", () => {
	const png = "iVBORw0KGgo=";
	const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
	const asData = { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } };
	const asUrl = { type: "image_url", image_url: { url: "https://example.com/a.png" } };

	it.each<[string, ContentPart, unknown]>([
		["a URL", { type: "image", image: "https://example.com/a.png" }, asUrl],
		["a URL object", { type: "image", image: new URL("https://example.com/a.png") }, asUrl],
		["a data URL", { type: "image", image: `data:image/png;base64,${png}` }, asData],
		["base64", { type: "image", image: png }, asData],
		["bytes", { type: "image", image: bytes }, asData],
		["the wire's spelling", { type: "image_url", image_url: { url: "https://example.com/a.png" } }, asUrl],
		[
			"the wire's spelling with a detail",
			{ type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
			{ type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
		],
	])("are read from %s", async (_form, part, expected) => {
		expect(await partOf(part)).toEqual(expected);
	});

	it.each([
		["/9j/4AAQ", "image/jpeg"],
		["R0lGODlh", "image/gif"],
		["UklGRiQA", "image/webp"],
		["iVBORw0K", "image/png"],
	])("of base64 %s are %s", async (image, mediaType) => {
		expect(await partOf({ type: "image", image })).toEqual({
			type: "image_url",
			image_url: { url: `data:${mediaType};base64,${image}` },
		});
	});

	it("are of the media type that the caller says", async () => {
		expect(await partOf({ type: "image", image: png, mediaType: "image/avif" })).toEqual({
			type: "image_url",
			image_url: { url: `data:image/avif;base64,${png}` },
		});
	});

	it("of hundreds of kilobytes go whole", async () => {
		const large = new Uint8Array(300_000).fill(7);
		const part = (await partOf({ type: "image", image: large })) as typeof asUrl;
		expect(part.image_url.url.length).toBe("data:image/png;base64,".length + 400_000);
	});

	it("stand among text in the order of the parts", async () => {
		const content: ContentPart[] = [
			{ type: "text", text: "Look:" },
			{ type: "image", image: png },
			{ type: "text", text: "What is it?" },
		];
		expect(await messagesOf([{ role: "user", content }])).toEqual([
			{ role: "user", content: [{ type: "text", text: "Look:" }, asData, { type: "text", text: "What is it?" }] },
		]);
	});
});

it("sends a document with its name", async () => {
	const part = { type: "file", data: "JVBERi0=", mediaType: "application/pdf", name: "a.pdf" } as const;
	expect(await partOf(part)).toEqual({
		type: "file",
		file: { filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERi0=" },
	});
});

describe("reasoning", () => {
	it("goes back to the provider that wrote it, in the field that it came in", async () => {
		const content: ContentPart[] = [
			{ type: "reasoning", text: "Hm. ", provider: "mine", field: "reasoning" },
			{ type: "text", text: "Yes." },
		];
		expect(await messagesOf([{ role: "assistant", content }])).toEqual([
			{ role: "assistant", content: "Yes.", reasoning: "Hm. " },
		]);
	});

	it("of another provider is dropped with one warning", async () => {
		const content: ContentPart[] = [
			{ type: "reasoning", text: "Hm.", signature: "sig", provider: "theirs" },
			{ type: "text", text: "Yes." },
		];
		const { body, output } = await ran({
			messages: [
				{ role: "assistant", content },
				{ role: "user", content: "Sure?" },
				{ role: "assistant", content },
			],
		});
		expect(JSON.stringify(body)).not.toMatch(/Hm|sig/);
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

	it("is asked for natively, and strictly", async () => {
		const { body } = await ran({ prompt: "Hello" }, { responseFormat: { jsonSchema } });
		expect(body.response_format).toEqual({
			type: "json_schema",
			json_schema: { name: "response", schema: jsonSchema, strict: true },
		});
		expect(body.messages).toEqual([{ role: "user", content: "Hello" }]);
	});

	it("has the name that the caller gives", async () => {
		const { body } = await ran({ prompt: "Hello" }, { responseFormat: { jsonSchema, name: "verdict" } });
		expect(body.response_format).toMatchObject({ json_schema: { name: "verdict" } });
	});

	it("is asked for of streams too", async () => {
		const { body } = await streamed({ prompt: "Hello" }, {}, { responseFormat: { jsonSchema } });
		expect(body).toMatchObject({ stream: true, response_format: { type: "json_schema" } });
	});
});

describe("JSON mode", () => {
	it("says json where nobody did, which the vendor demands", async () => {
		const { body } = await ran({ prompt: "Name a color." }, { responseFormat: "json" });
		expect(body.response_format).toEqual({ type: "json_object" });
		expect(body.messages).toEqual([
			{ role: "system", content: expect.stringContaining("JSON") },
			{ role: "user", content: "Name a color." },
		]);
	});

	it.each<ChatMessage>([
		{ role: "user", content: "Answer as JSON." },
		{ role: "user", content: [{ type: "text", text: "as json please" }] },
	])("adds nothing where somebody says it", async (message) => {
		const { body } = await ran({ messages: [message] }, { responseFormat: "json" });
		expect(body.messages).toHaveLength(1);
	});

	it("does not take the letters of a picture for words", async () => {
		const content: ContentPart[] = [
			{ type: "text", text: "What is this?" },
			{ type: "image", image: "iVBORw0KGgojson=" },
		];
		const { body } = await ran({ messages: [{ role: "user", content }] }, { responseFormat: "json" });
		expect(body.messages).toHaveLength(2);
	});
});
