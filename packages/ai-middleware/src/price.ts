import type { Call, TokenUsage } from "@workkit/ai-core";
import { addUsd } from "./decimal.ts";
import type { Used } from "./observe-usage.ts";

/**
 * What a call costs: the exact decimal of USD, or `undefined` when that is not known. `priceTable`, `catalogPrices` and `neuronPrice` of
 * `@workkit/ai-cost` are such functions.
 */
export type PriceFunction = (
	usage: TokenUsage,
	call: { readonly provider: string; readonly model: string; readonly raw?: unknown },
) => string | undefined;

/** What was used as money; `undefined` when it is not known. A price function that fails knows nothing: the call has its answer. */
export function priceUsed({ usage, free, models, raw }: Used, price: PriceFunction): string | undefined {
	if (free) return "0";
	if (!usage) return undefined;
	for (const named of models) {
		try {
			const usd = price(usage, { ...named, raw });
			// As a plain decimal, however it was written.
			if (usd !== undefined) return addUsd(usd, "0");
		} catch {}
	}
	return undefined;
}

/** Whom a call is counted for: a text, or a function of the call. */
export type KeyOf = string | ((call: Call) => string);

/** The key of a call. */
export const keyOf = (key: KeyOf, call: Call): string => (typeof key === "function" ? key(call) : key);
