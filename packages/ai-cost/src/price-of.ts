import type { ModelPricing, PriceUnit } from "./model-pricing.ts";
import type { UsageRecord } from "./usage-record.ts";
import { fromUnits, toUnits } from "./usd.ts";

/** What a call costs, in units; `total` has the fees that belong to neither side. */
type Cost = Record<"input" | "output" | "total", bigint>;

type Prices = Record<"input" | "output" | "batch" | "request" | "webSearch", bigint> & Partial<Record<string, bigint>>;

/**
 * Checks prices and answers with what charges by them. Both throw `ConfigError` for what is negative or no number.
 *
 * @param of - Whose prices they are, for the error.
 */
export function chargeOf(pricing: ModelPricing, unit?: PriceUnit, of = "Price"): (usage: UsageRecord) => Cost {
	/** All amounts among prices; those that are undefined are not there. */
	function amountsOf({ unit: _unit, tiers: _tiers, ...prices }: Partial<ModelPricing>): Record<string, bigint> {
		const amounts: Record<string, bigint> = {};
		for (const [name, amount] of Object.entries(prices)) {
			if (amount !== undefined) amounts[name] = toUnits(amount, `${of}: ${name}`);
		}
		return amounts;
	}
	const one = toUnits(1);
	const counted = pricing.unit ?? unit ?? "per1K";
	const tokens = toUnits({ per1K: 1e3, per1M: 1e6 }[counted] ?? counted, `${of}: unit`);
	// Both are needed, and checked as the others are.
	const { input, output, tiers = [] } = pricing;
	const given = amountsOf({ ...pricing, input: String(input), output: String(output) });
	const base = { batch: one, request: 0n, webSearch: 0n, ...given } as Prices;
	const steps = tiers
		.map((tier) => [tier.above, { ...base, ...amountsOf(tier) } as Prices] as const)
		.sort(([above], [other]) => above - other);
	return (usage) => {
		const count = (name: string, none?: number): bigint =>
			toUnits((usage as unknown as Record<string, number | undefined>)[name] ?? (none as number), name, true);
		const prices = steps.reduce((below, [above, tier]) => (usage.inputTokens > above ? tier : below), base);
		const side = (whole: "input" | "output", ...parts: string[]): bigint => {
			let left = count(`${whole}Tokens`);
			let cost = 0n;
			for (const part of parts) {
				const claimed = count(`${part}Tokens`, 0);
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
		const searches = (prices.webSearch * count("webSearches", 0)) / one;
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
