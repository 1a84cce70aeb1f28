import type { Usd } from "./usd.ts";

/** What the prices of tokens count: 1,000 tokens, or 1,000,000 as vendors publish them. */
export type PriceUnit = "per1K" | "per1M";

/** Prices of tokens, in USD. A part of the input or output without a price of its own costs what the rest costs. */
export interface TokenPrices {
	readonly input: Usd;
	readonly output: Usd;
	/** Read from the vendor's prompt cache. */
	readonly cachedInput?: Usd;
	/** Written to the vendor's prompt cache. */
	readonly cacheWrite?: Usd;
	/** Written to be kept for an hour. */
	readonly cacheWrite1h?: Usd;
	readonly audioInput?: Usd;
	readonly reasoning?: Usd;
	readonly audioOutput?: Usd;
}

/** Prices for long input. */
export interface PriceTier extends Partial<TokenPrices> {
	/** All tokens of a call with more input tokens than this have the tier's prices. */
	readonly above: number;
}

/** What a model costs, in USD. */
export interface ModelPricing extends TokenPrices {
	/** What these prices count. Default: that of whatever takes them, which is `"per1K"` unless it is told otherwise. */
	readonly unit?: PriceUnit | undefined;
	/** In any order. What a tier does not name costs what it costs without tiers. */
	readonly tiers?: readonly PriceTier[] | undefined;
	/** For a request, tokens aside. */
	readonly request?: Usd;
	/** For a search that the vendor makes. */
	readonly webSearch?: Usd;
	/** What the tokens of a batch cost in parts of these prices, such as 0.5. Default 1. */
	readonly batch?: Usd;
}
