import { billedUsage } from "./billed-usage.ts";
import type { PriceFunction } from "./price-function.ts";
import { fromUnits, toUnits } from "./usd.ts";

/** USD per 1,000 neurons on the Workers Paid plan, as https://developers.cloudflare.com/workers-ai/platform/pricing/ has it since 2023. */
const PER_THOUSAND = "0.011";

/**
 * Prices a call on Workers AI by the neurons that the answer reports; `undefined` where it reports none, as many models do: put prices
 * per token behind it with {@link firstPrice}. The free allocation of 10,000 neurons per day is not taken off.
 */
export const neuronPrice: PriceFunction = (usage, { raw }) => {
	const { neurons } = billedUsage(usage, raw);
	// Frames that come before the count say 0.
	return neurons ? fromUnits((toUnits(neurons) * toUnits(PER_THOUSAND)) / toUnits(1_000)) : undefined;
};
