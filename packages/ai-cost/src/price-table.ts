import { billedUsage } from "./billed-usage.ts";
import type { ModelPricing, PriceUnit } from "./model-pricing.ts";
import type { PriceFunction } from "./price-function.ts";
import { chargeOf } from "./price-of.ts";
import { fromUnits } from "./usd.ts";

/** Options of {@link priceTable}. */
export interface PriceTableConfig {
	/** Prices by model, or by `provider/model` where providers differ. */
	readonly pricing: Readonly<Record<string, ModelPricing>>;
	/** What bare prices count. Default `"per1K"`. */
	readonly unit?: PriceUnit | undefined;
}

/**
 * Prices that you keep yourself, as a price function. A model that is not in it is unknown. Throws `ConfigError` for prices that are
 * negative or no numbers.
 *
 * @example
 * ```ts
 * import { priceTable } from "@workkit/ai-cost";
 *
 * const price = priceTable({ pricing: { "my-model": { input: 0.2, output: "0.8" } }, unit: "per1M" });
 * price({ inputTokens: 1_000, outputTokens: 100 }, { provider: "mine", model: "my-model" }); // "0.00028"
 * ```
 */
export function priceTable({ pricing, unit }: PriceTableConfig): PriceFunction {
	const charges = new Map(Object.entries(pricing).map(([model, prices]) => [model, chargeOf(prices, unit, model)]));
	return (usage, { provider, model, raw }) => {
		const charge = charges.get(`${provider}/${model}`) ?? charges.get(model);
		return charge && fromUnits(charge(billedUsage(usage, raw)).total);
	};
}
