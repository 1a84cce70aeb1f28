import { ConfigError } from "@workkit/errors";
import type { ModelPricing, PriceUnit } from "./model-pricing.ts";
import type { UsageRecord } from "./usage-record.ts";
import { countUnits, fromUnits, toUnits } from "./usd.ts";

/** What a call costs, in units; `total` has the fees that belong to neither side. */
type Cost = Record<"input" | "output" | "total", bigint>;

type Prices = Record<"input" | "output" | "batch" | "request" | "webSearch", bigint> & Partial<Record<string, bigint>>;

const unitTokens = { per1K: 1_000, per1M: 1_000_000 };

/**
 * Checks prices and answers with what charges by them. Both throw `ConfigError` for what is negative or no number.
 *
 * @param of - Whose prices they are, for the error.
 */
export function chargeOf(pricing: ModelPricing, unit?: PriceUnit, of = ""): (usage: UsageRecord) => Cost {
	/** All amounts among prices; those that are undefined are not there. */
	function amountsOf({ unit: _unit, tiers: _tiers, ...prices }: Partial<ModelPricing>): Record<string, bigint> {
		const amounts: Record<string, bigint> = {};
		for (const [name, amount] of Object.entries(prices)) {
			if (amount !== undefined) amounts[name] = toUnits(amount, `The price ${of && `of ${of}: `}${name}`);
		}
		return amounts;
	}
	const { input, output, tiers = [] } = pricing;
	const counted = pricing.unit ?? unit ?? "per1K";
	if (!Object.hasOwn(unitTokens, counted)) throw new ConfigError(`"${counted}" is no unit: "per1K" or "per1M".`);
	const tokens = toUnits(unitTokens[counted]);
	const one = toUnits(1);
	// Both are needed, and checked as the others are.
	const base = {
		batch: one,
		request: 0n,
		webSearch: 0n,
		...amountsOf({ ...pricing, input: String(input), output: String(output) }),
	} as Prices;
	const steps = tiers
		.map((tier) => [tier.above, { ...base, ...amountsOf(tier) } as Prices] as const)
		.sort(([above], [other]) => above - other);
	return (usage) => {
		const counts = usage as unknown as Record<string, number | undefined>;
		const prices = steps.reduce((below, [above, tier]) => (usage.inputTokens > above ? tier : below), base);
		const side = (whole: "input" | "output", ...parts: string[]): bigint => {
			let left = countUnits(counts[`${whole}Tokens`] as number, `${whole}Tokens`);
			let cost = 0n;
			for (const part of parts) {
				const claimed = countUnits(counts[`${part}Tokens`] ?? 0, `${part}Tokens`);
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
		const searches = (prices.webSearch * countUnits(usage.webSearches ?? 0, "webSearches")) / one;
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
