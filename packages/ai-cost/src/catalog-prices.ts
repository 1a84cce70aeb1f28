import { billedUsage } from "./billed-usage.ts";
import type { ModelPricing, PriceTier, TokenPrices } from "./model-pricing.ts";
import type { PriceFunction } from "./price-function.ts";
import { chargeOf } from "./price-of.ts";
import { fromUnits } from "./usd.ts";

/**
 * A price of the catalogue in USD, per million tokens or thousand requests, as its name there says; with tiers, the price of every
 * token once the input is longer than `start` tokens.
 */
export type CatalogPrice =
	| number
	| { readonly base: number; readonly tiers: readonly { readonly start: number; readonly price: number }[] }
	| undefined;

/** `calcPrice` of `@pydantic/genai-prices`, as far as it is used here: its `usage` counts tokens by kind. It is only asked for prices. */
export type CalcPrice = (
	usage: Record<string, number | undefined>,
	model: string,
	options?: { providerId?: string },
) => { readonly model_price: Readonly<Record<string, CatalogPrice>> } | null;

/** Options of {@link catalogPrices}. */
export interface CatalogOptions {
	/**
	 * The catalogue's id for your key of a provider; `null` for one that it must not price, such as a model of your own. Default: the key
	 * itself and, where the catalogue has no such provider, the name of the model alone; `workers-ai` is `cloudflare`.
	 */
	readonly providers?: Readonly<Record<string, string | null>> | undefined;
}

/** The catalogue's names of prices per million tokens. */
const tokenPrices = {
	input: "input_mtok",
	output: "output_mtok",
	cachedInput: "cache_read_mtok",
	cacheWrite: "cache_write_mtok",
	cacheWrite1h: "cache_write_1h_mtok",
	audioInput: "input_audio_mtok",
	reasoning: "output_reasoning_mtok",
	audioOutput: "output_audio_mtok",
} as const;

function pricingOf(found: Readonly<Record<string, CatalogPrice>>): ModelPricing | undefined {
	const names = Object.keys(tokenPrices) as (keyof typeof tokenPrices)[];
	// What is not priced by the token, such as images and hours of speech, is not known here.
	if (found[tokenPrices.input] === undefined) return undefined;
	const starts = new Set<number>();
	const pick = (above = -1): TokenPrices => {
		// The first of the names is always there.
		const prices = { output: 0 } as { -readonly [K in keyof TokenPrices]: TokenPrices[K] };
		for (const name of names) {
			const price = found[tokenPrices[name]];
			if (price === undefined) continue;
			if (typeof price === "number") prices[name] = price;
			else {
				for (const { start } of price.tiers) starts.add(start);
				prices[name] = price.tiers.reduce((below, tier) => (tier.start <= above ? tier.price : below), price.base);
			}
		}
		return prices;
	};
	const fee = (name: string): number => (typeof found[name] === "number" ? found[name] / 1_000 : 0);
	const base = pick();
	const tiers: PriceTier[] = [...starts].sort((one, other) => one - other).map((above) => ({ ...pick(above), above }));
	const fees = { request: fee("requests_kcount"), webSearch: fee("web_searches_kcount") };
	return { ...base, ...fees, tiers, unit: "per1M" };
}

/**
 * Prices from a catalogue that its maintainers keep up to date: hand in `calcPrice` of `@pydantic/genai-prices` (install it yourself;
 * about 87 KB of gzip). It finds the prices; the arithmetic is exact and is this package's. The catalogue has no batch discounts for
 * OpenAI and Anthropic, no image prices that are used here, and does not take off free allocations.
 *
 * @example
 * ```ts
 * import { calcPrice } from "@pydantic/genai-prices";
 * import { firstPrice, neuronPrice } from "@workkit/ai-cost";
 * import { catalogPrices } from "@workkit/ai-cost/catalog";
 *
 * const price = firstPrice(neuronPrice, catalogPrices(calcPrice, { providers: { claude: "anthropic" } }));
 * price({ inputTokens: 1_000, outputTokens: 100 }, { provider: "claude", model: "claude-sonnet-4-6" }); // "0.0045"
 * ```
 */
export function catalogPrices(calcPrice: CalcPrice, { providers = {} }: CatalogOptions = {}): PriceFunction {
	const ids = new Map<string, string | null>(Object.entries({ "workers-ai": "cloudflare", ...providers }));
	// By the catalogue's own object, so that an update of the catalogue is seen at once.
	const charges = new WeakMap<object, ReturnType<typeof chargeOf> | null>();
	return (usage, { provider, model, raw }) => {
		const providerId = ids.get(provider) ?? provider;
		if (ids.get(provider) === null) return undefined;
		const found = calcPrice({}, model, { providerId }) ?? (ids.has(provider) ? null : calcPrice({}, model));
		if (!found) return undefined;
		const prices = found.model_price;
		let charge = charges.get(prices);
		if (charge === undefined) {
			const pricing = pricingOf(prices);
			charge = pricing ? chargeOf(pricing) : null;
			charges.set(prices, charge);
		}
		return charge ? fromUnits(charge(billedUsage(usage, raw)).total) : undefined;
	};
}
