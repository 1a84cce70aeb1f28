import type { UsageRecord } from "./usage-record.ts";

/** The call that is priced. */
export interface PricedCall {
	/** The caller's key of the provider that answered. */
	readonly provider: string;
	readonly model: string;
	/** The vendor's answer as it came, for what only some vendors report. */
	readonly raw?: unknown;
}

/** The exact decimal of USD that a call costs, or `undefined` when that is not known. */
export type PriceFunction = (usage: UsageRecord, call: PricedCall) => string | undefined;

/** Asks one price function after the other, until one knows. */
export function firstPrice(...functions: readonly PriceFunction[]): PriceFunction {
	return (usage, call) => {
		for (const price of functions) {
			const usd = price(usage, call);
			if (usd !== undefined) return usd;
		}
		return undefined;
	};
}
