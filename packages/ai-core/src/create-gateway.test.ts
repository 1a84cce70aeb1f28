import { ConfigError, isErrorCode, isWorkkitError, RateLimitError, ValidationError } from "@workkit/errors";
import { afterEach, describe, expect, it, vi } from "vitest";
import { answer, stop, terminal, text } from "../test/chat-wire.ts";
import { ownGateway, ownStream, vendorGateway } from "../test/gateways.ts";
import { readAll, readUntilFailure, rejection } from "../test/outcome.ts";
import { type Call, createGateway, type Provider } from "./index.ts";

/** A provider that tells who was asked. */
const named = (name: string): Required<Pick<Provider, "run">> => ({
	run: vi.fn(async (call: Call<"run">) => ({ text: name, raw: null, provider: call.provider, model: call.model })),
});
const prompt = { prompt: "Hello" };
const prototypeKeys = ["toString", "__proto__", "constructor", "hasOwnProperty", "valueOf"];

afterEach(() => {
	vi.useRealTimers();
});

describe("the configuration", () => {
	it.each([[{}], [undefined], [null], [Object.create({ a: named("a") })]])("needs a provider: not %o", (providers) => {
		expect(() => createGateway({ providers, defaultProvider: "a" as never })).toThrow(ConfigError);
	});

	it.each([[{}], [null], [undefined], [{ run: "text" }], ["text"], [{ generate: "text" }]])(
		"refuses %o, which is no provider, and names its key",
		(wrong) => {
			const providers = { good: named("good"), wrong: wrong as Provider };
			expect(() => createGateway({ providers, defaultProvider: "good" })).toThrow(ConfigError);
			expect(() => createGateway({ providers, defaultProvider: "good" })).toThrow(/"wrong"/);
		},
	);

	it.each(["missing", "", ...prototypeKeys])(
		"refuses the default %j, which is not a key, and names the keys",
		(key) => {
			const create = (): unknown =>
				createGateway({ providers: { first: named("1"), second: named("2") }, defaultProvider: key as "first" });
			expect(create).toThrow(ConfigError);
			expect(create).toThrow(/first, second/);
		},
	);

	it("refuses a missing default", () => {
		expect(() => createGateway({ providers: { a: named("a") } } as never)).toThrow(ConfigError);
	});

	it.each(prototypeKeys)("takes a provider that is really called %s", async (key) => {
		const gateway = createGateway({
			providers: Object.fromEntries([[key, named("own")]]),
			defaultProvider: key,
		});
		expect(await gateway.run("m", prompt)).toMatchObject({ text: "own", provider: key });
	});
});

describe("the gateway", () => {
	const gateway = createGateway({ providers: { a: named("a"), b: named("b") }, defaultProvider: "b" });

	it("tells its providers, in a list of the caller's own, and its default", () => {
		gateway.providers().pop();
		expect(gateway.providers()).toEqual(["a", "b"]);
		expect(gateway.defaultProvider()).toBe("b");
	});

	it("has every operation, and works when taken apart", async () => {
		const { run, stream, embed, providers } = gateway;
		expect([typeof stream, typeof embed]).toEqual(["function", "function"]);
		expect(providers()).toEqual(["a", "b"]);
		expect((await run("m", prompt)).text).toBe("b");
	});

	it("gives the provider the call as it was made", async () => {
		const run = vi.fn(async (_call: Call<"run">) => ({ raw: null, provider: "own", model: "m" }));
		const { signal } = new AbortController();
		const options = { signal, headers: { a: "b" } };
		await ownGateway({ run }).run("m", prompt, options);
		const call = run.mock.calls[0]?.[0];
		expect(call).toMatchObject({ operation: "run", provider: "own", model: "m" });
		expect(call?.options).toBe(options);
		expect(call?.signal).toBe(signal);
		expect(call?.input).toBe(prompt);
		expect(call?.receipt.attempts.length).toBe(1);
	});
});

describe("the provider of a call", () => {
	const providers = { a: named("a"), b: named("b"), c: named("c") };
	const router = { resolve: vi.fn((_model: string): keyof typeof providers => "b") };
	const routed = createGateway({ providers, defaultProvider: "a", router });

	it("is the default when nobody names another", async () => {
		const gateway = createGateway({ providers, defaultProvider: "a" });
		expect(await gateway.run("m", prompt)).toMatchObject({ text: "a", provider: "a" });
	});

	it("is the router's rather than the default", async () => {
		router.resolve.mockReturnValue("b");
		expect(await routed.run("m", prompt)).toMatchObject({ text: "b", provider: "b" });
		expect(router.resolve.mock.calls.at(-1)).toEqual(["m"]);
	});

	it("is that of the options rather than the router's, which is not even asked", async () => {
		router.resolve.mockClear();
		expect(await routed.run("m", prompt, { provider: "c" })).toMatchObject({ text: "c", provider: "c" });
		expect(router.resolve).not.toHaveBeenCalled();
	});

	it("is chosen in the same way for streams and embeddings", async () => {
		const saying = (name: string): Provider => ({
			stream: async () => ownStream([{ type: "text", delta: name }, { type: "done" }]).stream,
			embed: async ({ provider, model }) => ({ vectors: [[name.charCodeAt(0)]], raw: null, provider, model }),
		});
		const all = { a: saying("a"), b: saying("b"), c: saying("c") };
		const plain = createGateway({ providers: all, defaultProvider: "a" });
		const byRouter = createGateway({ providers: all, defaultProvider: "a", router: { resolve: () => "b" } });
		const answers = [];
		for (const [gateway, options] of [[plain], [byRouter], [byRouter, { provider: "c" as const }]] as const) {
			const [first] = await readAll(await gateway.stream("m", prompt, options));
			const { vectors, provider } = await gateway.embed("m", { text: "x" }, options);
			answers.push([first, vectors, provider]);
		}
		expect(answers).toEqual(
			["a", "b", "c"].map((name) => [{ type: "text", delta: name }, [[name.charCodeAt(0)]], name]),
		);
	});

	it.each(["missing", "", ...prototypeKeys])("cannot be %j by options: ConfigError with the keys", async (key) => {
		const error = await rejection(routed.run("m", prompt, { provider: key as "a" }));
		expect(isErrorCode(error, "WORKKIT_CONFIG")).toBe(true);
		expect((error as Error).message).toContain("a, b, c");
	});

	it.each(["missing", ...prototypeKeys])("cannot be %j by the router: ConfigError with the keys", async (key) => {
		router.resolve.mockReturnValue(key as "a");
		const error = await rejection(routed.run("m", prompt));
		expect(isErrorCode(error, "WORKKIT_CONFIG")).toBe(true);
		expect((error as Error).message).toContain("a, b, c");
	});

	it("is not decided by a router that throws: its error is the call's", async () => {
		const error = new ConfigError("no route");
		router.resolve.mockImplementationOnce(() => {
			throw error;
		});
		await expect(routed.run("m", prompt)).rejects.toBe(error);
	});
});

describe("the model", () => {
	it.each([[""], ["  "], [undefined], [null], [42]])(
		"cannot be %j: ValidationError, and no provider is asked",
		async (model) => {
			const provider = { run: vi.fn(), stream: vi.fn(), embed: vi.fn() };
			const gateway = ownGateway(provider);
			for (const operation of ["run", "stream"] as const) {
				expect(await rejection(gateway[operation](model as string, prompt))).toBeInstanceOf(ValidationError);
			}
			expect(await rejection(gateway.embed(model as string, { text: "a" }))).toBeInstanceOf(ValidationError);
			for (const method of Object.values(provider)) expect(method).not.toHaveBeenCalled();
		},
	);
});

describe("an operation that the provider does not have", () => {
	it.each(["stream", "embed"] as const)("is an UnsupportedOperationError: %s", async (operation) => {
		const gateway = createGateway({ providers: { plain: named("plain") }, defaultProvider: "plain" });
		const error = await rejection(gateway[operation]("m", { prompt: "a", text: "a" } as never));
		expect(isErrorCode(error, "WORKKIT_UNSUPPORTED_OPERATION")).toBe(true);
		expect(error).toBeInstanceOf(ValidationError);
		expect(error).toMatchObject({ retryable: false, statusCode: 400, context: { provider: "plain", model: "m" } });
		expect((error as Error).message).toContain("plain");
		expect((error as Error).message).toContain(operation);
	});
});

describe("a hand-written provider's answer", () => {
	const run = async (output: object): Promise<object> =>
		ownGateway({ run: async () => ({ raw: null, provider: "own", model: "m", ...output }) }).run("m", prompt);

	it("is completed", async () => {
		const output = await run({ text: "Hi" });
		expect(output).toEqual({
			text: "Hi",
			raw: null,
			provider: "own",
			model: "m",
			finishReason: "unknown",
			rawFinishReason: null,
			message: { role: "assistant", content: "Hi" },
			receipt: { attempts: [expect.objectContaining({ provider: "own", model: "m" })] },
		});
	});

	it("keeps what it says itself", async () => {
		const own = {
			text: "Hi",
			finishReason: "length",
			rawFinishReason: "cut",
			message: { role: "assistant", content: "other" },
			usage: { inputTokens: 1, outputTokens: 2 },
			id: "1",
			warnings: ["w"],
		};
		expect(await run(own)).toMatchObject(own);
	});

	it("has its finish reason read from the vendor's word", async () => {
		expect(await run({ rawFinishReason: "max_tokens" })).toMatchObject({ finishReason: "length" });
	});

	it("has its tool calls in the message, and as its finish reason", async () => {
		const toolCalls = [{ id: "1", name: "look", arguments: {} }];
		expect(await run({ toolCalls })).toMatchObject({
			finishReason: "tool_calls",
			message: { role: "assistant", content: "", toolCalls },
		});
	});

	it("is completed for embeddings without what only chats have", async () => {
		const gateway = ownGateway({ embed: async () => ({ vectors: [[1]], raw: null, provider: "own", model: "m" }) });
		const output = await gateway.embed("m", { text: "a" });
		expect(output).toEqual({
			vectors: [[1]],
			raw: null,
			provider: "own",
			model: "m",
			receipt: { attempts: [expect.objectContaining({ provider: "own" })] },
		});
	});

	it("is completed in the done event of its stream", async () => {
		const { stream } = ownStream([
			{ type: "text", delta: "H" },
			{ type: "text", delta: "i" },
			{ type: "tool_use", id: "1", name: "look", input: { at: 1 } },
			{ type: "done" },
		]);
		const events = await readAll(await ownGateway({ stream: async () => stream }).stream("m", prompt));
		expect(events.at(-1)).toMatchObject({
			type: "done",
			finishReason: "tool_calls",
			rawFinishReason: null,
			message: { role: "assistant", content: "Hi", toolCalls: [{ id: "1", name: "look", arguments: { at: 1 } }] },
			receipt: { attempts: [expect.objectContaining({ provider: "own", model: "m" })] },
		});
	});

	it("keeps what its done event says itself", async () => {
		const usage = { inputTokens: 1, outputTokens: 2 };
		const { stream } = ownStream([{ type: "done", usage, finishReason: "length", raw: "r" }]);
		const [done] = await readAll(await ownGateway({ stream: async () => stream }).stream("m", prompt));
		expect(done).toMatchObject({ type: "done", usage, finishReason: "length", raw: "r" });
	});
});

describe("an error", () => {
	it("of ours says where it happened, and keeps what it says itself", async () => {
		const thrown = new RateLimitError("slow down", 10, { context: { model: "inner", extra: 1 } });
		const error = await rejection(ownGateway({ run: () => Promise.reject(thrown) }).run("m", prompt));
		expect(error).toBe(thrown);
		expect(thrown.context).toMatchObject({ provider: "own", model: "inner", extra: 1 });
	});

	it.each([[new TypeError("x")], ["text"], [undefined], [Object.freeze(new Error("frozen"))]])(
		"of a hand-written provider comes as it was thrown: %o",
		async (thrown) => {
			const gateway = ownGateway({ run: () => Promise.reject(thrown), embed: () => Promise.reject(thrown) });
			expect(await rejection(gateway.run("m", prompt))).toBe(thrown);
			expect(await rejection(gateway.embed("m", { text: "a" }))).toBe(thrown);
		},
	);

	it("that a provider throws before it makes a promise is a rejection like any other", async () => {
		const thrown = new Error("at once");
		const gateway = ownGateway({
			run() {
				throw thrown;
			},
		});
		expect(await rejection(gateway.run("m", prompt))).toBe(thrown);
	});
});

describe("the receipt", () => {
	it("of an answer has one attempt with its status and durations", async () => {
		vi.useFakeTimers({ now: 1_000 });
		const gateway = ownGateway({
			async run(call) {
				await new Promise((resolve) => setTimeout(resolve, 250));
				return { raw: null, provider: call.provider, model: call.model };
			},
		});
		const output = gateway.run("m", prompt);
		await vi.advanceTimersByTimeAsync(250);
		expect((await output).receipt).toEqual({
			attempts: [{ provider: "own", model: "m", startedAt: 1_000, durationMs: 250 }],
		});
	});

	it("of an HTTP answer has its status", async () => {
		const { gateway } = vendorGateway({ json: answer });
		expect((await gateway.run("m", prompt)).receipt.attempts).toEqual([
			{ provider: "vendor", model: "m", status: 200, startedAt: expect.any(Number), durationMs: expect.any(Number) },
		]);
	});

	it.each([
		[
			"an error status",
			{ status: 429, json: { error: { message: "slow" } } },
			{ status: 429, error: "WORKKIT_RATE_LIMIT" },
		],
		["a failed fetch", { failure: new TypeError("refused") }, { error: "WORKKIT_SERVICE_UNAVAILABLE" }],
		["an answer that is none", { json: { error: { message: "bad", code: 500 } } }, { status: 200 }],
	])("of %s tells it, on error.context.receipt", async (_what, reply, expected) => {
		const { gateway } = vendorGateway(reply);
		for (const operation of ["run", "stream"] as const) {
			const error = await rejection(gateway[operation]("m", prompt));
			if (!isWorkkitError(error)) throw error;
			const { attempts } = error.context.receipt as { attempts: object[] };
			expect(attempts).toEqual([
				expect.objectContaining({ provider: "vendor", model: "m", error: error.code, ...expected }),
			]);
		}
	});

	it("has the name of an error that is not ours", async () => {
		const receipts: Call["receipt"][] = [];
		const fail = (thrown: unknown): Promise<unknown> =>
			rejection(
				ownGateway({
					run(call) {
						receipts.push(call.receipt);
						return Promise.reject(thrown);
					},
				}).run("m", prompt),
			);
		await fail(new RangeError("x"));
		await fail("text");
		expect(receipts.map(({ attempts }) => attempts[0]?.error)).toEqual(["RangeError", "string"]);
	});

	it("of a stream is on done, and covers the whole stream", async () => {
		vi.useFakeTimers({ now: 1_000 });
		const { gateway } = vendorGateway({ chunks: [text("a"), 300, stop, 200, terminal] });
		const events = gateway.stream("m", prompt).then(readAll);
		await vi.advanceTimersByTimeAsync(500);
		expect((await events).at(-1)).toMatchObject({
			type: "done",
			receipt: { attempts: [{ provider: "vendor", model: "m", status: 200, startedAt: 1_000, durationMs: 500 }] },
		});
	});

	it("of a failed stream tells the error and how long it went well", async () => {
		vi.useFakeTimers({ now: 1_000 });
		const { gateway } = vendorGateway({ chunks: [text("a"), 300] });
		const failed = gateway.stream("m", prompt).then(readUntilFailure);
		await vi.advanceTimersByTimeAsync(300);
		expect((await failed).error).toMatchObject({
			context: { receipt: { attempts: [{ status: 200, durationMs: 300, error: "WORKKIT_STREAM_INTERRUPTED" }] } },
		});
	});

	it("of a cancelled stream has a duration and no error", async () => {
		vi.useFakeTimers({ now: 1_000 });
		const receipts: Call["receipt"][] = [];
		const gateway = ownGateway({
			async stream(call) {
				receipts.push(call.receipt);
				return ownStream([{ type: "text", delta: "a" }], "stay open").stream;
			},
		});
		const stream = await gateway.stream("m", prompt);
		await vi.advanceTimersByTimeAsync(70);
		await stream.cancel();
		expect(receipts[0]?.attempts).toEqual([{ provider: "own", model: "m", startedAt: 1_000, durationMs: 70 }]);
	});
});
