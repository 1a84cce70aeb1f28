import type { Receipt } from "@workkit/ai-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDecimals, addReceipts } from "./add-receipts.ts";
import { addUsage } from "./add-usage.ts";

const costing = (cost?: Receipt["cost"], cache?: Receipt["cache"]): Receipt => ({
	attempts: [],
	...(cost && { cost }),
	...(cache && { cache }),
});

describe("costs", () => {
	it("are added as decimals, without rounding", () => {
		expect(addDecimals(["0.1", "0.2"])).toBe("0.3");
		expect(addDecimals(["0.000000000000000000001", "123456789012345678901", "0.5"])).toBe(
			"123456789012345678901.500000000000000000001",
		);
		expect(addDecimals(["0.05", "0.95"])).toBe("1");
		expect(addDecimals([])).toBe("0");
		fc.assert(
			fc.property(fc.array(fc.nat(1e9)), (micros) => {
				const sum = micros.reduce((total, one) => total + one, 0);
				const decimals = micros.map((one) => `${Math.floor(one / 1e6)}.${String(one % 1e6).padStart(6, "0")}`);
				expect(Math.round(Number(addDecimals(decimals)) * 1e6)).toBe(sum);
			}),
		);
	});

	it("are unknown as soon as one is, and absent when nobody prices", () => {
		expect(addReceipts([costing({ usd: "1" }), costing({ unknown: true })]).cost).toEqual({ unknown: true });
		expect(addReceipts([costing({ usd: "1" }), costing()]).cost).toEqual({ unknown: true });
		expect(addReceipts([costing({ usd: "one" })]).cost).toEqual({ unknown: true });
		expect(addReceipts([costing(), costing()])).toEqual({ attempts: [] });
	});

	it("do not grow by an answer from a cache", () => {
		expect(
			addReceipts([costing({ usd: "1.50" }), costing(undefined, "hit"), costing(undefined, "coalesced")]).cost,
		).toEqual({
			usd: "1.5",
		});
		expect(addReceipts([costing({ usd: "1" }), costing(undefined, "miss")]).cost).toEqual({ unknown: true });
	});
});

describe("usage", () => {
	it("keeps absent what nobody reports", () => {
		expect(addUsage(undefined, undefined)).toBeUndefined();
		const one = { inputTokens: 1, outputTokens: 2, reasoningTokens: 0 };
		expect(addUsage(undefined, one)).toEqual(one);
		expect(addUsage(one, { inputTokens: 3, outputTokens: 4, totalTokens: 7 })).toEqual({
			inputTokens: 4,
			outputTokens: 6,
			reasoningTokens: 0,
			// Who reports no total has one all the same.
			totalTokens: 10,
		});
	});
});
