import { calcPrice } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";
import { pricedRecords } from "../test/priced-records.ts";
import { catalogPrices } from "./catalog.ts";
import { firstPrice, neuronPrice, type PriceFunction, priceTable } from "./index.ts";

const usage = { inputTokens: 1_000, outputTokens: 100 };

describe("recorded usage", () => {
	const price = firstPrice(neuronPrice, catalogPrices(calcPrice));

	it.each(pricedRecords)("costs what it costs by hand: $case", ({ provider, model, usage, raw, usd }) => {
		expect(price(usage, { provider, model, raw: { usage: raw } })).toBe(usd);
	});

	it("was worked out right: the terms add up", () => {
		expect(pricedRecords.length).toBeGreaterThanOrEqual(30);
		for (const { microUsd, usd } of pricedRecords) {
			const terms = microUsd.split(" + ").map((term) => term.split(" * ").map(Number));
			const sum = terms.reduce((sum, [count = 0, perMillion = 0]) => sum + count * perMillion, 0);
			expect(sum / 1e6).toBeCloseTo(Number(usd), 15);
		}
	});

	it("costs half in a batch, where the table says so, searches aside", () => {
		const table = priceTable({
			pricing: {
				"claude-sonnet-4-20250514": {
					...{ input: 3, output: 15, cachedInput: 0.3, cacheWrite: 3.75, webSearch: 0.01 },
					...{ batch: 0.5, unit: "per1M" },
				},
			},
		});
		const found = pricedRecords.find(({ raw }) => "server_tool_use" in raw && "cache_creation" in raw);
		if (!found) throw new Error("no record with searches");
		const { provider, model, usage, raw } = found;
		// 10 * 3 + 12174 * 3.75 + 39695 * 0.3 + 437 * 15 = 64146 (millionths), halved; one search.
		expect(table(usage, { provider, model, raw: { usage: { ...raw, service_tier: "batch" } } })).toBe("0.042073");
	});

	it("costs double for cache writes that are kept for an hour", () => {
		const raw = { usage: { cache_creation: { ephemeral_1h_input_tokens: 600 } } };
		const written = { inputTokens: 2_000, cacheWriteTokens: 1_000, outputTokens: 0 };
		// 1000 * 3 + 400 * 3.75 + 600 * 6
		expect(price(written, { provider: "anthropic", model: "claude-sonnet-4-6", raw })).toBe("0.0081");
	});
});

describe("catalogPrices", () => {
	const price = catalogPrices(calcPrice, { providers: { claude: "anthropic", "local-llm": null } });
	const cost = (provider: string, model: string): string | undefined => price(usage, { provider, model });

	it("finds the provider by its key, by the given id, or by the model's name", () => {
		expect(cost("openai", "gpt-4o-2024-08-06")).toBe("0.0035");
		expect(cost("claude", "claude-sonnet-4-6")).toBe("0.0045");
		expect(cost("my-own-name", "claude-sonnet-4-6")).toBe("0.0045");
		expect(cost("workers-ai", "@cf/openai/gpt-oss-20b")).toBe("0.00023");
	});

	it("does not know what it does not know", () => {
		expect(cost("openai", "gpt-of-tomorrow")).toBeUndefined();
		expect(cost("local-llm", "gpt-4o")).toBeUndefined();
		expect(cost("claude", "gpt-4o")).toBeUndefined();
		expect(cost("toString", "constructor")).toBeUndefined();
		// Priced by the hour of speech.
		expect(cost("openai", "whisper-1")).toBeUndefined();
	});

	it("takes a fee per request, and tiers whose prices begin at different places", () => {
		const prices = {
			...{ input_mtok: { base: 1, tiers: [{ start: 10, price: 2 }] }, requests_kcount: 14 },
			output_mtok: { base: 10, tiers: [{ start: 5, price: 20 }] },
		};
		const made = catalogPrices(() => ({ model_price: prices }));
		const cost = (inputTokens: number) => made({ inputTokens, outputTokens: 1 }, { provider: "p", model: "m" });
		expect([5, 6, 10, 11].map(cost)).toEqual(["0.014015", "0.014026", "0.01403", "0.014042"]);
	});

	it("sees an update of the catalogue", () => {
		let input = 1;
		const made = catalogPrices(() => ({ model_price: { input_mtok: input } }));
		const cost = () => made(usage, { provider: "p", model: "m" });
		expect(cost()).toBe("0.001");
		input = 2;
		expect(cost()).toBe("0.002");
	});
});

describe("priceTable", () => {
	it("prefers the price of a provider's model to that of the model", () => {
		const pricing = { m: { input: 1, output: 1 }, "azure/m": { input: 2, output: 2 } };
		const table = priceTable({ pricing, unit: "per1M" });
		expect(table(usage, { provider: "azure", model: "m" })).toBe("0.0022");
		expect(table(usage, { provider: "openai", model: "m" })).toBe("0.0011");
		expect(table(usage, { provider: "openai", model: "toString" })).toBeUndefined();
	});

	it("refuses prices that are none at once", () => {
		const pricing = { m: { input: -1, output: 1 } };
		expect(() => priceTable({ pricing })).toThrow(expect.objectContaining({ code: "WORKKIT_CONFIG" }));
	});
});

describe("neuronPrice", () => {
	const call = { provider: "workers-ai", model: "@cf/x" };

	it("takes what the answer reports, also in Cloudflare's envelope", () => {
		expect(neuronPrice(usage, { ...call, raw: { usage: { neurons: 1_000 } } })).toBe("0.011");
		expect(neuronPrice(usage, { ...call, raw: { result: { usage: { neurons: 0.5 } } } })).toBe("0.0000055");
		expect(neuronPrice({ ...usage, neurons: 10 }, call)).toBe("0.00011");
	});

	it.each([undefined, null, "text", {}, { usage: null }, { usage: { neurons: 0 } }])("knows nothing from %j", (raw) => {
		expect(neuronPrice(usage, { ...call, raw })).toBeUndefined();
	});
});

describe("firstPrice", () => {
	it("asks in order until one knows, and takes a free call for known", () => {
		const asked: string[] = [];
		const knows = (name: string, usd: string | undefined): PriceFunction => {
			return () => {
				asked.push(name);
				return usd;
			};
		};
		const price = firstPrice(knows("a", undefined), knows("b", "0"), knows("c", "1"));
		expect(price(usage, { provider: "p", model: "m" })).toBe("0");
		expect(asked).toEqual(["a", "b"]);
		expect(firstPrice()(usage, { provider: "p", model: "m" })).toBeUndefined();
	});
});
