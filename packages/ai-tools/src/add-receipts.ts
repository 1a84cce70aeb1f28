import type { Receipt } from "@workkit/ai-core";

type Cost = NonNullable<Receipt["cost"]>;

/** Digits behind the point. */
const placesOf = (usd: string): number => usd.split(".")[1]?.length ?? 0;

/** Adds decimals without rounding: as integers of the finest unit that occurs. */
export function addDecimals(decimals: readonly string[]): string {
	const places = Math.max(0, ...decimals.map(placesOf));
	const sum = decimals
		.map((usd) => BigInt(usd.replace(".", "") + "0".repeat(places - placesOf(usd))))
		.reduce((a, b) => a + b, 0n);
	const digits = String(sum).padStart(places + 1, "0");
	const whole = digits.slice(0, digits.length - places);
	const rest = digits.slice(digits.length - places).replace(/0+$/, "");
	return rest ? `${whole}.${rest}` : whole;
}

/** What several calls cost together; `undefined` when nobody priced any of them. An answer from a cache without a price cost nothing. */
function addCosts(receipts: readonly Receipt[]): Cost | undefined {
	const costs = receipts.map(
		({ cost, cache }): Cost => cost ?? (cache && cache !== "miss" ? { usd: "0" } : { unknown: true }),
	);
	if (!receipts.some(({ cost }) => cost)) return undefined;
	const known = costs.flatMap((cost) => ("usd" in cost && /^\d+(\.\d+)?$/.test(cost.usd) ? [cost] : []));
	if (known.length < costs.length) return { unknown: true };
	const usd = addDecimals(known.map((cost) => cost.usd));
	return known.some(({ estimated }) => estimated) ? { usd, estimated: true } : { usd };
}

/** The receipts of several calls as one: all attempts, and what they cost together. */
export function addReceipts(receipts: readonly Receipt[]): Receipt {
	const cost = addCosts(receipts);
	return { attempts: receipts.flatMap(({ attempts }) => attempts), ...(cost && { cost }) };
}
