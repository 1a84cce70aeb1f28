import { createGateway as createCoreGateway, type Middleware, use } from "@workkit/ai-core";
import { readEvents, toSseResponse } from "@workkit/ai-stream";
import { isErrorCode, isWorkkitError, type WorkkitError } from "@workkit/errors";
import { describe, expect, it, vi } from "vitest";
import { type AiOutput, createGateway, type GatewayStreamEvent } from "../src/index.ts";

const answering = (body: unknown, init: ResponseInit = {}) =>
	createGateway({
		providers: {
			openai: {
				type: "openai",
				apiKey: "test-key",
				fetch: async () =>
					new Response(typeof body === "string" ? body : JSON.stringify(body), {
						headers: { "content-type": typeof body === "string" ? "text/event-stream" : "application/json" },
						...init,
					}),
			},
		},
		defaultProvider: "openai",
	});

async function failure(promise: Promise<unknown>): Promise<WorkkitError> {
	const error = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!isWorkkitError(error)) throw new Error(`no error of ours: ${String(error)}`);
	return error;
}

async function drain<T>(stream: ReadableStream<T>): Promise<T[]> {
	const events: T[] = [];
	for await (const event of stream) events.push(event);
	return events;
}

describe("a copy of a gateway with a method of its own", () => {
	it("is wrapped with that method, not with the original's", async () => {
		const own: AiOutput = { text: "own", raw: null, provider: "p", model: "m" };
		const gateway = { ...answering({ choices: [] }), run: async (_model: string, _input: object) => own };
		expect((await use(gateway).run("m", { prompt: "x" })).text).toBe("own");
	});
});

describe("a stream that is over before its caller gets it", () => {
	it("leaves no timer of the total deadline", async () => {
		vi.useFakeTimers();
		try {
			const cancelling: Middleware = async (call, next) => {
				const output = await next(call);
				if (output instanceof ReadableStream) await output.cancel();
				return output;
			};
			const gateway = use(answering('data: {"choices":[{"delta":{"content":"a"}}]}\n\n'), cancelling);
			await gateway.stream("m", { prompt: "x" }, { timeout: 20_000 });
			expect(vi.getTimerCount()).toBe(0);
		} finally {
			vi.useRealTimers();
		}
	});
});

describe("a stream of which nothing was handed out", () => {
	it("may be tried again when it is cut, also after reasoning that nobody asked for", async () => {
		const stream = await answering('data: {"choices":[{"delta":{"reasoning":"hm"}}]}\n\n').stream("m", { prompt: "x" });
		const error = await failure(drain(stream));
		expect([error.code, error.retryable]).toEqual(["WORKKIT_STREAM_INTERRUPTED", true]);
	});

	it("marks a call that was cut off before its arguments as invalid in what is left", async () => {
		const frame = {
			choices: [{ delta: { tool_calls: [{ index: 0, id: "a", function: { name: "del", arguments: "" } }] } }],
		};
		const stream = await answering(`data: ${JSON.stringify(frame)}\n\n`).stream("m", { prompt: "x" });
		const { context } = await failure(drain(stream));
		expect(context.partial).toMatchObject({ toolCalls: [{ id: "a", invalid: true, argumentsText: "" }] });
	});
});

describe("a caller's own provider", () => {
	const custom = (answer: unknown) =>
		createCoreGateway({
			providers: {
				own: { run: async () => answer as AiOutput, stream: async () => answer as ReadableStream<GatewayStreamEvent> },
			},
			defaultProvider: "own",
		});

	it.each([undefined, null, "text"])("that answers with %j fails with an error of ours", async (answer) => {
		expect((await failure(custom(answer).run("m", { prompt: "x" }))).code).toBe("WORKKIT_CONFIG");
		expect((await failure(custom(answer).stream("m", { prompt: "x" }))).code).toBe("WORKKIT_CONFIG");
	});

	it("that streams tool calls has them in the message as calls, and nothing else", async () => {
		const events: GatewayStreamEvent[] = [{ type: "tool_use", id: "1", name: "f", input: { a: 1 } }, { type: "done" }];
		const stream = new ReadableStream<GatewayStreamEvent>({
			start(controller) {
				for (const event of events) controller.enqueue(event);
				controller.close();
			},
		});
		const [, done] = await drain(await custom(stream).stream("m", { prompt: "x" }));
		expect(done).toMatchObject({ message: { toolCalls: [{ id: "1", name: "f", arguments: { a: 1 } }] } });
		expect(JSON.stringify(done)).not.toContain("tool_use");
	});

	it("has its vectors counted, and is not asked for none", async () => {
		const embed = vi.fn(async () => ({ vectors: [], raw: null, provider: "own", model: "m" }));
		const gateway = createGateway({
			providers: { own: { type: "custom", run: async (model) => ({ raw: null, provider: "own", model }), embed } },
			defaultProvider: "own",
		});
		expect((await failure(gateway.embed("m", { text: ["a", "b"] }))).code).toBe("WORKKIT_STREAM_INTERRUPTED");
		expect((await failure(gateway.embed("m", { text: [] }))).code).toBe("WORKKIT_VALIDATION");
		expect(embed).toHaveBeenCalledTimes(1);
	});
});

describe("an answer in the body of a 200", () => {
	it("to texts to embed may be the error that it says", async () => {
		const error = await failure(
			answering({ error: { message: "no such model", code: 404 } }).embed("m", { text: "a" }),
		);
		expect([error.code, error.retryable, error.context.vendorMessage]).toEqual([
			"WORKKIT_NOT_FOUND",
			false,
			"no such model",
		]);
	});

	it("without any count has no usage", async () => {
		const { usage } = await answering({ choices: [{ message: { content: "a" } }], usage: {} }).run("m", {
			prompt: "x",
		});
		expect(usage).toBeUndefined();
	});
});

describe("an error body that is no whole JSON", () => {
	it.each(['{"request":{"prompt":"SECRET"},"err', "SECRETLY: no\nprompt: SECRET"])(
		"keeps the prompt of %j to itself",
		async (body) => {
			const error = await failure(answering(body, { status: 400 }).run("m", { prompt: "SECRET" }));
			expect(isErrorCode(error, "WORKKIT_VALIDATION")).toBe(true);
			expect(JSON.stringify(error)).not.toMatch(/SECRET\b/);
		},
	);
});

describe("OpenAI's own hosts", () => {
	it.each(["https://api.openai.com/v1", "https://eu.api.openai.com/v1"])(
		"are sent max_completion_tokens: %s",
		async (baseUrl) => {
			const bodies: string[] = [];
			const fetch = async (_url: string, init: RequestInit) => {
				bodies.push(String(init.body));
				return Response.json({ choices: [{ message: { content: "a" } }] });
			};
			const gateway = createGateway({
				providers: { openai: { type: "openai", apiKey: "test-key", baseUrl, fetch } },
				defaultProvider: "openai",
			});
			await gateway.run("m", { prompt: "x", maxTokens: 5 });
			expect(JSON.parse(bodies[0] ?? "")).toMatchObject({ max_completion_tokens: 5 });
			expect(bodies[0]).not.toContain('"max_tokens"');
		},
	);
});

describe("Workers AI's raw response", () => {
	it("is read as JSON when its content type does not say that it is", async () => {
		const binding = { run: async () => new Response('{"response":"hi"}') };
		const gateway = createGateway({ providers: { ai: { type: "workers-ai", binding } }, defaultProvider: "ai" });
		expect((await gateway.run("@cf/m", { prompt: "x" })).text).toBe("hi");
		const events = await drain(await gateway.stream("@cf/m", { prompt: "x" }));
		expect(events[0]).toEqual({ type: "text", delta: "hi" });
	});
});

describe("a picture", () => {
	it("in a data URL without base64 is refused before it is sent", async () => {
		const content = [{ type: "image" as const, image: "data:image/svg+xml,%3Csvg/%3E" }];
		const error = await failure(answering({ choices: [] }).run("m", { messages: [{ role: "user", content }] }));
		expect(error.code).toBe("WORKKIT_VALIDATION");
	});
});

describe("an event stream over HTTP", () => {
	it("keeps every cookie", () => {
		const headers = new Headers([
			["set-cookie", "a=1"],
			["set-cookie", "b=2"],
		]);
		const response = toSseResponse(new ReadableStream<{ type: string }>(), { headers });
		expect(response.headers.get("set-cookie")).toBe("a=1, b=2");
		expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
	});

	it("that is cut inside a frame says that it was cut", async () => {
		const body = new Response('data: {"type":"text"}\n\ndata: {"type":"te').body;
		if (!body) throw new Error("no body");
		await expect(drain(readEvents(body))).rejects.toThrow(/cut/);
	});
});
