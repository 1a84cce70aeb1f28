import { ConfigError } from "@workkit/errors";

/** Decimals that are kept: a price per million tokens may have 24 of its own and is still exact per token. */
const SCALE = 30;

const ONE = 10n ** BigInt(SCALE);

/** An amount of USD. A number stands for its shortest decimal form, so that `0.1` is a tenth; a string may have any precision. */
export type Usd = number | string;

/** A count of tokens or of something like them, in the same units. Throws `ConfigError` for one that is not whole, or negative. */
export function countUnits(count: number, name: string): bigint {
	if (Number.isSafeInteger(count) && count >= 0) return BigInt(count) * ONE;
	throw new ConfigError(`${name} must be a whole number of at least 0, not "${count}".`);
}

/**
 * An amount as a whole number of 10⁻³⁰ USD; what is finer is dropped. Throws `ConfigError`, which tells the amount's name, for a negative
 * one or no number.
 */
export function toUnits(amount: Usd, name = "An amount"): bigint {
	const [, whole, fraction = "", exponent = 0] = /^(\d+)\.?(\d*)(?:e([+-]?\d{1,3}))?$/.exec(String(amount)) ?? [];
	if (!whole) throw new ConfigError(`${name} must be a number of at least 0, not "${amount}".`);
	const shift = SCALE - fraction.length + Number(exponent);
	return (BigInt(whole + fraction) * 10n ** BigInt(Math.max(shift, 0))) / 10n ** BigInt(Math.max(-shift, 0));
}

/** The exact decimal of units: no exponent, no trailing zeros. */
export function fromUnits(units: bigint): string {
	const digits = String(units).padStart(SCALE + 1, "0");
	return `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`.replace(/\.?0+$/, "");
}
