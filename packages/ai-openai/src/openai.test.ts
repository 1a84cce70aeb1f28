import { createGateway } from "@workkit/ai-core";
import { describe, expect, it, vi } from "vitest";
import { answer, gatewayOf, ran, recorder } from "../test/exchange.ts";
import { openai } from "./openai.ts";

describe("the request", () => {
	it("is a POST of JSON with the key, to OpenAI", async () => {
		const { url, init, headers } = await ran({ prompt: "Hello" });
		expect(url).toBe("https://api.openai.com/v1/chat/completions");
		expect(init).toMatchObject({ method: "POST", redirect: "manual" });
		expect(headers).toEqual({ "content-type": "application/json", authorization: "Bearer test-key" });
	});

	it.each([
		["https://models.example/v1", "https://models.example/v1/chat/completions"],
		["https://models.example/v1/", "https://models.example/v1/chat/completions"],
		["https://models.example/v1//", "https://models.example/v1/chat/completions"],
		["http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1/chat/completions"],
		["https://models.example", "https://models.example/chat/completions"],
		["https://models.example/d/?api-version=1", "https://models.example/d/chat/completions?api-version=1"],
	])("goes to the base URL %s", async (baseUrl, url) => {
		expect((await ran({ prompt: "Hello" }, {}, { baseUrl })).url).toBe(url);
	});

	it("carries the headers of the provider and those of the call, the later one of a name", async () => {
		const { headers } = await ran(
			{ prompt: "Hello" },
			{ headers: { "X-Call": "1", "x-both": "call" } },
			{ headers: { "X-Provider": "2", "X-Both": "provider", "OpenAI-Organization": "org" } },
		);
		expect(headers).toMatchObject({ "x-call": "1", "x-provider": "2", "x-both": "call", "openai-organization": "org" });
	});

	it("may carry the key in another header, as Azure wants it", async () => {
		const { headers } = await ran({ prompt: "Hello" }, {}, { headers: { Authorization: "Custom abc" } });
		expect(headers.authorization).toBe("Custom abc");
	});

	it("uses the global fetch of the moment of the call", async () => {
		const gateway = gatewayOf({});
		const { sent, fetch } = recorder();
		vi.stubGlobal("fetch", fetch);
		await gateway.run("test-model", { prompt: "Hello" });
		expect(sent).toHaveLength(1);
	});

	it("carries the caller's signal", async () => {
		const controller = new AbortController();
		const { init } = await ran({ prompt: "Hello" }, { signal: controller.signal });
		expect(init.signal?.aborted).toBe(false);
		controller.abort();
		expect(init.signal?.aborted).toBe(true);
	});
});

describe("the answer", () => {
	it("is normalised", async () => {
		const { output } = await ran({ prompt: "Hello" });
		expect(output).toMatchObject({
			text: "ok",
			raw: answer,
			provider: "mine",
			model: "test-model",
			servedModel: "served",
			id: "chatcmpl-1",
			finishReason: "stop",
			rawFinishReason: "stop",
			message: { role: "assistant", content: "ok" },
			receipt: { attempts: [{ provider: "mine", model: "test-model", status: 200 }] },
		});
		expect(output).not.toHaveProperty("usage");
		expect(output).not.toHaveProperty("toolCalls");
	});

	it("may be whole although a stream was asked for", async () => {
		const { fetch } = recorder();
		const stream = await gatewayOf({ fetch }).stream("test-model", { prompt: "Hello" });
		const events = [];
		for await (const event of stream as unknown as AsyncIterable<unknown>) events.push(event);
		expect(events).toEqual([
			{ type: "text", delta: "ok" },
			expect.objectContaining({ type: "done", finishReason: "stop" }),
		]);
	});

	it.each([
		["a list", []],
		["null", null],
		["a text", '"hello"'],
		["another object", { hello: 1 }],
		["choices that are no list", { choices: {} }],
	])("that is %s is malformed", async (_what, body) => {
		const { fetch } = recorder(body);
		await expect(gatewayOf({ fetch }).run("test-model", { prompt: "Hello" })).rejects.toMatchObject({
			code: "WORKKIT_STREAM_INTERRUPTED",
			reason: "malformed",
			retryable: true,
		});
	});

	it("that is an error in the body of a 200 is that error", async () => {
		const { fetch } = recorder({ error: { message: "slow down", type: "rate_limit_error", code: 429 } });
		await expect(gatewayOf({ fetch }).run("test-model", { prompt: "Hello" })).rejects.toMatchObject({
			code: "WORKKIT_RATE_LIMIT",
			context: { vendorMessage: "slow down", inStream: true },
		});
	});
});

describe("the factory", () => {
	it("gives run, stream and embed", () => {
		const provider = openai({ apiKey: "test-key" });
		expect(
			Object.keys(provider)
				.filter((key) => typeof provider[key as "run"] === "function")
				.sort(),
		).toEqual(["embed", "run", "stream"]);
	});

	it.each([undefined, null, "", 5, "a\nb", "a\r\nx: y", "a\0b", "ключ"])(
		"refuses the key %j without repeating it",
		(apiKey) => {
			const make = () => openai({ apiKey: apiKey as string });
			expect(make).toThrow(
				expect.objectContaining({ code: "WORKKIT_CONFIG", message: expect.stringContaining("apiKey") }),
			);
			expect(make).not.toThrow(/ключ|x: y/);
		},
	);

	it.each([
		"",
		"models.example/v1",
		"ftp://models.example",
		"/v1",
		"https://",
		"javascript:alert(1)",
		"https://models.example/a b",
	])("refuses the base URL %j", (baseUrl) => {
		expect(() => openai({ apiKey: "test-key", baseUrl })).toThrow(
			expect.objectContaining({ code: "WORKKIT_CONFIG", message: expect.stringContaining("baseUrl") }),
		);
	});

	it.each([{ "x-a": "a\nb" }, { "x a": "b" }, { "": "b" }, { "x-a": "" }, { "x-a": "ж" }])(
		"refuses the headers %j",
		(headers) => {
			expect(() => openai({ apiKey: "test-key", headers })).toThrow(
				expect.objectContaining({ code: "WORKKIT_CONFIG" }),
			);
		},
	);

	it("lets two providers stand beside each other", async () => {
		const [first, second] = [recorder(), recorder()];
		const gateway = createGateway({
			providers: {
				a: openai({ apiKey: "key-a", fetch: first.fetch }),
				b: openai({ apiKey: "key-b", baseUrl: "https://models.example/v1", fetch: second.fetch }),
			},
			defaultProvider: "a",
		});
		await gateway.run("m", { prompt: "Hello" });
		await gateway.run("m", { prompt: "Hello" }, { provider: "b" });
		expect(first.sent.map(({ url, headers }) => [url, headers.authorization])).toEqual([
			["https://api.openai.com/v1/chat/completions", "Bearer key-a"],
		]);
		expect(second.sent.map(({ url, headers }) => [url, headers.authorization])).toEqual([
			["https://models.example/v1/chat/completions", "Bearer key-b"],
		]);
	});
});
