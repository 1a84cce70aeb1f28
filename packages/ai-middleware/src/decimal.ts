/** Decimals that are kept: prices per token have fewer. */
const SCALE = 30;

function toUnits(decimal: string): bigint {
	const [whole = "", fraction = ""] = decimal.split(".");
	return BigInt(whole + fraction.slice(0, SCALE).padEnd(SCALE, "0"));
}

/** The exact sum of two decimals of USD, neither of them below 0. */
export function addUsd(one: string, other: string): string {
	const digits = String(toUnits(one) + toUnits(other)).padStart(SCALE + 1, "0");
	return `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`.replace(/\.?0+$/, "");
}

/** The greater of two decimals of USD. */
export function maxUsd(one: string, other: string): string {
	return toUnits(one) < toUnits(other) ? other : one;
}
