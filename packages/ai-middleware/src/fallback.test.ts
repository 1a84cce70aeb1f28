import {
	type Call,
	type Chain,
	type ChatMessage,
	createGateway,
	type Gateway,
	type GatewayStreamEvent,
	use,
	walkedElsewhere,
} from "@workkit/ai-core";
import {
	BudgetExceededError,
	ConfigError,
	RateLimitError,
	ServiceUnavailableError,
	TimeoutError,
	UnauthorizedError,
	ValidationError,
} from "@workkit/errors";
import { describe, expect, it, vi } from "vitest";
import { failureOf, gatewayOf, hang, hear, scripted, streamOf } from "../test/scripted.ts";
import {
	FallbackExhaustedError,
	fallback,
	isFallbackModelRef,
	modelLabel,
	withFallback,
	withLogging,
	withRetry,
} from "./index.ts";

const down = (): Error => new ServiceUnavailableError("p");
const input = { prompt: "hi" };
const text = (delta: string): GatewayStreamEvent => ({ type: "text", delta });

describe("fallback, a model reference", () => {
	it("is answered by the primary when that one answers", async () => {
		const [a, b] = [scripted("from a"), scripted("from b")];
		const ref = fallback("m1", { provider: "b", model: "m2" });
		expect(await gatewayOf({ a, b }).run(ref, input)).toMatchObject({
			text: "from a",
			via: "primary",
			model: "m1",
			provider: "a",
		});
		expect(b.calls).toHaveLength(0);
	});

	it("sends each tier to its own provider, by name or by the router", async () => {
		const [a, b, c] = [scripted(down()), scripted(down()), scripted("from c")];
		const resolve = (model: string) => (model.startsWith("claude") ? "b" : "c");
		const gateway = createGateway({ providers: { a, b, c }, defaultProvider: "a", router: { resolve } });
		const answer = await gateway.run(fallback("claude-x", "gpt-x"), input);
		expect(answer).toMatchObject({ provider: "c", model: "gpt-x", via: "secondary" });
		expect(answer.receipt.attempts).toMatchObject([
			{ provider: "b", model: "claude-x" },
			{ provider: "c", model: "gpt-x" },
		]);
		expect(a.calls).toHaveLength(0);
		await gateway.run(fallback({ provider: "a", model: "gpt-y" }, "gpt-x"), input);
		expect(a.calls).toMatchObject([{ model: "gpt-y", provider: "a" }]);
	});

	it("hands a stream's failure over until its first event, and posts no object as a model", async () => {
		const [a, b] = [scripted(() => streamOf([down()])), scripted("from b")];
		const heard = await hear(await gatewayOf({ a, b }).stream(fallback("m1", { provider: "b", model: "m2" }), input));
		expect(heard.text).toBe("from b");
		expect(heard.events.at(-1)).toMatchObject({ type: "done", via: "secondary", receipt: { attempts: [{}, {}] } });
		expect([...a.calls, ...b.calls].map(({ model }) => model)).toEqual(["m1", "m2"]);
	});

	it("does not hand over a stream that has begun", async () => {
		const [a, b] = [scripted(() => streamOf([text("One"), down()])), scripted("from b")];
		const heard = await hear(await gatewayOf({ a, b }).stream(fallback("m1", { provider: "b", model: "m2" }), input));
		expect(heard).toMatchObject({ text: "One", error: { code: "WORKKIT_SERVICE_UNAVAILABLE" } });
		expect(b.calls).toHaveLength(0);
	});

	it("fails with both errors when both fail", async () => {
		const [first, second] = [down(), new RateLimitError("slow", 1)];
		const ref = fallback("m1", { provider: "b", model: "m2" });
		const error = await failureOf(gatewayOf({ a: scripted(first), b: scripted(second) }).run(ref, input));
		expect(error).toBeInstanceOf(FallbackExhaustedError);
		expect(error).toMatchObject({
			primaryError: first,
			secondaryError: second,
			cause: second,
			retryable: true,
			statusCode: 503,
		});
		expect(error).toMatchObject({ code: "WORKKIT_FALLBACK_EXHAUSTED", context: { receipt: { attempts: [{}, {}] } } });
		expect(JSON.parse(JSON.stringify(error))).not.toHaveProperty("primaryError");
	});

	it("says `via` of a stream that has no other event than its end", async () => {
		const [a, b] = [scripted(down()), scripted([{ type: "done" }])];
		const heard = await hear(await gatewayOf({ a, b }).stream(fallback("m1", { provider: "b", model: "m2" }), input));
		expect(heard.events).toMatchObject([{ type: "done", via: "secondary" }]);
	});

	it("does not call an answer primary that withFallback found elsewhere", async () => {
		const [a, c] = [scripted(down()), scripted("from c")];
		const gateway = withFallback(gatewayOf({ a, c }), { tiers: [{ provider: "c", model: "m3" }] });
		const ref = fallback("m1", { provider: "a", model: "m2" });
		expect(await gateway.run(ref, input)).toMatchObject({ text: "from c", via: "secondary" });
		const heard = await hear(await gateway.stream(ref, input));
		expect(heard.events.at(-1)).toMatchObject({ via: "secondary" });
	});

	it("tells nothing of the gateway that a tier before it went through", async () => {
		const a = scripted((call) => {
			call.receipt.gateway = { logId: "1", cacheStatus: "HIT" };
			throw down();
		});
		const answer = await gatewayOf({ a, b: scripted("b") }).run(fallback("m1", { provider: "b", model: "m2" }), input);
		expect(answer.receipt).not.toHaveProperty("gateway");
	});

	it("has a label, and is told from a name", () => {
		const ref = fallback("a", { provider: "p", model: "b" });
		expect(modelLabel(ref)).toBe("fallback:a→b");
		expect(modelLabel("a")).toBe("a");
		expect([
			isFallbackModelRef(ref),
			isFallbackModelRef("a"),
			isFallbackModelRef(null),
			isFallbackModelRef({}),
		]).toEqual([true, false, false, false]);
	});

	it.each([
		["", "b"],
		["a", " "],
		["a", undefined],
		[{ provider: "p" }, "b"],
		["a", null],
	])("refuses tiers without a model: %j", (primary, secondary) => {
		expect(() => fallback(primary as string, secondary as string)).toThrow(ValidationError);
	});

	it("is refused for embeddings, whose vectors two models do not share", async () => {
		const gateway = gatewayOf({ a: scripted({}) });
		await expect(gateway.embed(fallback("a", "b") as never, { text: "x" })).rejects.toBeInstanceOf(ValidationError);
	});

	it("asks nobody when a tier names a provider that is none", async () => {
		const a = scripted("from a");
		const error = await failureOf(gatewayOf({ a }).run(fallback("m1", { provider: "zzz", model: "m2" }), input));
		expect(error).toMatchObject({ code: "WORKKIT_CONFIG", message: expect.stringContaining("zzz") });
		expect(a.calls).toHaveLength(0);
	});

	it("sends tiers that name no provider to the one that the call names", async () => {
		const [a, b] = [scripted("from a"), scripted(down(), "from b")];
		const answer = await gatewayOf({ a, b }).run(fallback("m1", "m2"), input, { provider: "b" });
		expect(answer).toMatchObject({ text: "from b", provider: "b", model: "m2" });
	});

	it("goes through the middleware tier by tier: each has attempts of its own", async () => {
		const [a, b] = [scripted(new RateLimitError("m", 0)), scripted(new RateLimitError("m", 0), "from b")];
		const seen: string[] = [];
		const gateway = withRetry(withLogging(gatewayOf({ a, b }), { onRequest: (model) => seen.push(model) }), {
			maxAttempts: 2,
		});
		const answer = await gateway.run(fallback("m1", { provider: "b", model: "m2" }), input);
		expect(answer.text).toBe("from b");
		expect(seen).toEqual(["m1", "m1", "m2", "m2"]);
		expect(answer.receipt.attempts).toHaveLength(4);
	});

	it("works on a hand-written gateway, one call per tier", async () => {
		const asked: unknown[] = [];
		const written: Gateway = {
			run: async (model, _input, options) => {
				asked.push([model, options?.provider]);
				if (model === "m1") throw down();
				return { text: "fine", raw: null, provider: "w", model };
			},
			providers: () => ["w"],
			defaultProvider: () => "w",
		};
		const ref = fallback("m1", { provider: "v", model: "m2" });
		expect(await use(written).run(ref as never, input)).toMatchObject({ text: "fine", via: "secondary" });
		expect(asked).toEqual([
			["m1", undefined],
			["m2", "v"],
		]);
	});
});

describe("what hands over", () => {
	const outcome = async (error: unknown, on?: Parameters<typeof fallback>[2]) => {
		const [a, b] = [scripted(() => Promise.reject(error)), scripted("from b")];
		await gatewayOf({ a, b })
			.run(fallback("m1", { provider: "b", model: "m2" }, on), input)
			.catch(() => {});
		return b.calls.length === 1;
	};

	it("is by default all that may go better elsewhere", async () => {
		for (const error of [down(), new UnauthorizedError(), new TimeoutError("x"), new Error("odd"), "odd"])
			expect(await outcome(error)).toBe(true);
		for (const error of [new ValidationError("bad"), new ConfigError("bad"), new BudgetExceededError("spent")])
			expect(await outcome(error)).toBe(false);
	});

	it("is what `on` lists: statuses of ours and of vendors", async () => {
		expect(await outcome(new RateLimitError(), { on: [429] })).toBe(true);
		expect(await outcome(new RateLimitError(), { on: [500, 503] })).toBe(false);
		expect(await outcome(new ServiceUnavailableError("p", { context: { status: 529 } }), { on: [529] })).toBe(true);
		expect(await outcome({ status: 418 }, { on: [418] })).toBe(true);
	});

	it("is looked for through the causes, also where they go in a circle", async () => {
		const circle: { cause?: unknown } = {};
		circle.cause = { cause: circle };
		expect(
			await outcome(new Error("outer", { cause: new Error("middle", { cause: new RateLimitError() }) }), { on: [429] }),
		).toBe(true);
		expect(
			await outcome(new Error("outer", { cause: new TypeError("x") }), { on: [(error) => error instanceof TypeError] }),
		).toBe(true);
		expect(await outcome(circle, { on: [429] })).toBe(false);
	});

	it("is nothing to a predicate that throws: the failure stays what it is, and the other rules are asked", async () => {
		const trouble = () => {
			throw new TypeError("predicate");
		};
		const error = down();
		const { run } = gatewayOf({ a: scripted(error) });
		expect(await failureOf(run(fallback("m1", "m2", { on: [trouble] }), input))).toBe(error);
		expect(await outcome(down(), { on: [trouble, 503] })).toBe(true);
	});

	it("leaves any other failure as it is", async () => {
		const error = new ValidationError("bad");
		expect(await failureOf(gatewayOf({ a: scripted(error) }).run(fallback("m1", "m2"), input))).toBe(error);
		const other = down();
		const gateway = withFallback(gatewayOf({ a: scripted(other) }), { tiers: ["m2"], on: [429] });
		expect(await failureOf(gateway.run("m1", input))).toBe(other);
	});

	it("is nothing when `on` is empty", async () => {
		expect(await outcome(down(), { on: [] })).toBe(false);
	});

	it("is never the caller's abort, which comes back as it is", async () => {
		const controller = new AbortController();
		const b = scripted("from b");
		const a = scripted((call) => {
			controller.abort("mine");
			return hang(call);
		});
		const onFallback = vi.fn();
		const ref = fallback("m1", { provider: "b", model: "m2" }, { onFallback });
		expect(await failureOf(gatewayOf({ a, b }).run(ref, input, { signal: controller.signal }))).toBe("mine");
		await new Promise((resolve) => setTimeout(resolve));
		expect(onFallback).not.toHaveBeenCalled();
		expect(b.calls).toHaveLength(0);
	});

	it("is never the total timeout", async () => {
		const b = scripted("from b");
		const gateway = gatewayOf({ a: scripted("hang"), b });
		const error = await failureOf(gateway.run(fallback("m1", { provider: "b", model: "m2" }), input, { timeout: 5 }));
		expect(error).toMatchObject({ code: "WORKKIT_TIMEOUT", retryable: false });
		expect(b.calls).toHaveLength(0);
	});

	it("is told to a hook, whose own trouble is ignored", async () => {
		const onFallback = vi.fn(() => {
			throw new Error("the hook's");
		});
		const error = down();
		expect(await outcome(error, { onFallback })).toBe(true);
		expect(onFallback).toHaveBeenCalledExactlyOnceWith("m1", error, "m2");
	});
});

describe("withFallback", () => {
	it("walks as many tiers as there are", async () => {
		const [a, b, c] = [scripted(down()), scripted(down()), scripted("from c")];
		const gateway = withFallback(gatewayOf({ a, b, c }), {
			tiers: [
				{ provider: "b", model: "m2" },
				{ provider: "c", model: "m3" },
			],
		});
		expect(await gateway.run("m1", input)).toMatchObject({
			text: "from c",
			via: "secondary",
			provider: "c",
			model: "m3",
		});
	});

	it("keeps the errors of all tiers", async () => {
		const errors = [down(), down(), down()] as const;
		const gateway = withFallback(
			gatewayOf({ a: scripted(errors[0]), b: scripted(errors[1]), c: scripted(errors[2]) }),
			{
				tiers: [
					{ provider: "b", model: "m2" },
					{ provider: "c", model: "m3" },
				],
			},
		);
		const error = await failureOf(gateway.run("m1", input));
		expect(error).toMatchObject({
			primaryError: errors[0],
			secondaryError: errors[2],
			message: expect.stringContaining("m1→m2→m3"),
		});
		expect((error as FallbackExhaustedError).errors).toEqual(errors);
	});

	it("names only the tiers that were asked when one of them fails for good", async () => {
		const [a, b] = [scripted(down()), scripted(new ValidationError("bad"))];
		const tiers = ["m2", "m3"].map((model) => ({ provider: "b", model }));
		const error = await failureOf(withFallback(gatewayOf({ a, b }), { tiers }).run("m1", input));
		expect(error).toMatchObject({ code: "WORKKIT_FALLBACK_EXHAUSTED", message: "Every tier failed: m1→m2" });
	});

	it("sends a tier without a provider where router and default say, whatever provider the caller named for its own model", async () => {
		const [a, b] = [scripted("from a"), scripted(down())];
		const gateway = withFallback(gatewayOf({ a, b }), { tiers: ["m2"] });
		expect(await gateway.run("m1", input, { provider: "b" })).toMatchObject({ provider: "a", model: "m2" });
	});

	it("lets embeddings pass", async () => {
		const [a, b] = [scripted(down()), scripted({})];
		const gateway = withFallback(gatewayOf({ a, b }), { tiers: [{ provider: "b", model: "m2" }] });
		await expect(gateway.embed("m1", { text: "x" })).rejects.toMatchObject({ code: "WORKKIT_SERVICE_UNAVAILABLE" });
		expect(b.calls).toHaveLength(0);
	});

	it("lets a chain that is walked elsewhere pass", async () => {
		const b = scripted("from b");
		const chain: Chain = (entries) => walkedElsewhere(entries, () => Promise.reject(down()));
		const gateway = createGateway({ providers: { a: scripted("from a"), b }, defaultProvider: "a", chain });
		const steady = withFallback(gateway, { tiers: [{ provider: "b", model: "m2" }] });
		const error = await failureOf(steady.runFallback([{ provider: "a", model: "m1" }], input));
		expect(error).toMatchObject({ code: "WORKKIT_SERVICE_UNAVAILABLE" });
		expect(b.calls).toHaveLength(0);
	});

	it("refuses to be without tiers", () => {
		expect(() => withFallback(gatewayOf({ a: scripted("") }), { tiers: [] })).toThrow(/tiers/);
		expect(() => withFallback(gatewayOf({ a: scripted("") }), {} as never)).toThrow(/tiers/);
	});

	it("inside withRetry repeats the whole chain, around it each tier", async () => {
		const make = () => [scripted(new RateLimitError("m", 0)), scripted(new RateLimitError("m", 0))] as const;
		const tiers = [{ provider: "b", model: "m2" }];
		const order = async (
			inner: readonly [ReturnType<typeof scripted>, ReturnType<typeof scripted>],
			wrap: (gateway: Gateway) => Pick<Gateway, "run">,
		) => {
			const seen: string[] = [];
			const gateway = withLogging(gatewayOf({ a: inner[0], b: inner[1] }), { onRequest: (model) => seen.push(model) });
			await wrap(gateway)
				.run("m1", input)
				.catch(() => {});
			return seen;
		};
		expect(await order(make(), (gateway) => withRetry(withFallback(gateway, { tiers }), { maxAttempts: 2 }))).toEqual([
			"m1",
			"m2",
			"m1",
			"m2",
		]);
		expect(await order(make(), (gateway) => withFallback(withRetry(gateway, { maxAttempts: 2 }), { tiers }))).toEqual([
			"m1",
			"m1",
			"m2",
			"m2",
		]);
	});
});

describe("continueStreams", () => {
	const tiers = [{ provider: "b", model: "m2" }];
	const carried = (
		a: Parameters<typeof scripted>,
		b: Parameters<typeof scripted>,
		more: Parameters<typeof scripted>[] = [],
	) => {
		const [first, second, ...others] = [a, b, ...more].map((steps) => scripted(...steps));
		const providers = Object.fromEntries(
			[first, second, ...others].map((provider, index) => ["abcd"[index], provider]),
		) as Record<"a" | "b", ReturnType<typeof scripted>>;
		const chain = [...tiers, ...more.map((_, index) => ({ provider: "cd"[index] as string, model: `m${index + 3}` }))];
		return { ...providers, gateway: withFallback(gatewayOf(providers), { tiers: chain, continueStreams: true }) };
	};

	it("carries a broken stream on from the text that was delivered, and marks the seam", async () => {
		const { gateway, b } = carried(
			[() => streamOf([text("One, "), text("two"), down()])],
			[[text(", three."), { type: "done", message: { role: "assistant", content: ", three." } }]],
		);
		const heard = await hear(
			await gateway.stream("m1", { messages: [{ role: "user", content: "Count." }], maxTokens: 9 }),
		);
		expect(heard.error).toBeUndefined();
		expect(heard.text).toBe("One, two, three.");
		const done = heard.events.at(-1);
		expect(done).toMatchObject({
			type: "done",
			via: "secondary",
			seams: [{ offset: 8, provider: "b", model: "m2" }],
			message: { content: "One, two, three." },
		});
		expect(heard.events.filter(({ type }) => type === "done")).toHaveLength(1);
		const [call] = b.calls as (Call & { input: { messages: ChatMessage[]; maxTokens: number } })[];
		const { messages = [], maxTokens } = call?.input ?? {};
		expect(maxTokens).toBe(9);
		expect(messages.slice(0, 2)).toEqual([
			{ role: "user", content: "Count." },
			{ role: "assistant", content: "One, two" },
		]);
		expect(messages[2]?.role).toBe("user");
	});

	it("keeps the next model's reasoning and warnings, and has the text of all", async () => {
		const reasoning = { type: "reasoning", text: "hm", provider: "b" } as const;
		const message = { role: "assistant" as const, content: [reasoning, { type: "text" as const, text: "two" }] };
		const { gateway } = carried(
			[() => streamOf([text("One"), down()])],
			[[text("two"), { type: "done", message, warnings: ["b's own"] }]],
		);
		const done = (await hear(await gateway.stream("m1", input))).events.at(-1);
		expect(done).toMatchObject({
			message: { content: [{ type: "text", text: "One" }, reasoning, { type: "text", text: "two" }] },
			warnings: ["b's own", expect.stringContaining("usage")],
		});
	});

	it("asks the next model the same when nothing was said yet", async () => {
		const thought = { type: "reasoning", delta: "hm" } as unknown as GatewayStreamEvent;
		const { gateway, b } = carried([() => streamOf([thought, down()])], ["two"]);
		const stream = await gateway.stream("m1", input, { events: ["reasoning"] });
		const events: unknown[] = [];
		for await (const event of stream) events.push(event);
		expect(events).toMatchObject([thought, text("two"), { type: "done", seams: [{ offset: 0 }] }]);
		expect(b.calls[0]?.input).toEqual(input);
	});

	it("tells the seam as an event when asked", async () => {
		const { gateway } = carried([() => streamOf([text("One"), down()])], ["two"]);
		const stream = await gateway.stream("m1", input, { events: ["seam"] });
		const events: unknown[] = [];
		for await (const event of stream) events.push(event);
		expect(events.slice(0, 3)).toEqual([
			text("One"),
			{ type: "seam", offset: 3, provider: "b", model: "m2" },
			text("two"),
		]);
	});

	it("goes on over several seams, and over tiers that do not begin", async () => {
		const { gateway } = carried(
			[() => streamOf([text("1"), down()])],
			[() => streamOf([text("2"), down()])],
			[[down()], ["3"]],
		);
		const heard = await hear(await gateway.stream("m1", input));
		expect(heard.text).toBe("123");
		expect(heard.events.at(-1)).toMatchObject({
			seams: [
				{ offset: 1, model: "m2" },
				{ offset: 2, model: "m4" },
			],
		});
	});

	it("fails when no tier is left, with all the text that was received", async () => {
		const { gateway } = carried([() => streamOf([text("1"), down()])], [() => streamOf([text("2"), down()])]);
		const heard = await hear(await gateway.stream("m1", input));
		expect(heard).toMatchObject({ text: "12", error: { context: { partial: { text: "12" } } } });
	});

	it("fails with the errors of all tiers, those that broke and those that did not begin", async () => {
		const errors = [down(), down(), down()] as const;
		const { gateway } = carried([errors[0]], [() => streamOf([text("1"), errors[1]])], [[errors[2]]]);
		const { text: said, error } = await hear(await gateway.stream("m1", input));
		expect(said).toBe("1");
		expect((error as FallbackExhaustedError).errors).toEqual(errors);
		expect(error).toMatchObject({ context: { partial: { text: "1" }, receipt: { attempts: [{}, {}, {}] } } });
	});

	it("tells all that was received when a stream that was carried on breaks where it cannot be any more", async () => {
		const call: GatewayStreamEvent = { type: "tool_use", id: "1", name: "f", input: {} };
		const { gateway } = carried([() => streamOf([text("1"), down()])], [() => streamOf([text("2"), call, down()])]);
		expect((await hear(await gateway.stream("m1", input))).error).toMatchObject({
			context: { partial: { text: "12", toolCalls: [{ name: "f" }] } },
		});
	});

	it("leaves the reason of the caller's abort as it is", async () => {
		const reason = new ServiceUnavailableError("p", { context: { partial: "mine" } });
		const controller = new AbortController();
		const { gateway } = carried([() => streamOf([text("1"), hang(controller)])], ["never"]);
		const reader = (await gateway.stream("m1", input, { signal: controller.signal })).getReader();
		await reader.read();
		const waiting = failureOf(reader.read());
		controller.abort(reason);
		expect(await waiting).toBe(reason);
		await new Promise((resolve) => setTimeout(resolve));
		expect(reason.context).toEqual({ partial: "mine" });
	});

	it("does not carry on what is no plain text: tool calls, JSON, other tasks", async () => {
		const call: GatewayStreamEvent = { type: "tool_use", id: "1", name: "f", input: {} };
		for (const [events, options, given] of [
			[[call, down()], {}, input],
			[[text("{"), down()], { responseFormat: "json" as const }, input],
			[[text("a"), down()], {}, { image: [1] }],
		] as const) {
			const { gateway, b } = carried([() => streamOf(events)], ["never"]);
			const heard = await hear(await gateway.stream("m1", given as never, options));
			expect(heard.error).toMatchObject({ code: "WORKKIT_SERVICE_UNAVAILABLE" });
			expect(b.calls).toHaveLength(0);
		}
	});

	it("passes a cancel on to whoever is being read or opened", async () => {
		const cancelled = vi.fn();
		const first = carried([() => streamOf([text("1"), hang({ signal: undefined })], cancelled)], ["never"]);
		await (await first.gateway.stream("m1", input)).cancel();
		expect(cancelled).toHaveBeenCalledOnce();

		let opening: Call | undefined;
		const second = carried(
			[() => streamOf([text("1"), down()])],
			[
				(call: Call) => {
					opening = call;
					return hang(call);
				},
			],
		);
		const reader = (await second.gateway.stream("m1", input)).getReader();
		await reader.read();
		const waiting = reader.read().catch(() => {});
		await vi.waitFor(() => expect(opening).toBeDefined());
		await reader.cancel("enough");
		expect(opening?.signal?.aborted).toBe(true);
		await waiting;
	});

	it("does not carry on what the caller aborted", async () => {
		const controller = new AbortController();
		const { gateway, b } = carried([() => streamOf([text("1"), hang(controller)])], ["never"]);
		const reader = (await gateway.stream("m1", input, { signal: controller.signal })).getReader();
		await reader.read();
		const waiting = failureOf(reader.read());
		controller.abort("mine");
		expect(await waiting).toBe("mine");
		expect(b.calls).toHaveLength(0);
	});
});
