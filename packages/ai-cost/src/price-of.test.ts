import { assert, integer, maxSafeNat, nat, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { type ModelPricing, priceOf, sumUsd } from "./index.ts";

const perMillion = (pricing: ModelPricing): ModelPricing => ({ unit: "per1M", ...pricing });

describe("priceOf", () => {
	it("takes bare prices as USD per 1,000 tokens", () => {
		expect(priceOf({ inputTokens: 1_000, outputTokens: 500 }, { input: 0.03, output: 0.06 })).toBe("0.06");
	});

	it("takes prices per million where they say so", () => {
		const pricing = perMillion({ input: 2.5, output: "10" });
		expect(priceOf({ inputTokens: 1_000, outputTokens: 500 }, pricing)).toBe("0.0075");
	});

	it("charges cached, written, reasoning and audio tokens at their own prices, once", () => {
		const usage = {
			...{
				inputTokens: 1_000,
				cachedInputTokens: 400,
				cacheWriteTokens: 200,
				cacheWrite1hTokens: 100,
				audioInputTokens: 50,
			},
			...{ outputTokens: 100, reasoningTokens: 60, audioOutputTokens: 10 },
		};
		const parts = { cachedInput: 1, cacheWrite: 4, cacheWrite1h: 6, audioInput: 7, reasoning: 20, audioOutput: 30 };
		const byHand = 250 * 3 + 400 * 1 + 200 * 4 + 100 * 6 + 50 * 7 + (30 * 10 + 60 * 20 + 10 * 30);
		expect(priceOf(usage, perMillion({ input: 3, output: 10, ...parts }))).toBe(String(byHand / 1e6));
	});

	it("charges parts without a price of their own like the rest", () => {
		const usage = { inputTokens: 1_000, cachedInputTokens: 400, outputTokens: 100, reasoningTokens: 60 };
		const { inputTokens, outputTokens } = usage;
		const none = { cachedInput: undefined, batch: undefined, request: undefined, webSearch: undefined };
		const pricing = { input: 3, output: 10, ...none } as unknown as ModelPricing;
		expect(priceOf(usage, pricing)).toBe(priceOf({ inputTokens, outputTokens }, pricing));
	});

	it("never charges more tokens than there are, whatever the parts claim", () => {
		const usage = { inputTokens: 10, outputTokens: 4, reasoningTokens: 3, audioOutputTokens: 4, cachedInputTokens: 99 };
		const pricing = { input: 1_000, output: 1_000, reasoning: 5_000, audioOutput: 3_000, cachedInput: 2_000 };
		expect(priceOf(usage, pricing)).toBe(String(10 * 2 + 4 * 3));
	});

	it("takes the dearer where parts of the input overlap", () => {
		const usage = {
			inputTokens: 10,
			outputTokens: 0,
			cacheWrite1hTokens: 6,
			cacheWriteTokens: 3,
			cachedInputTokens: 5,
		};
		const pricing = { input: 1_000, output: 0, cacheWrite1h: 6_000, cacheWrite: 4_000, cachedInput: 100 };
		expect(priceOf(usage, pricing)).toBe(String(6 * 6 + 3 * 4 + 0.1));
	});

	it("charges all tokens of a long input by its tier", () => {
		const pricing = perMillion({
			...{ input: 3, output: 15, cachedInput: 0.3 },
			tiers: [
				{ above: 500_000, input: 12 },
				{ above: 200_000, input: 6, output: 22.5 },
			],
		});
		const cost = (inputTokens: number) =>
			priceOf({ inputTokens, cachedInputTokens: 1_000, outputTokens: 1_000 }, pricing);
		expect(cost(200_000)).toBe("0.6123");
		expect(cost(200_001)).toBe("1.216806");
		expect(cost(500_001)).toBe("6.003312");
	});

	it("adds fees per request and per search, and takes a batch's discount off the tokens alone", () => {
		const pricing = perMillion({ input: 2, output: 8, request: "0.014", webSearch: 0.01, batch: 0.5 });
		const usage = { inputTokens: 1_000, outputTokens: 100, webSearches: 3 };
		expect(priceOf(usage, pricing)).toBe("0.0468");
		expect(priceOf({ ...usage, batch: true }, pricing)).toBe("0.0454");
	});

	it("has no drift where numbers do", () => {
		expect(priceOf({ inputTokens: 3_000, outputTokens: 0 }, { input: 0.1, output: 0 })).toBe("0.3");
		expect(
			priceOf({ inputTokens: 1, outputTokens: 1 }, perMillion({ input: 1e-7, output: "0.000000000000000001" })),
		).toBe("0.000000000000100000000001");
	});

	it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, "", "1,5", "0x10", null])("refuses the price %s", (price) => {
		const usage = { inputTokens: 1, outputTokens: 1 };
		for (const name of ["input", "output", "reasoning", "webSearch", "batch"]) {
			const pricing = { input: 1, output: 1, [name]: price } as ModelPricing;
			expect(() => priceOf(usage, pricing)).toThrow(expect.objectContaining({ code: "WORKKIT_CONFIG" }));
		}
	});

	it.each([-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, "many", "5"])("refuses the count %j", (count) => {
		for (const name of ["inputTokens", "outputTokens", "cachedInputTokens", "reasoningTokens", "webSearches"]) {
			const usage = { inputTokens: 1, outputTokens: 1, [name]: count as number };
			expect(() => priceOf(usage, { input: 1, output: 1 })).toThrow(
				expect.objectContaining({ code: "WORKKIT_CONFIG", message: expect.stringContaining(name) }),
			);
		}
	});

	it("refuses a unit that is none, since it would be a thousandfold mistake", () => {
		const pricing = { input: 1, output: 1, unit: "per1m" } as unknown as ModelPricing;
		expect(() => priceOf({ inputTokens: 1, outputTokens: 1 }, pricing)).toThrow(
			expect.objectContaining({ code: "WORKKIT_CONFIG", message: expect.stringMatching(/unit.*per1m/) }),
		);
	});

	it("refuses a tier that begins nowhere", () => {
		const pricing = { input: 1, output: 1, tiers: [{ above: Number.NaN, input: 2 }] };
		expect(() => priceOf({ inputTokens: 1, outputTokens: 1 }, pricing)).toThrow(/above/);
	});

	it("refuses a usage without its two counts", () => {
		const usage = {} as { inputTokens: number; outputTokens: number };
		expect(() => priceOf(usage, { input: 1, output: 1 })).toThrow(/inputTokens/);
	});

	it("is linear: two calls cost what one of both costs, for any counts and prices", () => {
		const price = integer({ min: 0, max: 10 ** 9 }).map((digits) => digits / 1e6);
		const usage = record({ inputTokens: nat(1e9), outputTokens: nat(1e9) });
		assert(
			property(usage, usage, price, price, (one, other, input, output) => {
				const both = {
					inputTokens: one.inputTokens + other.inputTokens,
					outputTokens: one.outputTokens + other.outputTokens,
				};
				const cost = (usage: typeof one): string => priceOf(usage, perMillion({ input, output }));
				expect(sumUsd(cost(one), cost(other))).toBe(cost(both));
			}),
		);
	});

	it("agrees with whole-number arithmetic for any price with six decimals", () => {
		assert(
			property(maxSafeNat(), nat(10 ** 9), (tokens, micro) => {
				const digits = String(BigInt(tokens) * BigInt(micro)).padStart(13, "0");
				const expected = `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, "");
				expect(priceOf({ inputTokens: tokens, outputTokens: 0 }, perMillion({ input: micro / 1e6, output: 0 }))).toBe(
					expected,
				);
			}),
		);
	});
});

describe("sumUsd", () => {
	it("adds decimals of any length", () => {
		expect(sumUsd(0.1, "0.2")).toBe("0.3");
		expect(sumUsd("123456789012345678901234567890.000000000000000000000000000001", 1e-30)).toBe(
			"123456789012345678901234567890.000000000000000000000000000002",
		);
		expect(sumUsd()).toBe("0");
		expect(sumUsd(100, 1e21, "5.")).toBe("1000000000000000000105");
	});

	it("does not depend on the order", () => {
		assert(
			property(nat(1e9), nat(1e9), nat(1e9), (one, two, three) => {
				const amounts = [one / 1e3, two / 1e7, three / 1e9];
				expect(sumUsd(...amounts)).toBe(sumUsd(sumUsd(...amounts.slice(1)), one / 1e3));
			}),
		);
	});
});
