import type { ModelPricing, PriceUnit } from "./model-pricing.ts";
import type { UsageRecord } from "./usage-record.ts";
import { fromUnits, toUnits } from "./usd.ts";

/** What a call costs, in units; `total` has the fees that belong to neither side. */
type Cost = Record<"input" | "output" | "total", bigint>;

type Prices = Record<"input" | "output" | "batch" | "request" | "webSearch", bigint> & Partial<Record<string, bigint>>;

/** All amounts among prices; those that are undefined are not there. */
function amountsOf({ unit: _unit, tiers: _tiers, ...prices }: Partial<ModelPricing>): Record<string, bigint> {
	const amounts: Record<string, bigint> = {};
	for (const [name, amount] of Object.entries(prices)) if (amount !== undefined) amounts[name] = toUnits(amount);
	return amounts;
}

/** Checks prices and answers with what charges by them. Both throw `ConfigError` for what is negative or no number. */
export function chargeOf(pricing: ModelPricing, unit?: PriceUnit): (usage: UsageRecord) => Cost {
	const one = toUnits(1);
	const tokens = toUnits((pricing.unit ?? unit) === "per1M" ? 1e6 : 1e3);
	const { input, output } = pricing;
	const required = { input: toUnits(input), output: toUnits(output), batch: one, request: 0n, webSearch: 0n };
	const base: Prices = { ...required, ...amountsOf(pricing) };
	const tiers = (pricing.tiers ?? []).map((tier) => [tier.above, { ...base, ...amountsOf(tier) } as Prices] as const);
	return (usage) => {
		const counts = usage as unknown as Record<string, number | undefined>;
		const prices = tiers.reduce((below, [above, tier]) => (usage.inputTokens > above ? tier : below), base);
		const side = (whole: "input" | "output", ...parts: string[]): bigint => {
			let left = toUnits(counts[`${whole}Tokens`] as number);
			let cost = 0n;
			for (const part of parts) {
				const claimed = toUnits(counts[`${part}Tokens`] ?? 0);
				// Vendors' parts overlap now and then; nothing is charged twice.
				// biome-ignore lint/complexity/useMathMinMax: it does not take a bigint.
				const taken = left < claimed ? left : claimed;
				left -= taken;
				cost += taken * (prices[part] ?? prices[whole]);
			}
			cost += left * prices[whole];
			return (usage.batch ? (cost * prices.batch) / one : cost) / tokens;
		};
		const input = side("input", "cacheWrite1h", "cacheWrite", "cachedInput", "audioInput");
		const output = side("output", "audioOutput", "reasoning");
		const searches = (prices.webSearch * toUnits(usage.webSearches ?? 0)) / one;
		return { input, output, total: input + output + prices.request + searches };
	};
}

/**
 * What a call costs, as an exact decimal of USD. Prices count 1,000 tokens unless `pricing.unit` says `"per1M"`.
 *
 * Throws `ConfigError` for prices or counts that are negative or no numbers.
 */
export function priceOf(usage: UsageRecord, pricing: ModelPricing): string {
	return fromUnits(chargeOf(pricing)(usage).total);
}
