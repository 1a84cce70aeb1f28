import { isErrorCode, isWorkkitError, RateLimitError } from "@workkit/errors";
import { afterEach, describe, expect, it, vi } from "vitest";
import { answer, stop, text } from "../test/chat-wire.ts";
import { ownGateway, ownStream, vendorGateway } from "../test/gateways.ts";
import { quiet, readAll, readUntilFailure, rejection } from "../test/outcome.ts";
import { type AiOutput, type Call, createGateway, type Gateway, type Middleware, type Provider, use } from "./index.ts";

const prompt = { prompt: "Hello" };

afterEach(() => {
	vi.useRealTimers();
});

/** A provider with the operations that every gateway has. */
const complete: Required<Pick<Provider, "run" | "stream" | "embed">> = {
	run: async ({ provider, model, input }) => ({ text: String(input.prompt), raw: null, provider, model }),
	stream: async ({ input }) => ownStream([{ type: "text", delta: String(input.prompt) }, { type: "done" }]).stream,
	embed: async ({ provider, model }) => ({ vectors: [[1]], raw: null, provider, model }),
};

/** Middleware that notes when it is entered and left. */
const noting =
	(name: string, notes: string[]): Middleware =>
	async (call, next) => {
		notes.push(`${name} in ${call.operation}`);
		const output = await next(call);
		notes.push(`${name} out`);
		return output;
	};

/** Middleware that keeps the calls that it sees. */
const keeping =
	(calls: Call[]): Middleware =>
	(call, next) => {
		calls.push(call);
		return next(call);
	};

describe("the order", () => {
	const nested = (notes: string[]): string[] => [`outer in run`, `inner in run`, "inner out", "outer out", ...notes];

	it("is outside-in: the first middleware sees a call first and its answer last", async () => {
		const notes: string[] = [];
		const gateway = use(ownGateway(complete), noting("outer", notes), noting("inner", notes));
		await gateway.run("m", prompt);
		expect(notes).toEqual(nested([]));
	});

	it("is the same when gateways are wrapped one by one", async () => {
		const notes: string[] = [];
		await use(use(ownGateway(complete), noting("inner", notes)), noting("outer", notes)).run("m", prompt);
		expect(notes).toEqual(nested([]));
	});

	it("leaves the gateway that is wrapped as it was", async () => {
		const notes: string[] = [];
		const gateway = ownGateway(complete);
		use(gateway, noting("outer", notes));
		await gateway.run("m", prompt);
		expect(notes).toEqual([]);
	});

	it("changes nothing without any middleware", async () => {
		const gateway = use(ownGateway(complete));
		expect(await gateway.run("m", prompt)).toMatchObject({ text: "Hello", provider: "own", finishReason: "unknown" });
	});
});

describe("the operations", () => {
	it("pass through the middleware, every one", async () => {
		const notes: string[] = [];
		const gateway = use(ownGateway(complete), noting("layer", notes));
		expect(await gateway.run("m", prompt)).toMatchObject({ text: "Hello" });
		expect((await readAll(await gateway.stream("m", prompt))).map(({ type }) => type)).toEqual(["text", "done"]);
		expect(await gateway.embed("m", { text: "a" })).toMatchObject({ vectors: [[1]] });
		expect(notes.filter((note) => note.includes(" in "))).toEqual([
			"layer in run",
			"layer in stream",
			"layer in embed",
		]);
	});

	it("work when they are taken apart", async () => {
		const { run, providers, defaultProvider } = use(ownGateway(complete), keeping([]));
		expect(await run("m", prompt)).toMatchObject({ text: "Hello" });
		expect([providers(), defaultProvider()]).toEqual([["own"], "own"]);
	});
});

describe("a hand-written gateway", () => {
	/** One that counts on its `this`, as classes do. */
	const written = {
		name: "written",
		seen: [] as unknown[][],
		async run(...seen: unknown[]): Promise<AiOutput> {
			this.seen.push(seen);
			return { text: this.name, raw: null, provider: "w", model: String(seen[0]) };
		},
		providers: () => ["w", "v"],
		defaultProvider: () => "w",
	};

	it("has exactly its own operations when it is wrapped", () => {
		const onlyRun = use(written, keeping([]));
		expect(Object.keys(onlyRun).sort()).toEqual(["defaultProvider", "providers", "run"]);
		const embed = async (): Promise<never> => Promise.reject();
		expect(Object.keys(use({ ...written, embed } satisfies Gateway)).sort()).toEqual([
			"defaultProvider",
			"embed",
			"providers",
			"run",
		]);
		expect([onlyRun.providers(), onlyRun.defaultProvider()]).toEqual([["w", "v"], "w"]);
	});

	it("keeps its `this`, and gets model, input, options, and the call's signal", async () => {
		const { signal } = new AbortController();
		const output = await use(written).run("m", prompt, { provider: "v", headers: { a: "b" }, signal });
		expect(output.text).toBe("written");
		const [model, input, options] = written.seen.at(-1) ?? [];
		expect([model, input]).toEqual(["m", prompt]);
		expect(options).toMatchObject({ provider: "v", headers: { a: "b" } });
		expect((options as { signal?: AbortSignal }).signal).toBe(signal);
	});

	it("is asked under its default provider, or that of the options", async () => {
		const calls: Call[] = [];
		const gateway = use(written, keeping(calls));
		await gateway.run("m", prompt);
		await gateway.run("m", prompt, { provider: "v" });
		expect(calls.map(({ provider }) => provider)).toEqual(["w", "v"]);
	});

	it("has its answer completed, and keeps what it says itself", async () => {
		expect(await use(written).run("m", prompt)).toMatchObject({
			text: "written",
			provider: "w",
			model: "m",
			finishReason: "unknown",
			message: { role: "assistant", content: "written" },
			receipt: { attempts: [{ provider: "w", model: "m" }] },
		});
	});

	it("has its deadline kept for it, and is told by its signal", async () => {
		vi.useFakeTimers();
		const run = vi.fn((..._call: Parameters<Gateway["run"]>): Promise<AiOutput> => new Promise(() => {}));
		const error = rejection(use<Gateway>({ ...written, run }).run("m", prompt, { timeout: 50 }));
		await vi.advanceTimersByTimeAsync(50);
		expect(isErrorCode(await error, "WORKKIT_TIMEOUT")).toBe(true);
		expect(run.mock.calls[0]?.[2]?.signal?.reason).toBe(await error);
	});

	it("has its stream held to the contract", async () => {
		const own = ownStream([{ type: "text", delta: "a" }]);
		const gateway = use({ ...written, stream: async () => own.stream } as unknown as Required<Gateway>);
		const { error } = await readUntilFailure(await gateway.stream("m", prompt));
		expect(isErrorCode(error, "WORKKIT_STREAM_INTERRUPTED")).toBe(true);
	});
});

describe("one call", () => {
	it("goes through all layers as the same object, with one receipt, and to the provider with that receipt", async () => {
		const calls: Call[] = [];
		const provider = vi.fn((call: Call<"run">) => complete.run(call));
		const gateway = use(use(ownGateway({ run: provider }), keeping(calls)), keeping(calls));
		const output = await gateway.run("m", prompt);
		expect(calls.length).toBe(2);
		expect(calls[0]).toBe(calls[1]);
		expect(provider.mock.calls[0]?.[0].receipt).toBe(calls[0]?.receipt);
		expect(output.receipt).toBe(calls[0]?.receipt);
	});

	it("hands the provider's stream through all layers as it is", async () => {
		const seen: unknown[] = [];
		const looking: Middleware = async (call, next) => {
			const output = await next(call);
			seen.push(output);
			return output;
		};
		const { gateway } = vendorGateway({ chunks: [text("a"), stop] });
		const stream = await use(gateway, looking, looking).stream("m", prompt, { timeout: 60_000 });
		expect(seen.map((each) => each === stream)).toEqual([true, true]);
		await stream.cancel();
	});

	it("has one receipt for all attempts, on the answer, on done, and on the error", async () => {
		const again: Middleware = (call, next) => next(call).catch(() => next(call));
		const refusal = { status: 503, json: {} };
		const { gateway } = vendorGateway(refusal, { json: answer }, refusal, { chunks: [text("a"), stop] }, refusal, {
			status: 429,
			json: {},
		});
		const wrapped = use(gateway, again);
		const attempts = [{ status: 503, error: "WORKKIT_SERVICE_UNAVAILABLE" }, { status: 200 }];
		const output = await wrapped.run("m", prompt);
		expect(output.receipt.attempts).toMatchObject(attempts);
		expect("error" in (output.receipt.attempts[1] ?? {})).toBe(false);
		expect((await readAll(await wrapped.stream("m", prompt))).at(-1)).toMatchObject({ receipt: { attempts } });
		const error = await rejection(wrapped.run("m", prompt));
		expect(error).toMatchObject({
			code: "WORKKIT_RATE_LIMIT",
			context: { receipt: { attempts: [attempts[0], { status: 429, error: "WORKKIT_RATE_LIMIT" }] } },
		});
	});

	it("has a line of its own in the receipt for each provider that was asked", async () => {
		const providers = { first: { run: () => Promise.reject(new RateLimitError()) }, second: { run: complete.run } };
		const fallback: Middleware = (call, next) =>
			next(call).catch(() => next({ ...call, provider: "second", model: "other" }));
		const output = await use(createGateway({ providers, defaultProvider: "first" }), fallback).run("m", prompt);
		expect(output).toMatchObject({
			provider: "second",
			model: "other",
			receipt: {
				attempts: [
					{ provider: "first", model: "m", error: "WORKKIT_RATE_LIMIT" },
					{ provider: "second", model: "other" },
				],
			},
		});
	});

	it("keeps in the receipt why an attempt failed, when the call fails later of something else", async () => {
		vi.useFakeTimers();
		const waiting: Middleware = async (call, next) => {
			try {
				return await next(call);
			} catch (error) {
				await new Promise((resolve) => setTimeout(resolve, 1_000));
				throw error;
			}
		};
		const { gateway } = vendorGateway({ status: 429, json: {} });
		const error = rejection(use(gateway, waiting).run("m", prompt, { timeout: 100 }));
		await vi.advanceTimersByTimeAsync(1_000);
		expect(await error).toMatchObject({
			code: "WORKKIT_TIMEOUT",
			context: { receipt: { attempts: [{ status: 429, error: "WORKKIT_RATE_LIMIT" }] } },
		});
	});

	it("leaves an attempt that went well without an error, when middleware fails behind it", async () => {
		const attempts: object[] = [];
		const failing: Middleware = async (call, next) => {
			await next(call);
			attempts.push(...call.receipt.attempts);
			throw new TypeError("in middleware");
		};
		const error = await rejection(use(ownGateway(complete), failing).run("m", prompt));
		expect(error).toEqual(new TypeError("in middleware"));
		expect(attempts).toEqual([expect.not.objectContaining({ error: expect.anything() })]);
	});
});

describe("a middleware", () => {
	it("may answer itself, and what it leaves open is completed", async () => {
		const provider = vi.fn(complete.run);
		const cached: Middleware = async (call, next) =>
			call.operation === "run"
				? ({ text: "cached", raw: null, provider: call.provider, model: call.model } as Awaited<
						ReturnType<typeof next>
					> as never)
				: next(call);
		const output = await use(ownGateway({ run: provider }), cached).run("m", prompt);
		expect(output).toMatchObject({
			text: "cached",
			provider: "own",
			model: "m",
			finishReason: "unknown",
			message: { role: "assistant", content: "cached" },
			receipt: { attempts: [] },
		});
		expect(provider).not.toHaveBeenCalled();
	});

	it("may answer with a stream of its own, which is held to the contract", async () => {
		const answers = [
			ownStream([{ type: "text", delta: "a" }, { type: "done" }, { type: "done" }]),
			ownStream([{ type: "text", delta: "a" }]),
			ownStream([{ type: "text", delta: "a" }], "stay open"),
		];
		const [first, second, third] = answers as [(typeof answers)[0], (typeof answers)[0], (typeof answers)[0]];
		const own: Middleware = async () => answers.shift()?.stream as never;
		const gateway = use(ownGateway(complete), own);
		expect((await readAll(await gateway.stream("m", prompt))).map(({ type }) => type)).toEqual(["text", "done"]);
		expect(isWorkkitError((await readUntilFailure(await gateway.stream("m", prompt))).error)).toBe(true);
		await (await gateway.stream("m", prompt)).cancel("enough");
		expect([first.cancelled.length, second.cancelled.length, third.cancelled]).toEqual([1, 0, ["enough"]]);
	});

	it("may change the input, model and provider of a call", async () => {
		const { gateway, exchanges } = vendorGateway({ json: answer });
		const changing: Middleware = (call, next) =>
			next({ ...call, model: "better", input: { prompt: "changed" } as never });
		await use(gateway, changing).run("m", prompt);
		expect(exchanges[0]?.body).toMatchObject({ model: "better", messages: [{ role: "user", content: "changed" }] });
	});

	it("may change the options of a call: the attempt's deadlines among them", async () => {
		vi.useFakeTimers();
		const { gateway } = vendorGateway("wait");
		const hurrying: Middleware = (call, next) => next({ ...call, options: { ...call.options, attemptTimeout: 50 } });
		const error = rejection(use(gateway, hurrying).run("m", prompt));
		await vi.advanceTimersByTimeAsync(50);
		expect(await error).toMatchObject({ code: "WORKKIT_TIMEOUT", retryable: true });
	});

	it.each(["missing", "toString", "__proto__", "constructor"])(
		"that sends a call to %j gets an error of ours",
		async (provider) => {
			const lost: Middleware = (call, next) => next({ ...call, provider });
			expect(isWorkkitError(await rejection(use(ownGateway(complete), lost).run("m", prompt)))).toBe(true);
		},
	);

	it("may change the answer", async () => {
		const shouting: Middleware = async (call, next) => {
			const output = await next(call);
			return "text" in output ? ({ ...output, text: output.text?.toUpperCase() } as typeof output) : output;
		};
		expect((await use(ownGateway(complete), shouting).run("m", prompt)).text).toBe("HELLO");
	});

	it("may throw before it makes a promise: the call rejects", async () => {
		const thrown = new Error("at once");
		const throwing: Middleware = () => {
			throw thrown;
		};
		expect(await rejection(use(ownGateway(complete), throwing).run("m", prompt))).toBe(thrown);
	});

	it("sees the caller's signal, and nothing before checks refuse a call", async () => {
		const calls: Call[] = [];
		const gateway = use(ownGateway(complete), keeping(calls));
		const { signal } = new AbortController();
		await gateway.run("m", prompt, { signal });
		expect(calls[0]?.signal).toBe(signal);
		await rejection(gateway.run("", prompt));
		await rejection(gateway.run("m", prompt, { timeout: -1 }));
		await rejection(gateway.run("m", prompt, { provider: "missing" as "own" }));
		await rejection(gateway.run("m", prompt, { signal: AbortSignal.abort() }));
		expect(calls.length).toBe(1);
	});
});

describe("the total deadline", () => {
	it("covers what middleware takes, before and after the provider", async () => {
		vi.useFakeTimers();
		const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 80));
		const before: Middleware = (call, next) => pause().then(() => next(call));
		const after: Middleware = (call, next) => next(call).then((output) => pause().then(() => output));
		const provider = vi.fn(complete.run);
		for (const layers of [
			[before, before],
			[after, after],
			[before, after],
		]) {
			const error = rejection(use(ownGateway({ run: provider }), ...layers).run("m", prompt, { timeout: 100 }));
			await vi.advanceTimersByTimeAsync(200);
			expect(await error).toMatchObject({ code: "WORKKIT_TIMEOUT", timeoutMs: 100, retryable: false });
		}
		expect(vi.getTimerCount()).toBe(0);
	});

	it("covers several attempts together, each of which has its own", async () => {
		vi.useFakeTimers();
		const signals: (AbortSignal | undefined)[] = [];
		const forever: Middleware = async (call, next) => {
			for (;;) {
				try {
					return await next(call);
				} catch (error) {
					if (call.signal?.aborted) throw error;
				}
			}
		};
		const gateway = ownGateway({
			run(call) {
				signals.push(call.signal);
				return new Promise(() => {});
			},
		});
		const error = rejection(use(gateway, forever).run("m", prompt, { timeout: 100, attemptTimeout: 40 }));
		await vi.advanceTimersByTimeAsync(100);
		expect(await error).toMatchObject({
			retryable: false,
			timeoutMs: 100,
			context: { receipt: { attempts: [{ durationMs: 40 }, { durationMs: 40 }, { durationMs: 20 }] } },
		});
		expect(signals.map((signal) => signal?.reason)).toMatchObject([
			{ timeoutMs: 40 },
			{ timeoutMs: 40 },
			{ timeoutMs: 100 },
		]);
		expect(vi.getTimerCount()).toBe(0);
	});

	it("begins no attempt once it has expired, nor after the caller's abort", async () => {
		const late: Middleware = async (call, next) => {
			await new Promise((resolve) => setTimeout(resolve, 100));
			return next(call);
		};
		vi.useFakeTimers();
		const provider = vi.fn(complete.run);
		const gateway = use(ownGateway({ run: provider }), late);
		const controller = new AbortController();
		const errors = Promise.all([
			rejection(gateway.run("m", prompt, { timeout: 50 })),
			rejection(gateway.run("m", prompt, { signal: controller.signal })),
		]);
		controller.abort("closed");
		await vi.advanceTimersByTimeAsync(100);
		expect(await errors).toEqual([expect.objectContaining({ code: "WORKKIT_TIMEOUT" }), "closed"]);
		expect(provider).not.toHaveBeenCalled();
	});

	it("covers the stream that comes through middleware, also one that it wraps", async () => {
		vi.useFakeTimers();
		const wrapping: Middleware = async (call, next) => {
			const output = await next(call);
			if (!(output instanceof ReadableStream)) return output;
			const reader = output.getReader();
			return new ReadableStream(
				{
					async pull(controller) {
						const { done, value } = await reader.read();
						if (done) controller.close();
						else controller.enqueue(value);
					},
					cancel: (reason) => reader.cancel(reason),
				},
				{ highWaterMark: 0 },
			) as typeof output;
		};
		for (const layers of [[], [wrapping], [wrapping, wrapping]]) {
			const { gateway, exchanges } = vendorGateway({ chunks: [text("a")], end: "stay open" });
			const stream = use(gateway, ...layers).stream("m", prompt, { timeout: 100 });
			const failed = stream.then(readUntilFailure);
			await vi.advanceTimersByTimeAsync(100);
			const { events, error } = await failed;
			expect(events).toEqual([{ type: "text", delta: "a" }]);
			expect(error).toMatchObject({ code: "WORKKIT_TIMEOUT", timeoutMs: 100, context: { partial: { text: "a" } } });
			expect(exchanges[0]?.cancelled).toEqual([error]);
			expect(vi.getTimerCount()).toBe(0);
		}
	});

	it("lets no stream be read ahead of its reader through middleware", async () => {
		const { gateway, exchanges } = vendorGateway({ chunks: [text("a"), text("b"), stop] });
		const reader = (await use(gateway, keeping([]), keeping([])).stream("m", prompt)).getReader();
		await reader.read();
		await quiet();
		expect(exchanges[0]?.pulls).toBe(1);
	});
});
