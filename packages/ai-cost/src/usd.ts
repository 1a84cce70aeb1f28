import { ConfigError } from "@workkit/errors";

/** Decimals that are kept: a price per million tokens may have 24 of its own and is still exact per token. */
const SCALE = 30;

const ONE = 10n ** BigInt(SCALE);

/** An amount of USD. A number stands for its shortest decimal form, so that `0.1` is a tenth; a string may have any precision. */
export type Usd = number | string;

/**
 * An amount as a whole number of 10⁻³⁰ USD; what is finer is dropped. Throws `ConfigError`, which tells the amount's name, for a negative
 * one or no number.
 *
 * @param whole - It is a count, which a text or a fraction is not.
 */
export function toUnits(amount: Usd, name = "An amount", whole = false): bigint {
	// Counts of tokens come this way, by the million.
	if (Number.isSafeInteger(amount) && Number(amount) >= 0) return BigInt(amount) * ONE;
	const [, digits, fraction = "", exponent = 0] =
		(!whole && /^(\d+)\.?(\d*)(?:e([+-]?\d{1,3}))?$/.exec(String(amount))) || [];
	if (!digits) throw new ConfigError(`${name} cannot be "${amount}".`);
	const shift = SCALE - fraction.length + Number(exponent);
	return (BigInt(digits + fraction) * 10n ** BigInt(Math.max(shift, 0))) / 10n ** BigInt(Math.max(-shift, 0));
}

/** The exact decimal of units: no exponent, no trailing zeros. */
export function fromUnits(units: bigint): string {
	const digits = String(units).padStart(SCALE + 1, "0");
	return `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`.replace(/\.?0+$/, "");
}
