import type { Call } from "@workkit/ai-core";
import { memoryBudgetStore, memoryLedger, priceTable, sumUsd } from "@workkit/ai-cost";
import { BudgetExceededError, ForbiddenError, ServiceUnavailableError } from "@workkit/errors";
import { describe, expect, it, vi } from "vitest";
import { failureOf, gatewayOf, hear, type Step, scripted } from "../test/scripted.ts";
import {
	type BudgetConfig,
	type BudgetStore,
	withBudget,
	withCache,
	withCost,
	withFallback,
	withRetry,
} from "./index.ts";

const price = priceTable({
	pricing: {
		m: { input: 1, output: 10 },
		w: { input: 1, cacheWrite: 5, output: 10, reasoning: 30 },
		h: { input: 1, cacheWrite: 5, cacheWrite1h: 9, output: 10 },
		audio: { input: 1, audioInput: 40, output: 10, reasoning: 12, audioOutput: 80 },
		"gpt-4o-mini": { input: 1, output: 10 },
	},
	unit: "per1M",
});
const usage = { inputTokens: 1_000, outputTokens: 900 };
/** What `usage` costs. */
const usd = "0.01";
const answer = { text: "Hello", usage };
const input = { prompt: "hi", maxTokens: 1_000 };
const scope = { key: "k", window: "day" } as const;

function setUp(steps: Step[], config: Partial<BudgetConfig> = {}) {
	const store = memoryBudgetStore();
	const provider = scripted(...steps);
	const options: BudgetConfig = { limit: "0.02", ...scope, store, price, ...config };
	const read = async () => {
		const { spent, reserved } = await store.read(scope);
		return { spent, reserved };
	};
	return { provider, read, store, gateway: withBudget(gatewayOf({ a: provider }), options) };
}

describe("withBudget", () => {
	it("settles what a call has cost, and refuses the one that does not fit, before the vendor is asked", async () => {
		const { gateway, provider, read } = setUp([answer]);
		await gateway.run("m", input);
		expect(await read()).toEqual({ spent: usd, reserved: "0" });
		const error = await failureOf(gateway.run("m", input));
		expect(error).toBeInstanceOf(BudgetExceededError);
		expect(error).toMatchObject({
			...{ code: "WORKKIT_BUDGET_EXCEEDED", statusCode: 402, retryable: false, remaining: "0.01" },
			resetAt: new Date((await setUp([]).store.read(scope)).resetAt),
		});
		expect(provider.calls).toHaveLength(1);
	});

	it("refuses an input that cannot be measured, whatever its provider might make of it", async () => {
		const { gateway, provider } = setUp([answer]);
		for (const broken of [{ prompt: "x", big: 1n }, undefined]) {
			const error = await failureOf(gateway.run(broken ? "m" : "unpriced", broken as never));
			expect(error).toMatchObject({ code: broken ? "WORKKIT_VALIDATION" : "WORKKIT_CONFIG" });
		}
		expect(provider.calls).toHaveLength(0);
	});

	it("never lets concurrent calls reserve more than there is", async () => {
		const { gateway, provider, read } = setUp([answer], { limit: "0.055" });
		const results = await Promise.allSettled(Array.from({ length: 50 }, () => gateway.run("m", input)));
		const passed = results.filter(({ status }) => status === "fulfilled").length;
		expect(passed).toBe(5);
		expect(provider.calls).toHaveLength(passed);
		expect(await read()).toEqual({ spent: "0.05", reserved: "0" });
	});

	describe("its reservation", () => {
		async function reserved(
			model: string,
			input: object,
			options = {},
			config: Partial<BudgetConfig> = {},
		): Promise<number> {
			let amount = "";
			const store: BudgetStore = {
				reserve: async (request) => {
					amount = request.usd;
					return { allowed: false, remaining: "0", resetAt: 0 };
				},
				settle: () => Promise.reject(new Error("not reserved")),
			};
			const { gateway } = setUp([answer], { ...config, store });
			await failureOf(gateway.run(model, input as never, options));
			return Math.round(Number(amount) * 1e6);
		}

		it("takes bytes for tokens, and maxTokens under any of its names", async () => {
			for (const name of ["maxTokens", "max_tokens", "max_completion_tokens", "max_output_tokens"]) {
				const micro = await reserved("m", { prompt: "€".repeat(1_000), [name]: 500 });
				expect(micro).toBeGreaterThanOrEqual(3_000 + 5_000);
				expect(micro).toBeLessThan(3_000 + 5_000 + 200);
			}
		});

		it("is the greater amount, not the longer text, and none when a part's price is unknown", async () => {
			const dear = await reserved("m", input, {}, { price: ({ reasoningTokens }) => (reasoningTokens ? "10" : "9") });
			expect(dear).toBe(10e6);
			const cheap = await reserved("m", input, {}, { price: ({ reasoningTokens }) => (reasoningTokens ? "9" : "10") });
			expect(cheap).toBe(10e6);
			const { gateway } = setUp([answer], { price: ({ cacheWriteTokens }) => (cacheWriteTokens ? undefined : "0.01") });
			expect(await failureOf(gateway.run("m", input))).toMatchObject({ code: "WORKKIT_CONFIG" });
		});

		it("of an embedding has no output", async () => {
			const { gateway, read } = setUp(["hang"]);
			const controller = new AbortController();
			const embedding = gateway.embed("m", { text: "x".repeat(1_000) }, { signal: controller.signal });
			await vi.waitFor(async () => expect((await read()).reserved).toMatch(/^0\.0010/));
			controller.abort();
			await failureOf(embedding);
		});

		it("assumes an output where none is limited, and counts every choice", async () => {
			expect(await reserved("m", { prompt: "x" })).toBeGreaterThanOrEqual(40_960);
			expect(await reserved("m", { prompt: "x" }, {}, { assumeOutputTokens: 10 })).toBeLessThan(300);
			expect(await reserved("m", { prompt: "x", maxTokens: 100, n: 5 })).toBeGreaterThanOrEqual(5_000);
			expect(await reserved("m", { prompt: "x", maxTokens: 1.5, n: 1.5 })).toBeGreaterThanOrEqual(40);
			for (const none of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, "many"]) {
				expect(await reserved("m", { prompt: "x", maxTokens: none })).toBeGreaterThanOrEqual(40_960);
			}
		});

		it("takes the largest of several limits, since a vendor may heed any", async () => {
			expect(await reserved("m", { prompt: "x", maxTokens: 1, max_completion_tokens: 900 })).toBeGreaterThanOrEqual(
				9_000,
			);
		});

		it("counts tools and images, and takes the dearest kind of token", async () => {
			const tool = { name: "f", description: "d".repeat(2_000), parameters: {} };
			expect(await reserved("m", { prompt: "x", maxTokens: 1 }, { toolOptions: { tools: [tool] } })).toBeGreaterThan(
				2_600,
			);
			const bytes = new Uint8Array(3_000);
			for (const data of [bytes, bytes.buffer, new Blob([bytes])]) {
				expect(await reserved("m", { prompt: "x", data, maxTokens: 1 })).toBeGreaterThan(3_000);
			}
			expect(await reserved("m", { prompt: { byteLength: 9, text: "x".repeat(3_000) }, maxTokens: 1 })).toBeGreaterThan(
				3_000,
			);
			const image = { type: "image", image: new Uint8Array(3_000_000) };
			const micro = await reserved("m", { messages: [{ role: "user", content: [image, image] }], maxTokens: 1 });
			expect(micro).toBeGreaterThanOrEqual(10_000);
			expect(micro).toBeLessThan(11_000);
			expect(
				await reserved("gpt-4o-mini", { messages: [{ role: "user", content: [image] }], maxTokens: 1 }),
			).toBeGreaterThan(48_169);
			const long = { prompt: "x".repeat(1_000), maxTokens: 100 };
			expect(await reserved("w", long)).toBeGreaterThanOrEqual(5_000 + 3_000);
			expect(await reserved("h", long)).toBeGreaterThanOrEqual(9_000 + 1_000);
			expect(await reserved("audio", long)).toBeGreaterThanOrEqual(40_000 + 8_000);
		});
	});

	it("records what a vendor bills beyond the reservation, and then refuses", async () => {
		const { gateway, read } = setUp([{ text: "x", usage: { inputTokens: 1_000_000, outputTokens: 0 } }]);
		await gateway.run("m", input);
		expect(await read()).toEqual({ spent: "1", reserved: "0" });
		expect(await failureOf(gateway.run("m", { prompt: "", maxTokens: 1 }))).toMatchObject({ remaining: "0" });
	});

	it("gives back what a refused, a failed or a cancelled call did not use", async () => {
		const steps = [new ForbiddenError("no"), new ServiceUnavailableError("a")];
		const { gateway, read } = setUp(steps);
		for (const _ of steps) await failureOf(gateway.run("m", input));
		expect(await read()).toEqual({ spent: "0", reserved: "0" });
	});

	it("settles a stream at its end, and a cancelled one by an estimate", async () => {
		const text = { type: "text", delta: "x".repeat(400) } as const;
		const { gateway, read } = setUp(
			[
				[text, { type: "done", usage }],
				[text, text, { type: "done", usage }],
			],
			{ limit: 1 },
		);
		const stream = await gateway.stream("m", input);
		expect(Number((await read()).reserved)).toBeGreaterThan(0.01);
		await hear(stream);
		await vi.waitFor(async () => expect(await read()).toEqual({ spent: usd, reserved: "0" }));
		const reader = (await gateway.stream("m", input)).getReader();
		await reader.read();
		await reader.cancel();
		await vi.waitFor(async () => expect((await read()).reserved).toBe("0"));
		// 100 tokens of output, and a few of input.
		expect(Number((await read()).spent)).toBeGreaterThan(0.011);
		expect(Number((await read()).spent)).toBeLessThan(0.0111);
	});

	it("refuses a model whose price is not known, unless it is told otherwise", async () => {
		const { gateway, provider, read } = setUp([answer]);
		expect(await failureOf(gateway.run("other", input))).toMatchObject({ code: "WORKKIT_CONFIG" });
		expect(provider.calls).toHaveLength(0);
		const lenient = setUp([answer], { allowUnknownPrices: true });
		for (const broken of [
			() => {
				throw new Error("no such model");
			},
			() => "NaN",
		]) {
			const { gateway, provider } = setUp([answer], { price: broken });
			expect(await failureOf(gateway.run("m", input))).toMatchObject({ code: "WORKKIT_CONFIG" });
			expect(provider.calls).toHaveLength(0);
		}
		expect((await lenient.gateway.run("other", input)).text).toBe("Hello");
		expect(await lenient.read()).toEqual({ spent: "0", reserved: "0" });
		expect(await read()).toEqual({ spent: "0", reserved: "0" });
	});

	it("fails closed when the store does not answer, and keeps the answer when it fails afterwards", async () => {
		const down = new Error("down");
		const closed = setUp([answer], { store: { ...memoryBudgetStore(), reserve: () => Promise.reject(down) } });
		expect(await failureOf(closed.gateway.run("m", input))).toBe(down);
		expect(closed.provider.calls).toHaveLength(0);
		const onError = vi.fn();
		const late = setUp([answer], { store: { ...memoryBudgetStore(), settle: () => Promise.reject(down) }, onError });
		expect((await late.gateway.run("m", input)).text).toBe("Hello");
		expect(onError).toHaveBeenCalledWith(down);
	});

	it("charges the whole reservation when the price turns out to be unknown", async () => {
		let known = true;
		const { gateway, read } = setUp(
			[
				() => {
					known = false;
					return answer;
				},
			],
			{ price: () => (known ? "0.015" : undefined) },
		);
		await gateway.run("m", input);
		expect(await read()).toEqual({ spent: "0.015", reserved: "0" });
	});

	it("tells of a threshold once, and does not mind what the hook does", async () => {
		const onThreshold = vi.fn(() => {
			throw new Error("hook");
		});
		const { gateway } = setUp([answer], { limit: "0.041", thresholds: [0.2, 0.5], onThreshold });
		for (const _ of [1, 2, 3]) await gateway.run("m", input);
		expect(onThreshold.mock.calls).toEqual([
			[{ key: "k", threshold: 0.2, spent: "0.01", limit: "0.041", resetAt: expect.any(Date) }],
			[{ key: "k", threshold: 0.5, spent: "0.03", limit: "0.041", resetAt: expect.any(Date) }],
		]);
	});

	it("keeps budgets by key", async () => {
		const key = ({ options }: Call): string => String(options.metadata?.tenant);
		const { gateway } = setUp([answer], { limit: "0.011", key });
		for (const tenant of ["a", "b"]) await gateway.run("m", input, { metadata: { tenant } });
		for (const tenant of ["a", "b"]) {
			expect(await failureOf(gateway.run("m", input, { metadata: { tenant } }))).toBeInstanceOf(BudgetExceededError);
		}
	});

	it("reserves for every attempt, and not for hits, where it should stand", async () => {
		const store = memoryBudgetStore();
		const ledger = memoryLedger();
		const map = new Map<string, string>();
		const storage = {
			get: async (key: string) => map.get(key) ?? null,
			put: async (key: string, value: string) => void map.set(key, value),
			delete: async (key: string) => void map.delete(key),
		};
		const partial = { usage: { inputTokens: 1_000, outputTokens: 0 } };
		const broken = new ServiceUnavailableError("a", {
			context: { partial },
			retryStrategy: { kind: "immediate", maxAttempts: 3 },
		});
		const inner = withCost(gatewayOf({ a: scripted(broken, answer) }), { price, ledger });
		const options = { limit: 1, ...scope, store, price };
		const gateway = withCache(withFallback(withRetry(withBudget(inner, options)), { tiers: ["w"], on: [402] }), {
			storage,
		});
		const outputs = [await gateway.run("m", input), await gateway.run("m", input)];
		expect(outputs.map(({ receipt }) => receipt?.cache)).toEqual(["miss", "hit"]);
		const receipts = outputs.map(({ receipt }) => (receipt?.cost && "usd" in receipt.cost ? receipt.cost.usd : "0"));
		const { spent } = await store.read(scope);
		expect(spent).toBe("0.011");
		expect(sumUsd(...receipts)).toBe(spent);
		expect(sumUsd(...(await ledger.query()).map(({ usd }) => usd))).toBe(spent);
	});

	it.each([
		["limit", -1],
		["limit", Number.NaN],
		["limit", Number.POSITIVE_INFINITY],
		["limit", ""],
		["limit", "5 USD"],
		["assumeOutputTokens", Number.POSITIVE_INFINITY],
		["assumeOutputTokens", 0],
		["assumeOutputTokens", Number.NaN],
	])("refuses the %s %s", (name, value) => {
		expect(() => setUp([answer], { [name]: value })).toThrow(expect.objectContaining({ code: "WORKKIT_CONFIG" }));
	});

	it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the threshold %s", (threshold) => {
		expect(() => setUp([answer], { thresholds: [threshold], onThreshold: () => {} })).toThrow(
			expect.objectContaining({ code: "WORKKIT_CONFIG" }),
		);
	});
});
