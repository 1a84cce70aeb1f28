import { fromUnits, toUnits, type Usd } from "./usd.ts";

/**
 * The exact sum of amounts of USD, as a decimal: `sumUsd(0.1, "0.2")` is `"0.3"`. Throws `ConfigError` for an amount that is negative
 * or no number.
 */
export function sumUsd(...amounts: readonly Usd[]): string {
	return fromUnits(amounts.reduce((sum: bigint, amount) => sum + toUnits(amount), 0n));
}
