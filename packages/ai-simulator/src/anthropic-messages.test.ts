import { describe, expect, it } from "vitest";
import { createSimulator, type Simulator, type SimulatorOptions } from "./index.ts";

const hello = [{ role: "user", content: "Hello there" }];
const weather = {
	name: "get_weather",
	input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const use = { type: "tool_use", id: "toolu_1", name: "get_weather", input: { city: "Paris" } };
const result = { type: "tool_result", tool_use_id: "toolu_1", content: "18 degrees" };

const HEADERS = { "x-api-key": "k", "anthropic-version": "2023-06-01" };

function post(body: object, from: Simulator | SimulatorOptions = {}, headers: Record<string, string> = HEADERS) {
	const simulator = "fetch" in from ? from : createSimulator(from);
	const init = {
		method: "POST",
		headers,
		body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 4096, ...body }),
	};
	return simulator.fetch("http://sim/anthropic/v1/messages", init);
}

interface Event {
	type: string;
	content_block?: { type: string };
	delta?: { text?: string; thinking?: string; partial_json?: string };
}

async function events(response: Response): Promise<Event[]> {
	return (await response.text())
		.trim()
		.split("\n\n")
		.map((frame) => {
			const [name = "", data = ""] = frame.split("\n");
			const event = JSON.parse(data.slice("data: ".length));
			expect(name).toBe(`event: ${event.type}`);
			return event;
		});
}

describe("Anthropic messages", () => {
	it("answers from the prompt with counted usage", async () => {
		const response = await post({ messages: hello });
		expect(response.headers.get("request-id")).toMatch(/^req_/);
		expect(await response.json()).toMatchObject({
			type: "message",
			role: "assistant",
			content: [{ type: "text", text: expect.stringContaining("Hello there") }],
			stop_reason: "end_turn",
			usage: { input_tokens: 3, output_tokens: 13, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
		});
	});

	it("refuses more than 32 MB, except for batches", async () => {
		const simulator = createSimulator();
		const send = async (path: string, bytes: number) => {
			const body = "x".repeat(bytes);
			const response = await simulator.fetch(`http://sim/anthropic/v1${path}`, {
				method: "POST",
				headers: HEADERS,
				body,
			});
			return ((await response.json()) as { error: { type: string } }).error.type;
		};
		const most = 32 * 1024 * 1024;
		expect(await send("/messages", most)).toBe("invalid_request_error");
		expect(await send("/messages", most + 1)).toBe("request_too_large");
		expect(await send("/messages/batches", most + 1)).toBe("invalid_request_error");
		simulator.reset();
	});

	it("streams named events, with a ping", async () => {
		const streamed = await events(await post({ messages: hello, stream: true, max_tokens: 4 }));
		expect(streamed.map((event) => event.type).filter((type) => type !== "content_block_delta")).toEqual([
			"message_start",
			"content_block_start",
			"ping",
			"content_block_stop",
			"message_delta",
			"message_stop",
		]);
		expect(streamed.map((event) => event.delta?.text ?? "").join("")).toBe('You said "Hello ');
		expect(streamed.at(-2)).toMatchObject({
			delta: { stop_reason: "max_tokens" },
			usage: { input_tokens: 3, output_tokens: 4 },
		});
	});

	it("calls a tool that the prompt names, and streams its input as JSON text", async () => {
		const body = { messages: [{ role: "user", content: "Please get weather for Paris" }], tools: [weather] };
		expect(await (await post(body)).json()).toMatchObject({
			content: [{ type: "tool_use", name: "get_weather", input: { city: "Paris" } }],
			stop_reason: "tool_use",
		});
		const streamed = await events(await post({ ...body, stream: true }));
		expect(streamed.map((event) => event.delta?.partial_json ?? "").join("")).toBe('{"city":"Paris"}');
	});

	it("streams a call without arguments as one empty fragment", async () => {
		const reply = () => ({ toolCalls: [{ name: "now" }] });
		const streamed = await events(await post({ messages: hello, stream: true }, { reply }));
		const fragments = streamed.map((event) => event.delta?.partial_json).filter((text) => text !== undefined);
		expect(fragments).toEqual([""]);
	});

	it("answers from tool results", async () => {
		const messages = [
			...hello,
			{ role: "assistant", content: [use] },
			{ role: "user", content: [result, { type: "text", text: "And?" }] },
		];
		expect(await (await post({ messages, tools: [weather] })).json()).toMatchObject({
			content: [{ text: expect.stringContaining("18 degrees") }],
		});
	});

	it("thinks when asked, and finds out a block that came back altered", async () => {
		const thinking = { type: "enabled", budget_tokens: 1024 };
		const { content } = (await (await post({ messages: hello, thinking })).json()) as { content: { type: string }[] };
		expect(content.map((block) => block.type)).toEqual(["thinking", "text"]);
		const again = (block: object) =>
			post({ messages: [...hello, { role: "assistant", content: [block, content[1]] }, ...hello], thinking });
		expect((await again(content[0] ?? {})).status).toBe(200);
		const altered = await again({ ...content[0], thinking: "Something else" });
		expect([altered.status, await altered.json()]).toMatchObject([
			400,
			{ error: { message: expect.stringContaining("signature") } },
		]);
		const streamed = await events(await post({ messages: hello, thinking, stream: true }));
		expect(streamed.map((event) => event.delta?.thinking ?? "").join("")).toContain("Hello there");
	});

	it("writes a prompt to the cache once and reads it from then on", async () => {
		const simulator = createSimulator();
		const system = [{ type: "text", text: "Be brief, please", cache_control: { type: "ephemeral" } }];
		const usage = async () =>
			((await (await post({ system, messages: hello }, simulator)).json()) as { usage: object }).usage;
		expect(await usage()).toMatchObject({
			input_tokens: 3,
			cache_creation_input_tokens: 4,
			cache_read_input_tokens: 0,
		});
		expect(await usage()).toMatchObject({
			input_tokens: 3,
			cache_creation_input_tokens: 0,
			cache_read_input_tokens: 4,
		});
	});

	it("answers in JSON that fits a schema", async () => {
		const schema = {
			type: "object",
			properties: { score: { type: "integer" } },
			required: ["score"],
			additionalProperties: false,
		};
		const body = { messages: hello, output_config: { format: { type: "json_schema", schema } } };
		expect(await (await post(body)).json()).toMatchObject({ content: [{ text: '{"score":1}' }] });
	});

	it("says which stop sequence ended the text", async () => {
		expect(await (await post({ messages: hello, stop_sequences: ["there"] })).json()).toMatchObject({
			stop_reason: "stop_sequence",
			stop_sequence: "there",
		});
	});

	it("refuses by script with status 200", async () => {
		const reply = () => ({ refusal: "Not this." });
		expect(await (await post({ messages: hello }, { reply })).json()).toMatchObject({
			content: [],
			stop_reason: "refusal",
			stop_details: { explanation: "Not this." },
		});
	});

	it("sends a scripted overload before and within a stream", async () => {
		const before = await post({ messages: hello, stream: true }, { reply: () => ({ error: { status: 529 } }) });
		expect([before.status, await before.json()]).toMatchObject([
			529,
			{ type: "error", error: { type: "overloaded_error" } },
		]);
		const within = await post(
			{ messages: hello, stream: true },
			{ reply: () => ({ error: { status: 529, afterFrames: 1 } }) },
		);
		const [, error] = (await within.text()).trim().split("\n\n");
		expect(error).toBe(
			'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
		);
	});

	it.each([
		["no key", { "anthropic-version": "2023-06-01" }, 401, "authentication_error"],
		["a wrong key", { ...HEADERS, "x-api-key": "wrong" }, 401, "authentication_error"],
		["no version", { "x-api-key": "k" }, 400, "invalid_request_error"],
		["an unknown version", { ...HEADERS, "anthropic-version": "2024-01-01" }, 400, "invalid_request_error"],
		["a bearer key", { authorization: "Bearer k", "anthropic-version": "2026-10-21" }, 200, undefined],
	])("answers %s as the vendor does", async (_, headers, status, type) => {
		const response = await post({ messages: hello }, { keys: ["k"] }, headers);
		expect(response.status).toBe(status);
		expect(((await response.json()) as { error?: { type: string } }).error?.type).toBe(type);
	});

	const user = (...content: object[]) => ({ messages: [{ role: "user", content }] });
	const turns = (...later: object[]) => ({ messages: [...hello, ...later], tools: [weather] });
	it.each<[string, object, string]>([
		["max_tokens left out", { messages: hello, max_tokens: undefined }, "max_tokens: Field required"],
		["an unknown parameter", { messages: hello, maxTokens: 5 }, "maxTokens: Extra inputs"],
		["OpenAI's parameter", { messages: hello, response_format: {} }, "response_format: Extra inputs"],
		[
			"a leaked option in a block",
			user({ type: "text", text: "Hi", cacheControl: {} }),
			"messages.0.content.0.text.cacheControl: Extra inputs",
		],
		[
			"OpenAI's field in a message",
			{ messages: [{ role: "user", content: "Hi", name: "me" }] },
			"messages.0.name: Extra inputs",
		],
		["OpenAI's part", user({ type: "image_url", image_url: {} }), "Input tag 'image_url'"],
		["an unknown role", { messages: [{ role: "tool", content: "Hi" }] }, 'Unexpected role "tool"'],
		["an empty text block", user({ type: "text", text: "" }), "must be non-empty"],
		["an empty message", { messages: [{ role: "user", content: "" }] }, "must have non-empty content"],
		["a result without its call", turns({ role: "user", content: [result] }), "unexpected `tool_use_id`"],
		[
			"a call without its result",
			turns({ role: "assistant", content: [use] }, ...hello),
			"were found without `tool_result`",
		],
		[
			"a result after other blocks",
			turns({ role: "assistant", content: [use] }, { role: "user", content: [{ type: "text", text: "Hm" }, result] }),
			"were found without `tool_result`",
		],
		[
			"an id with other letters",
			turns({ role: "assistant", content: [{ ...use, id: "call:1" }] }),
			"String should match pattern",
		],
		["an input that is text", turns({ role: "assistant", content: [{ ...use, input: "{}" }] }), "valid dictionary"],
		["OpenAI's tool", { messages: hello, tools: [{ type: "function", function: {} }] }, "Input tag 'function'"],
		[
			"tool_choice as a word",
			{ messages: hello, tools: [weather], tool_choice: "auto" },
			"tool_choice: Input tag 'auto'",
		],
		[
			"a schema left open",
			{ messages: hello, output_config: { format: { type: "json_schema", schema: { type: "object" } } } },
			"additionalProperties",
		],
		[
			"a thinking budget above the limit",
			{ messages: hello, max_tokens: 1024, thinking: { type: "enabled", budget_tokens: 1024 } },
			"max_tokens",
		],
		["sampling on a new model", { model: "claude-opus-4-7", messages: hello, temperature: 0.2 }, "temperature"],
		[
			"prefill on a new model",
			{ model: "claude-opus-5", messages: [...hello, { role: "assistant", content: "{" }] },
			"prefill",
		],
	])("answers 400 to %s", async (_, body, message) => {
		const response = await post(body);
		expect(response.status).toBe(400);
		const json = (await response.json()) as { request_id: string };
		expect(json).toMatchObject({
			type: "error",
			error: { type: "invalid_request_error", message: expect.stringContaining(message) },
		});
		expect(json.request_id).toBe(response.headers.get("request-id"));
	});

	it("takes sampling parameters under the old version and rejects them under the new one", async () => {
		const status = async (version: string) =>
			(await post({ messages: hello, temperature: 1 }, {}, { ...HEADERS, "anthropic-version": version })).status;
		expect([await status("2023-06-01"), await status("2026-10-21")]).toEqual([200, 400]);
	});

	it("takes several messages of one role in a row", async () => {
		expect((await post({ messages: [...hello, ...hello] })).status).toBe(200);
	});

	it("answers 404 to a model that does not exist", async () => {
		expect(await (await post({ model: "no-such-model", messages: hello })).json()).toMatchObject({
			error: { type: "not_found_error" },
		});
	});
});
