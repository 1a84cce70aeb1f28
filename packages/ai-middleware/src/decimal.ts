/** Decimals that are kept: prices per token have fewer. */
const SCALE = 30;

/** Throws for a text that is no number of at least 0. */
function toUnits(amount: string): bigint {
	const [, whole, fraction = "", exponent = 0] = /^(\d+)\.?(\d*)(?:e([+-]?\d{1,3}))?$/.exec(amount) ?? [];
	if (!whole) throw new RangeError(`"${amount}" is no amount.`);
	const shift = SCALE - fraction.length + Number(exponent);
	return (BigInt(whole + fraction) * 10n ** BigInt(Math.max(shift, 0))) / 10n ** BigInt(Math.max(-shift, 0));
}

/** The exact sum of two decimals of USD, neither of them below 0. */
export function addUsd(one: string, other: string): string {
	const digits = String(toUnits(one) + toUnits(other)).padStart(SCALE + 1, "0");
	return `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`.replace(/\.?0+$/, "");
}

/** Whether something is an amount of USD. */
export function isUsd(amount: number | string): boolean {
	try {
		return toUnits(String(amount)) >= 0n;
	} catch {
		return false;
	}
}

/** The greater of two decimals of USD. */
export function maxUsd(one: string, other: string): string {
	return toUnits(one) < toUnits(other) ? other : one;
}
