import { type Gateway, type GatewayStreamEvent, use } from "@workkit/ai-core";
import { memoryLedger, priceTable } from "@workkit/ai-cost";
import { ForbiddenError, ServiceUnavailableError, StreamInterruptedError, TimeoutError } from "@workkit/errors";
import { describe, expect, it, vi } from "vitest";
import { failureOf, gatewayOf, hear, type Step, scripted, streamOf } from "../test/scripted.ts";
import { withCache, withCost, withFallback, withHedge, withRetry } from "./index.ts";

const price = priceTable({
	pricing: { m: { input: 1, output: 10, cachedInput: 0.1 }, n: { input: 2, output: 20 } },
	unit: "per1M",
});
const usage = { inputTokens: 100, outputTokens: 10 };
const input = { prompt: "hi" };
const answer = { text: "Hello", usage };
/** 100 tokens at 1 and 10 at 10 USD per million. */
const cost = { usd: "0.0002" };
const done: GatewayStreamEvent[] = [
	{ type: "text", delta: "Hello" },
	{ type: "done", usage },
];

const gatewayFor = (...steps: Step[]) => gatewayOf({ a: scripted(...steps) });
const storage = () => {
	const map = new Map<string, string>();
	return {
		get: async (key: string) => map.get(key) ?? null,
		put: async (key: string, value: string) => void map.set(key, value),
		delete: async (key: string) => void map.delete(key),
	};
};

describe("withCost", () => {
	it("puts the cost on the receipt of run, embed and a stream's done", async () => {
		const gateway = withCost(gatewayFor(answer, { usage: { inputTokens: 5, outputTokens: 0 } }, done), { price });
		expect((await gateway.run("m", input)).receipt?.cost).toEqual(cost);
		expect((await gateway.embed("m", { text: "x" })).receipt?.cost).toEqual({ usd: "0.000005" });
		const { events } = await hear(await gateway.stream("m", input));
		expect(events.at(-1)).toMatchObject({ type: "done", receipt: { cost } });
	});

	it("has it there when the reader gets done, not later", async () => {
		const stream = await withCost(gatewayFor(done), { price }).stream("m", input);
		const seen: unknown[] = [];
		for await (const event of stream) if (event.type === "done") seen.push(structuredClone(event.receipt?.cost));
		expect(seen).toEqual([cost]);
	});

	it("says that a model without a price is unknown, not free", async () => {
		const { receipt } = await withCost(gatewayFor(answer), { price }).run("other", input);
		expect(receipt?.cost).toEqual({ unknown: true });
	});

	it("charges what is cached, at the vendor, at its own price", async () => {
		const cached = { ...answer, usage: { ...usage, cachedInputTokens: 90 } };
		const { receipt } = await withCost(gatewayFor(cached), { price }).run("m", input);
		expect(receipt?.cost).toEqual({ usd: "0.000119" });
	});

	it("prices the model that served where the asked one has no price, and the one that a dynamic route chose", async () => {
		const served = withCost(gatewayFor({ ...answer, servedModel: "m" }), { price });
		expect((await served.run("alias", input)).receipt?.cost).toEqual(cost);
		const routed = withCost(
			gatewayFor((call) => {
				call.receipt.gateway = { servedModel: "n", servedProvider: "openai" };
				return answer;
			}),
			{ price },
		);
		expect((await routed.run("m", input)).receipt?.cost).toEqual({ usd: "0.0004" });
	});

	it("estimates what a vendor does not report, and marks it", async () => {
		const { receipt } = await withCost(gatewayFor("Hello there!"), { price }).run("m", input);
		// 3 tokens of output at 10 USD per million, and a few of input.
		expect(receipt?.cost).toMatchObject({ usd: expect.stringMatching(/^0\.0000[34]\d*$/), estimated: true });
	});

	describe("answers from a cache", () => {
		it("cost nothing and say so", async () => {
			const gateway = withCost(withCache(gatewayFor(answer), { storage: storage() }), { price });
			expect((await gateway.run("m", input)).receipt).toMatchObject({ cache: "miss", cost });
			expect((await gateway.run("m", input)).receipt).toMatchObject({ cache: "hit", cost: { usd: "0" } });
		});

		it("cost nothing to those who shared a request", async () => {
			const slow = () => new Promise((resolve) => setTimeout(() => resolve(answer), 30));
			const ledger = memoryLedger();
			const gateway = withCost(withCache(gatewayFor(slow), { storage: storage() }), { price, ledger });
			const outputs = await Promise.all([1, 2, 3].map(() => gateway.run("m", input)));
			const costs = outputs.map(({ receipt }) => [receipt?.cache, receipt?.cost]).sort();
			expect(costs).toEqual([
				["coalesced", { usd: "0" }],
				["coalesced", { usd: "0" }],
				["miss", cost],
			]);
			expect(await ledger.query()).toMatchObject([{ requests: 3, cached: 2, usd: cost.usd }]);
		});

		it("cost nothing in a stream that is replayed", async () => {
			const gateway = withCost(
				withCache(gatewayFor([...done.slice(0, 1), { type: "done", usage, finishReason: "stop" }]), {
					storage: storage(),
					streams: true,
				}),
				{ price },
			);
			const costs: unknown[] = [];
			for (const _ of [1, 2]) {
				const { events } = await hear(await gateway.stream("m", input));
				const last = events.at(-1);
				costs.push(last?.type === "done" && last.receipt?.cost);
			}
			expect(costs).toEqual([cost, { usd: "0" }]);
		});

		it("cost nothing in a replayed stream that its reader leaves", async () => {
			const ledger = memoryLedger();
			const events: GatewayStreamEvent[] = [...done.slice(0, 1), { type: "done", usage, finishReason: "stop" }];
			const inner = withCache(gatewayFor(events), { storage: storage(), streams: true });
			await hear(await inner.stream("m", input));
			const reader = (await withCost(inner, { price, ledger }).stream("m", input)).getReader();
			await reader.read();
			await reader.cancel();
			expect(await ledger.query()).toMatchObject([{ requests: 1, cached: 1, estimated: 0, usd: "0" }]);
		});

		it("cost nothing when it is AI Gateway's own", async () => {
			const gateway = withCost(
				gatewayFor((call) => {
					call.receipt.gateway = { cacheStatus: "HIT" };
					return answer;
				}),
				{ price },
			);
			expect((await gateway.run("m", input)).receipt?.cost).toEqual({ usd: "0" });
		});
	});

	describe("streams that are not heard to the end", () => {
		const long = "x".repeat(4_000);

		it("have an estimate when their reader cancels", async () => {
			const ledger = memoryLedger();
			const gateway = withCost(gatewayFor([{ type: "text", delta: long }, ...done]), { price, ledger });
			const reader = (await gateway.stream("m", input)).getReader();
			await reader.read();
			await reader.cancel();
			// 1,000 tokens of output, and a few of input.
			const [row] = await ledger.query();
			expect(row).toMatchObject({ requests: 1, estimated: 1, outputTokens: 1_000 });
			expect(Number(row?.usd)).toBeGreaterThan(0.01);
		});

		it("have an estimate when they break, on the error's receipt, with what the vendor had reported", async () => {
			const broken = () => streamOf([{ type: "text", delta: long }, new ServiceUnavailableError("a")]);
			const { error } = await hear(await withCost(gatewayFor(broken), { price }).stream("m", input));
			expect(error).toMatchObject({ context: { receipt: { cost: { estimated: true } } } });
			const known = new ServiceUnavailableError("a", {
				context: { partial: { usage: { inputTokens: 1_000_000, outputTokens: 1 } } },
			});
			const begun = new ServiceUnavailableError("a", {
				context: { partial: { text: long, usage: { inputTokens: 10, outputTokens: 1 } } },
			});
			expect(await failureOf(withCost(gatewayFor(begun), { price }).run("m", input))).toMatchObject({
				context: { receipt: { cost: { usd: "0.01001", estimated: true } } },
			});
			const gateway = withCost(gatewayFor(known), { price });
			expect(await failureOf(gateway.run("m", input))).toMatchObject({
				context: { receipt: { cost: { usd: "1.00001", estimated: true } } },
			});
		});

		it("have an estimate when they are aborted", async () => {
			const ledger = memoryLedger();
			const gateway = withCost(gatewayFor("hang"), { price, ledger });
			const signal = AbortSignal.timeout(5);
			expect(await failureOf(gateway.run("m", { prompt: "x".repeat(400) }, { signal }))).toBe(signal.reason);
			await vi.waitFor(async () => expect(await ledger.query()).toMatchObject([{ estimated: 1, outputTokens: 0 }]));
		});
	});

	it("takes what a vendor refuses for free, and what was never asked", async () => {
		const ledger = memoryLedger();
		const refused = withCost(gatewayFor(new ForbiddenError("no")), { price, ledger });
		expect(await failureOf(refused.run("m", input))).toMatchObject({ context: { receipt: { cost: { usd: "0" } } } });
		const upstream = new TimeoutError("a", undefined, { context: { status: 504 } });
		expect(await failureOf(withCost(gatewayFor(upstream), { price }).run("m", input))).toMatchObject({
			context: { receipt: { cost: { usd: "0" } } },
		});
		await failureOf(refused.run("m", input, { signal: AbortSignal.abort() }));
		const controller = new AbortController();
		const unasked = use(gatewayFor(answer), async () => {
			controller.abort();
			throw controller.signal.reason;
		});
		await failureOf(withCost(unasked, { price, ledger }).run("m", input, { signal: controller.signal }));
		expect(await ledger.query()).toEqual([]);
	});

	it("estimates an answer that cannot be read, and takes a vendor's own failure for free", async () => {
		for (const [reason, expected] of [
			["cut", { estimated: true }],
			["malformed", { estimated: true }],
			["vendor", { usd: "0" }],
		] as const) {
			const gateway = withCost(gatewayFor(new StreamInterruptedError(reason)), { price });
			const error = await failureOf(gateway.run("m", input));
			expect(error).toMatchObject({ context: { receipt: { cost: expected } } });
		}
	});

	describe("among other layers", () => {
		const partial = { partial: { usage: { inputTokens: 50, outputTokens: 0 } } };
		const billed = () =>
			new ServiceUnavailableError("a", { context: partial, retryStrategy: { kind: "immediate", maxAttempts: 9 } });

		it("adds up every attempt that was billed when it stands inside withRetry", async () => {
			const gateway = withRetry(withCost(gatewayFor(billed(), billed(), answer), { price }));
			const { receipt } = await gateway.run("m", input);
			expect(receipt).toMatchObject({ attempts: [{}, {}, {}], cost: { usd: "0.0003", estimated: true } });
		});

		it("does not know what all attempts cost when it does not know of one", async () => {
			let known = false;
			const sometimes: typeof price = (usage, call) => (known ? price(usage, call) : undefined);
			const step = (): typeof answer => {
				known = true;
				return answer;
			};
			const gateway = withRetry(withCost(gatewayFor(billed(), step), { price: sometimes }));
			expect((await gateway.run("m", input)).receipt?.cost).toEqual({ unknown: true });
		});

		it("prices each tier of a fallback at its own price", async () => {
			const inner = withCost(gatewayFor(billed(), answer), { price });
			const gateway = withFallback(inner, { tiers: ["n"], on: [503] });
			const { receipt } = await gateway.run("m", input);
			expect(receipt?.cost).toEqual({ usd: "0.00045", estimated: true });
		});

		it("prices the tier that answered when it stands outside", async () => {
			const steps = [new ServiceUnavailableError("a"), answer, new ServiceUnavailableError("a"), done];
			const gateway = withCost(withFallback(gatewayFor(...steps), { tiers: ["n"], on: [503] }), { price });
			expect((await gateway.run("m", input)).receipt?.cost).toEqual({ usd: "0.0004" });
			const { events } = await hear(await gateway.stream("m", input));
			expect(events.at(-1)).toMatchObject({ receipt: { cost: { usd: "0.0004" } } });
			const partial = { text: "", usage: { inputTokens: 50, outputTokens: 0 } };
			const breaking = streamOf([
				{ type: "text", delta: "x" },
				new ServiceUnavailableError("a", { context: { partial } }),
			]);
			const broken = gatewayFor(new ServiceUnavailableError("a"), () => breaking);
			const left = withCost(withFallback(broken, { tiers: ["n"], on: [503] }), { price });
			const { error } = await hear(await left.stream("m", input));
			// 50 tokens at 2 and one at 20 USD per million.
			expect(error).toMatchObject({ context: { receipt: { cost: { usd: "0.00012", estimated: true } } } });
		});

		it("counts both calls of a hedge", async () => {
			const slow = async () => {
				await new Promise((resolve) => setTimeout(resolve, 60));
				return answer;
			};
			const inner = withCost(gatewayFor(slow, answer), { price });
			const { receipt } = await withHedge(inner, { afterMs: 5 }).run("m", input);
			await vi.waitFor(() => expect(receipt?.cost).toMatchObject({ estimated: true }));
		});

		it("prices nothing twice, in whatever places it stands", async () => {
			const twice = withCost(withRetry(withCost(gatewayFor(billed(), answer, done), { price })), { price });
			expect((await twice.run("m", input)).receipt?.cost).toEqual({ usd: "0.00025", estimated: true });
			const { events } = await hear(await twice.stream("m", input));
			expect(events.at(-1)).toMatchObject({ receipt: { cost } });
			const around = withCost(withCache(withCost(gatewayFor(answer), { price }), { storage: storage() }), { price });
			expect((await around.run("m", input)).receipt?.cost).toEqual(cost);
			expect((await around.run("m", input)).receipt).toMatchObject({ cache: "hit", cost: { usd: "0" } });
		});
	});

	describe("its ledger", () => {
		it("has one entry per priced call, under the key", async () => {
			const ledger = memoryLedger();
			const gateway = withCost(withCache(gatewayFor(answer), { storage: storage() }), {
				price,
				ledger,
				key: ({ options }) => String(options.metadata?.tenant),
			});
			for (const tenant of ["t1", "t1", "t2"]) await gateway.run("m", input, { metadata: { tenant } });
			await gateway.run("other", input, { metadata: { tenant: "t2" } });
			expect(await ledger.query()).toMatchObject([
				{
					key: "t1",
					provider: "a",
					model: "m",
					requests: 2,
					cached: 1,
					usd: "0.0002",
					inputTokens: 100,
					outputTokens: 10,
				},
				{ key: "t2", model: "m", requests: 1, cached: 1, usd: "0" },
				{ key: "t2", model: "other", requests: 1, unpriced: 1, usd: "0" },
			]);
		});

		it("does not fail a call when it fails, and is told of to who asks", async () => {
			const onError = vi.fn();
			const failing = { record: () => Promise.reject(new Error("full")) };
			const gateway = withCost(gatewayFor(answer), { price, ledger: failing, onError });
			expect((await gateway.run("m", input)).receipt?.cost).toEqual(cost);
			expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: "full" }));
		});

		it("is written after the answer where waitUntil says so, and before it otherwise", async () => {
			const waited: Promise<unknown>[] = [];
			let written = 0;
			const slow = {
				record: async () => {
					await new Promise((resolve) => setTimeout(resolve, 10));
					written++;
				},
			};
			await withCost(gatewayFor(answer), { price, ledger: slow, waitUntil: (promise) => waited.push(promise) }).run(
				"m",
				input,
			);
			expect(written).toBe(0);
			await Promise.all(waited);
			expect(written).toBe(1);
			await withCost(gatewayFor(answer), { price, ledger: slow }).run("m", input);
			expect(written).toBe(2);
		});
	});

	it("takes a price that fails, or is none, for unknown, and reads any way to write a number", async () => {
		const prices: [() => string | undefined, unknown][] = [
			[
				() => {
					throw new Error("no such model");
				},
				{ unknown: true },
			],
			...["-1", "NaN", "a lot", ""].map((usd): [() => string, unknown] => [() => usd, { unknown: true }]),
			[() => "1.5e-7", { usd: "0.00000015" }],
			[() => "2e3", { usd: "2000" }],
		];
		for (const [price, expected] of prices) {
			const { receipt } = await withCost(gatewayFor(answer), { price }).run("m", input);
			expect(receipt?.cost).toEqual(expected);
		}
	});

	it("wraps a hand-written gateway", async () => {
		const own: Gateway = {
			run: async (model) => ({ text: "x", raw: null, usage, provider: "mine", model }),
			providers: () => ["mine"],
			defaultProvider: () => "mine",
		};
		expect((await withCost(own, { price }).run("m", input)).receipt?.cost).toEqual(cost);
	});
});
