import { describe, expect, it } from "vitest";
import { bytesOf, eventsOf, gatewayOf, outputOf, ran, recorder, sse } from "../test/exchange.ts";
import { type WorkersAiBinding, workersAi } from "./index.ts";

const legacy = { response: "Hi", usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } };
const chat = {
	id: "chatcmpl-1",
	model: "served",
	choices: [
		{ index: 0, message: { role: "assistant", content: "Hi", reasoning_content: "Hm." }, finish_reason: "stop" },
	],
	usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
};
const usage = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };
const json = (body: unknown, type = "application/json") =>
	new Response(JSON.stringify(body), { headers: { "content-type": type } });

describe("the binding's options", () => {
	it("ask for the raw response, and for nothing that nobody asked for", async () => {
		const { options } = await ran({ prompt: "Hello" });
		expect(options).toEqual({ returnRawResponse: true });
	});

	it("carry the gateway and its controls in the binding's spelling", async () => {
		const gateway = {
			id: "my-gateway",
			cacheTtl: 60,
			skipCache: true,
			cacheKey: "k",
			collectLog: false,
			eventId: "e",
			metadata: { a: 1 },
			requestTimeout: 1000,
			maxAttempts: 2,
			retryDelay: 10,
			backoff: "linear",
		} as const;
		const { options } = await ran({ prompt: "Hello" }, {}, { gateway });
		expect(options.gateway).toEqual({
			id: "my-gateway",
			cacheTtl: 60,
			skipCache: true,
			cacheKey: "k",
			collectLog: false,
			eventId: "e",
			metadata: { a: 1 },
			requestTimeoutMs: 1000,
			retries: { maxAttempts: 2, retryDelayMs: 10, backoff: "linear" },
		});
	});

	it("let the call's own controls and metadata win", async () => {
		const { options } = await ran(
			{ prompt: "Hello" },
			{ metadata: { call: "yes" }, cfGateway: { cacheTtl: 120 } },
			{ gateway: { id: "my-gateway", cacheTtl: 60, collectLog: false, metadata: { provider: "yes" } } },
		);
		expect(options.gateway).toEqual({ id: "my-gateway", cacheTtl: 120, collectLog: false, metadata: { call: "yes" } });
	});

	it("hold no bigint, at which the binding would throw", async () => {
		const { options } = await ran(
			{ prompt: "Hello" },
			{ metadata: { n: 9007199254740993n } },
			{ gateway: { id: "g" } },
		);
		expect(options.gateway).toEqual({ id: "g", metadata: { n: "9007199254740993" } });
	});

	it("hold metadata as the gateway takes it: one null, and it would drop all of it", async () => {
		const metadata = { a: "1", b: null, c: 3, d: 4, e: 5, f: 6, g: 7 };
		const { options, output } = await ran({ prompt: "Hello" }, { metadata }, { gateway: { id: "g" } });
		expect(options.gateway).toEqual({ id: "g", metadata: { a: "1", c: 3, d: 4, e: 5, f: 6 } });
		expect(output.warnings).toEqual([expect.stringContaining('"b"'), expect.stringContaining('"g"')]);
	});

	it("leave gateway controls out without a gateway, and say so", async () => {
		const { options, output } = await ran({ prompt: "Hello" }, { cfGateway: { cacheTtl: 60 } });
		expect(options).not.toHaveProperty("gateway");
		expect(output.warnings).toEqual([expect.stringContaining("cfGateway")]);
	});

	it("carry the controls that the binding does not know as headers, which reach the gateway too", async () => {
		const gateway = { id: "g", byokAlias: "b", zdr: true, collectLogPayload: false } as const;
		const { options, output } = await ran({ prompt: "Hello" }, { headers: { "x-call": "1" } }, { gateway });
		expect(options.gateway).toEqual({ id: "g" });
		expect(options.extraHeaders).toEqual({
			"cf-aig-byok-alias": "b",
			"cf-aig-zdr": "true",
			"cf-aig-collect-log-payload": "false",
			"x-call": "1",
		});
		expect(output.warnings).toEqual(["`env.AI.run` may ignore `byokAlias`."]);
	});

	it("carry tags and extra headers, as copies", async () => {
		const tags = ["a", "b"];
		const headers = { "x-session-affinity": "s" };
		const { options } = await ran({ prompt: "Hello" }, { headers }, { tags });
		expect(options).toEqual({ returnRawResponse: true, tags: ["a", "b"], extraHeaders: { "x-session-affinity": "s" } });
		expect(options.tags).not.toBe(tags);
		expect(options.extraHeaders).not.toBe(headers);
	});

	it("carry the signal of run, stream and embed", async () => {
		const { asked, binding } = recorder(() => json({ ...legacy, data: [[1]] }));
		const gateway = gatewayOf({ binding });
		const controller = new AbortController();
		const { signal } = controller;
		await gateway.run("m", { prompt: "Hello" }, { signal });
		await gateway.stream("m", { prompt: "Hello" }, { signal });
		await gateway.embed("m", { text: "a" }, { signal });
		expect(asked.map(({ options }) => options.signal?.aborted)).toEqual([false, false, false]);
		controller.abort();
		expect(asked.map(({ options }) => options.signal?.aborted)).toEqual([true, true, true]);
	});

	it("carry the deadline's signal", async () => {
		const { asked, binding } = recorder(() => new Promise(() => {}));
		const call = gatewayOf({ binding }).run("m", { prompt: "Hello" }, { timeout: 5 });
		await expect(call).rejects.toMatchObject({ code: "WORKKIT_TIMEOUT", retryable: false });
		expect(asked[0]?.options.signal?.aborted).toBe(true);
	});
});

describe("the binding", () => {
	it("keeps its `this`, which the real one needs for its private fields", async () => {
		class Ai {
			#answer = json(legacy);
			run(): Promise<unknown> {
				return Promise.resolve(this.#answer.clone());
			}
		}
		const binding: WorkersAiBinding = new Ai();
		const gateway = gatewayOf({ binding });
		expect((await gateway.run("m", { prompt: "Hello" })).text).toBe("Hi");
		expect(await (await gateway.stream("m", { prompt: "Hello" })).getReader().read()).toMatchObject({
			value: { delta: "Hi" },
		});
		await expect(gateway.embed("m", { text: "a" })).rejects.toMatchObject({ reason: "malformed" });
	});

	it("may throw before it gives a promise", async () => {
		const binding = {
			run(): never {
				throw Object.assign(new Error("5007: No such model"), { name: "AiError" });
			},
		};
		await expect(gatewayOf({ binding }).run("m", { prompt: "Hello" })).rejects.toMatchObject({
			context: { vendorCode: 5007 },
		});
	});

	it.each([undefined, null, {}, { run: "no" }, "AI"])(
		"that is %o is not found, and the error says what to do",
		(binding) => {
			expect(() => workersAi({ binding: binding as never })).toThrow(
				expect.objectContaining({ code: "WORKKIT_BINDING_NOT_FOUND", message: expect.stringMatching(/env\.AI/) }),
			);
		},
	);
});

describe("an answer of text", () => {
	it.each<[string, unknown]>([
		["a raw response", json(legacy)],
		["a plain object", legacy],
		["a raw response with a charset", json(legacy, "application/json; charset=utf-8")],
		["bytes of JSON, which the binding takes for a stream because of the charset", bytesOf(JSON.stringify(legacy))],
		[
			"such bytes in pieces",
			bytesOf('{"response":"H', 'i","usage":{"prompt_tokens":3,"completion_tokens":2,', '"total_tokens":5}}'),
		],
		["an envelope of the REST API", { result: legacy, success: true, errors: [], messages: [] }],
		["an envelope in a raw response", json({ result: legacy, success: true, errors: [], messages: [] })],
	])("may come as %s", async (_form, answer) => {
		expect(await outputOf(answer)).toMatchObject({ text: "Hi", usage, finishReason: "stop", rawFinishReason: null });
	});

	it("may be in the chat wire's shape", async () => {
		expect(await outputOf(json(chat))).toMatchObject({
			text: "Hi",
			reasoning: "Hm.",
			usage,
			id: "chatcmpl-1",
			servedModel: "served",
			finishReason: "stop",
			rawFinishReason: "stop",
		});
	});

	it.each<[string, unknown, string]>([
		["a bare string", "Hi", "Hi"],
		["a number", { response: 42 }, "42"],
		["an object, in JSON mode", { response: { a: 1 } }, '{"a":1}'],
		["null", { response: null }, ""],
		["empty", { response: "" }, ""],
	])("may be %s", async (_what, answer, text) => {
		expect((await outputOf(answer)).text).toBe(text);
	});

	it("that is an envelope which reports a failure is that failure", async () => {
		const envelope = {
			result: { response: "" },
			success: false,
			errors: [{ code: 3040, message: "Full." }],
			messages: [],
		};
		await expect(outputOf(envelope)).rejects.toMatchObject({
			code: "WORKKIT_RATE_LIMIT",
			context: { vendorCode: 3040, vendorMessage: "Full." },
		});
	});

	it("keeps what came in `raw`, envelope included", async () => {
		const envelope = { result: legacy, success: true, errors: [], messages: [] };
		expect((await outputOf(json(envelope))).raw).toEqual(envelope);
	});

	it("has calls, flat or nested, with ids that are unique", async () => {
		const { toolCalls, finishReason } = await outputOf({
			response: null,
			tool_calls: [
				{ name: "f", arguments: { a: 1 } },
				{ name: "f", arguments: { a: 2 } },
				{ id: "x", type: "function", function: { name: "g", arguments: '{"b":1}' } },
				{ id: "x", type: "function", function: { name: "g", arguments: "" } },
			],
		});
		expect(finishReason).toBe("tool_calls");
		expect(toolCalls?.map(({ name, arguments: input }) => [name, input])).toEqual([
			["f", { a: 1 }],
			["f", { a: 2 }],
			["g", { b: 1 }],
			["g", {}],
		]);
		expect(new Set(toolCalls?.map(({ id }) => id)).size).toBe(4);
		expect(toolCalls?.every(({ id }) => id.length > 0)).toBe(true);
	});

	it("that reached the caller's limit was cut by it, although the wire never says so", async () => {
		for (const limit of [{ maxTokens: 2 }, { max_tokens: 2 }]) {
			expect(await outputOf(legacy, { prompt: "Hello", ...limit })).toMatchObject({
				finishReason: "length",
				rawFinishReason: null,
			});
		}
		expect(await outputOf(legacy, { prompt: "Hello", maxTokens: 3 })).toMatchObject({ finishReason: "stop" });
	});

	it("that reached the platform's own limit of 256 was cut by it", async () => {
		const full = { response: "Hi", usage: { prompt_tokens: 3, completion_tokens: 256, total_tokens: 259 } };
		expect((await outputOf(full)).finishReason).toBe("length");
	});

	it("that is longer than that had another limit", async () => {
		const longer = { response: "Hi", usage: { prompt_tokens: 3, completion_tokens: 300, total_tokens: 303 } };
		expect((await outputOf(longer)).finishReason).toBe("stop");
	});

	it("has what the gateway said in its receipt", async () => {
		const headers = { "content-type": "application/json", "cf-aig-log-id": "log-1", "cf-aig-cache-status": "HIT" };
		const { receipt } = await outputOf(new Response(JSON.stringify(legacy), { headers }));
		expect(receipt).toMatchObject({ attempts: [{ status: 200 }], gateway: { logId: "log-1", cacheStatus: "HIT" } });
	});
});

describe("an answer of the Responses wire", () => {
	const whole = {
		id: "resp_1",
		object: "response",
		model: "served",
		status: "completed",
		output: [
			{ type: "reasoning", content: [{ type: "reasoning_text", text: "Hm." }], summary: [] },
			{ type: "message", content: [{ type: "output_text", text: "Hi" }] },
			{ type: "function_call", call_id: "call_1", id: "fc_1", name: "f", arguments: '{"a":1}' },
		],
		usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
	};

	it("is read", async () => {
		expect(await outputOf(json(whole), { input: "Hello" })).toMatchObject({
			text: "Hi",
			reasoning: "Hm.",
			toolCalls: [{ id: "call_1", name: "f", arguments: { a: 1 } }],
			usage,
			id: "resp_1",
			servedModel: "served",
			finishReason: "tool_calls",
			rawFinishReason: "completed",
			raw: whole,
		});
	});

	it.each([
		[{ status: "completed" }, "stop", "completed"],
		[{ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } }, "length", "max_output_tokens"],
		[{ status: "incomplete", incomplete_details: { reason: "content_filter" } }, "content_filter", "content_filter"],
	])("that ended with %o says %s", async (end, finishReason, rawFinishReason) => {
		const body = { ...whole, output: whole.output.slice(0, 2), ...end };
		expect(await outputOf(json(body), { input: "Hello" })).toMatchObject({ finishReason, rawFinishReason });
	});

	it("that failed is its error", async () => {
		const body = {
			id: "resp_1",
			object: "response",
			status: "failed",
			output: [],
			error: { code: "server_error", message: "broken" },
		};
		await expect(outputOf(json(body), { input: "Hello" })).rejects.toMatchObject({
			context: { vendorMessage: "broken" },
		});
	});

	it("is streamed", async () => {
		const body = sse(
			{ type: "response.created", response: { id: "resp_1" } },
			{ type: "response.reasoning_text.delta", delta: "Hm." },
			{ type: "response.output_text.delta", delta: "H" },
			{ type: "response.output_text.delta", delta: "i" },
			{ type: "response.output_item.done", item: whole.output[2] },
			{ type: "response.completed", response: whole },
		);
		const stream = new Response(body, { headers: { "content-type": "text/event-stream" } });
		expect(await eventsOf(stream, { input: "Hello" })).toEqual([
			{ type: "reasoning", delta: "Hm." },
			{ type: "text", delta: "H" },
			{ type: "text", delta: "i" },
			{ type: "tool_use", id: "call_1", name: "f", input: { a: 1 } },
			expect.objectContaining({
				type: "done",
				usage,
				finishReason: "tool_calls",
				rawFinishReason: "completed",
				id: "resp_1",
			}),
		]);
	});

	it.each([
		{ type: "response.failed", response: { status: "failed", error: { code: "server_error", message: "broken" } } },
		{ type: "error", code: "server_error", message: "broken" },
	])("fails in the middle with %o", async (event) => {
		const body = sse({ type: "response.output_text.delta", delta: "H" }, event);
		const stream = new Response(body, { headers: { "content-type": "text/event-stream" } });
		await expect(eventsOf(stream, { input: "Hello" })).rejects.toMatchObject({
			context: { vendorMessage: "broken", inStream: true, partial: { text: "H" } },
		});
	});

	it("that ends before it is complete was cut", async () => {
		const body = sse({ type: "response.output_text.delta", delta: "H" });
		const stream = new Response(body, { headers: { "content-type": "text/event-stream" } });
		await expect(eventsOf(stream, { input: "Hello" })).rejects.toMatchObject({ reason: "cut" });
	});
});

describe("a stream", () => {
	const frames = sse({ response: "H", p: "abc" }, { response: "i" }, { response: "", usage: legacy.usage }, "[DONE]");
	const heard = [
		{ type: "text", delta: "H" },
		{ type: "text", delta: "i" },
		expect.objectContaining({ type: "done", usage, finishReason: "stop", rawFinishReason: null }),
	];

	it.each<[string, () => unknown]>([
		["a raw response", () => new Response(frames, { headers: { "content-type": "text/event-stream" } })],
		["bytes", () => bytesOf(frames)],
		["bytes, an empty piece first", () => bytesOf(new Uint8Array(0), frames)],
	])("may come as %s", async (_form, answer) => {
		expect(await eventsOf(answer())).toEqual(heard);
	});

	it.each<[string, () => unknown]>([
		["an object", () => legacy],
		["a raw response of JSON", () => json(legacy)],
		["bytes of JSON", () => bytesOf(JSON.stringify(legacy))],
		["bytes of JSON behind a piece without bytes", () => bytesOf(new Uint8Array(0), JSON.stringify(legacy))],
	])("that the model answers at once with %s is the events that it would have been", async (_form, answer) => {
		expect(await eventsOf(answer())).toEqual([
			{ type: "text", delta: "Hi" },
			expect.objectContaining({ type: "done", usage, finishReason: "stop" }),
		]);
	});

	it("of a task without text says that it cannot be", async () => {
		await expect(eventsOf({ image: "abc" })).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
			message: expect.stringContaining("`run`"),
		});
	});

	it("that breaks before its first byte was cut, and may be tried again", async () => {
		const broken = () =>
			new ReadableStream<Uint8Array>({
				start(controller) {
					controller.error(new TypeError("network connection lost"));
				},
			});
		const facts = { code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut", retryable: true };
		await expect(eventsOf(broken())).rejects.toMatchObject(facts);
		const response = new Response(broken(), { headers: { "content-type": "text/event-stream" } });
		await expect(eventsOf(response)).rejects.toMatchObject(facts);
	});

	it("cancels the binding's stream with its reader", async () => {
		let cancelled: unknown;
		const endless = new ReadableStream<Uint8Array>({
			pull(controller) {
				controller.enqueue(new TextEncoder().encode(sse({ response: "H" })));
			},
			cancel(reason) {
				cancelled = reason;
			},
		});
		const stream = await gatewayOf({ binding: recorder(() => endless).binding }).stream("m", { prompt: "Hello" });
		const reader = stream.getReader();
		expect(await reader.read()).toEqual({ done: false, value: { type: "text", delta: "H" } });
		await reader.cancel("enough");
		expect(cancelled).toBe("enough");
	});
});

describe("other tasks", () => {
	it("are asked with their raw input as it is", async () => {
		const input = { source_lang: "de", target_lang: "en", text: "hallo" };
		const { inputs } = await ran(input);
		expect(inputs).toEqual(input);
	});

	it("cannot be given another model than the one that was asked for", async () => {
		const { model } = await ran({ text: "hallo", model: "@cf/dearer/model" });
		expect(model).toBe("@cf/test/model");
	});

	it.each<[string, unknown, string | undefined]>([
		["a translation", { translated_text: "hello" }, "hello"],
		["a summary", { summary: "short" }, "short"],
		["a caption", { description: "a cat" }, "a cat"],
		["a transcript", { text: "words", word_count: 1 }, "words"],
		["a picture", { image: "aGk=" }, undefined],
		["labels", [{ label: "POSITIVE", score: 0.9 }], undefined],
		["speech", { audio: "aGk=" }, undefined],
		["a job", { status: "queued", request_id: "r", model: "m" }, undefined],
	])("answer with %s", async (_what, answer, text) => {
		for (const given of [answer, json(answer)]) {
			const output = await outputOf(given, { text: "hallo" });
			expect(output.raw).toEqual(answer);
			expect(output.text).toBe(text);
			expect(output).toMatchObject({ provider: "mine", model: "@cf/test/model", receipt: { attempts: [{}] } });
		}
	});

	it("answer with ranks, which are not text", async () => {
		const ranks = { response: [{ id: 0, score: 0.9 }] };
		const output = await outputOf(json(ranks), { query: "q", contexts: [{ text: "a" }] });
		expect(output.raw).toEqual(ranks);
	});

	it.each(["image/png", "audio/mpeg"])("answer with a body of %s", async (type) => {
		const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
		for (const given of [
			new Response(bytes, { headers: { "content-type": type } }),
			bytesOf(bytes.slice(0, 2), bytes.slice(2)),
		]) {
			const { raw, text } = await outputOf(given, { prompt: "a cat" });
			expect(text).toBeUndefined();
			expect(raw).toBeInstanceOf(ReadableStream);
			expect(new Uint8Array(await new Response(raw as ReadableStream).arrayBuffer())).toEqual(bytes);
		}
	});
});

describe("embeddings", () => {
	it("are asked for with the vendor's fields, and come in the order of the texts", async () => {
		const { asked, binding } = recorder(() =>
			json({
				shape: [2, 2],
				data: [
					[1, 2],
					[3, 4],
				],
				pooling: "cls",
				response: null,
			}),
		);
		const output = await gatewayOf({ binding }).embed("@cf/baai/bge-m3", { text: ["a", "b"], pooling: "cls" });
		expect(asked[0]).toMatchObject({ model: "@cf/baai/bge-m3", inputs: { text: ["a", "b"], pooling: "cls" } });
		expect(output).toMatchObject({
			vectors: [
				[1, 2],
				[3, 4],
			],
			provider: "mine",
			model: "@cf/baai/bge-m3",
		});
		expect(output).not.toHaveProperty("usage");
	});

	it.each<[string, unknown]>([
		["a plain object", { data: [[1]] }],
		["an envelope", { result: { data: [[1]] }, success: true, errors: [] }],
		["bytes of JSON", bytesOf('{"data":[[1]]}')],
	])("may come as %s", async (_form, answer) => {
		const { binding } = recorder(() => answer);
		expect((await gatewayOf({ binding }).embed("m", { text: "a" })).vectors).toEqual([[1]]);
	});

	it.each<[string, unknown]>([
		["too few", { data: [[1]] }],
		["too many", { data: [[1], [2], [3]] }],
		["an empty one", { data: [[1], []] }],
		["none", { response: "Hi" }],
		["a stream", bytesOf("data: hello\n\n")],
		["null", null],
	])("with %s are no answer", async (_what, answer) => {
		const { binding } = recorder(() => answer);
		await expect(gatewayOf({ binding }).embed("m", { text: ["a", "b"] })).rejects.toMatchObject({
			reason: "malformed",
		});
	});

	it.each([[[]], [undefined], [5]])("of %o are refused before anything is asked", async (text) => {
		const { asked, binding } = recorder();
		const embedding = gatewayOf({ binding }).embed("m", { text } as never);
		await expect(embedding).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
			message: expect.stringContaining("`text`"),
		});
		expect(asked).toEqual([]);
	});
});
