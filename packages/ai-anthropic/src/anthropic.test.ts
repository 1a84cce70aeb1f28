import { describe, expect, it, vi } from "vitest";
import { gatewayOf, message, ran, recorder } from "../test/exchange.ts";
import { anthropic } from "./anthropic.ts";

/** What a run answers when the vendor answers this. */
async function outputOf(body: unknown) {
	return gatewayOf({ fetch: recorder(body).fetch }).run("test-model", { prompt: "Hello" });
}

describe("the request", () => {
	it("is a POST of JSON with the key and the version, to Anthropic", async () => {
		const { url, init, headers } = await ran({ prompt: "Hello" });
		expect(url).toBe("https://api.anthropic.com/v1/messages");
		expect(init).toMatchObject({ method: "POST", redirect: "manual" });
		expect(headers).toEqual({
			"content-type": "application/json",
			"x-api-key": "test-key",
			"anthropic-version": "2023-06-01",
		});
	});

	it.each([
		["https://models.example/v1", "https://models.example/v1/messages"],
		["https://models.example/anthropic/v1/", "https://models.example/anthropic/v1/messages"],
		["https://models.example/v1?beta=true", "https://models.example/v1/messages?beta=true"],
	])("goes to the base URL %s", async (baseUrl, url) => {
		expect((await ran({ prompt: "Hello" }, {}, { baseUrl })).url).toBe(url);
	});

	it("carries the headers of the provider and those of the call", async () => {
		const { headers } = await ran(
			{ prompt: "Hello" },
			{ headers: { "Anthropic-Beta": "b" } },
			{ headers: { "anthropic-beta": "a", "X-Provider": "2" } },
		);
		expect(headers).toMatchObject({ "anthropic-beta": "b", "x-provider": "2" });
	});

	it("uses the global fetch of the moment of the call", async () => {
		const gateway = gatewayOf({});
		const { sent, fetch } = recorder();
		vi.stubGlobal("fetch", fetch);
		await gateway.run("test-model", { prompt: "Hello" });
		expect(sent).toHaveLength(1);
	});
});

describe("the answer", () => {
	it("is normalised", async () => {
		const body = message(
			[
				{ type: "text", text: "Yes" },
				{ type: "text", text: "!" },
			],
			{ usage: { input_tokens: 3, output_tokens: 5 } },
		);
		expect(await outputOf(body)).toMatchObject({
			text: "Yes!",
			raw: body,
			provider: "mine",
			model: "test-model",
			servedModel: "served",
			id: "msg_1",
			finishReason: "stop",
			rawFinishReason: "end_turn",
			usage: { inputTokens: 3, outputTokens: 5 },
			message: { role: "assistant", content: "Yes!" },
		});
	});

	it("keeps reasoning apart from text, and whole in the message", async () => {
		const output = await outputOf(
			message([
				{ type: "thinking", thinking: "Hm.", signature: "c2ln" },
				{ type: "redacted_thinking", data: "ZGF0YQ==" },
				{ type: "text", text: "Yes" },
			]),
		);
		expect(output).toMatchObject({ text: "Yes", reasoning: "Hm." });
		expect(output.message.content).toMatchObject([
			{ type: "reasoning", text: "Hm.", signature: "c2ln", provider: "mine" },
			{ type: "reasoning", redactedData: "ZGF0YQ==", provider: "mine" },
			{ type: "text", text: "Yes" },
		]);
	});

	it("has tool calls with their parsed arguments", async () => {
		const content = [
			{ type: "tool_use", id: "toolu_1", name: "f", input: { a: 1 } },
			{ type: "tool_use", id: "toolu_2", name: "g", input: {} },
		];
		expect(await outputOf(message(content, { stop_reason: "tool_use" }))).toMatchObject({
			text: "",
			finishReason: "tool_calls",
			toolCalls: [
				{ id: "toolu_1", name: "f", arguments: { a: 1 } },
				{ id: "toolu_2", name: "g", arguments: {} },
			],
		});
	});

	it("adds up the three counters of input", async () => {
		const usage = {
			input_tokens: 10,
			cache_creation_input_tokens: 200,
			cache_read_input_tokens: 3000,
			output_tokens: 40,
			output_tokens_details: { thinking_tokens: 30 },
		};
		expect((await outputOf(message([], { usage }))).usage).toEqual({
			inputTokens: 3210,
			outputTokens: 40,
			cachedInputTokens: 3000,
			cacheWriteTokens: 200,
			reasoningTokens: 30,
		});
	});

	it("without usage has none", async () => {
		expect(await outputOf(message([]))).not.toHaveProperty("usage");
	});

	it.each([
		["end_turn", "stop"],
		["stop_sequence", "stop"],
		["max_tokens", "length"],
		["model_context_window_exceeded", "length"],
		["tool_use", "tool_calls"],
		["pause_turn", "pause"],
		["refusal", "content_filter"],
		["a_reason_of_tomorrow", "unknown"],
	])("that stopped with %s says %s", async (word, finishReason) => {
		expect(await outputOf(message([], { stop_reason: word }))).toMatchObject({ finishReason, rawFinishReason: word });
	});

	it.each([
		["a list", []],
		["null", null],
		["another object", { hello: 1 }],
		["content that is no list", message("hello")],
		["content of null", message([null])],
	])("that is %s is malformed", async (_what, body) => {
		await expect(outputOf(body)).rejects.toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason: "malformed" });
	});
});

describe("the factory", () => {
	it("gives run and stream, and no embed", async () => {
		const provider = anthropic({ apiKey: "test-key" });
		expect(
			Object.keys(provider)
				.filter((key) => typeof provider[key as "run"] === "function")
				.sort(),
		).toEqual(["run", "stream"]);
		const { sent, fetch } = recorder();
		await expect(gatewayOf({ fetch }).embed("test-model", { text: "a" })).rejects.toMatchObject({
			code: "WORKKIT_UNSUPPORTED_OPERATION",
			message: expect.stringMatching(/mine.*embed/),
		});
		expect(sent).toEqual([]);
	});

	it.each([undefined, null, "", 5, "a\nb", "a\r\nx: y", "a\0b", "ключ"])(
		"refuses the key %j without repeating it",
		(apiKey) => {
			const make = () => anthropic({ apiKey: apiKey as string });
			expect(make).toThrow(
				expect.objectContaining({ code: "WORKKIT_CONFIG", message: expect.stringContaining("apiKey") }),
			);
			expect(make).not.toThrow(/ключ|x: y/);
		},
	);

	it.each(["", "models.example/v1", "ftp://models.example"])("refuses the base URL %j", (baseUrl) => {
		expect(() => anthropic({ apiKey: "test-key", baseUrl })).toThrow(
			expect.objectContaining({ code: "WORKKIT_CONFIG", message: expect.stringContaining("baseUrl") }),
		);
	});

	it.each(["", "2023\n", "ж"])("refuses the version %j", (version) => {
		expect(() => anthropic({ apiKey: "test-key", version })).toThrow(
			expect.objectContaining({ code: "WORKKIT_CONFIG" }),
		);
	});
});
