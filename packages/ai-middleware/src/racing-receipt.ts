import { type Attempt, compact, type Receipt } from "@workkit/ai-core";

/** What the caller gets in the place of a call's own receipt. */
const shared = new WeakMap<Receipt, Receipt>();

/** The caller's receipt, which is also that of a call without company. */
export const sharedReceipt = (receipt: Receipt): Receipt => shared.get(receipt) ?? receipt;

/**
 * The receipt of one of several calls under way: what a cache and AI Gateway say is its own, as are its attempts, which the
 * receipt of all gets too; the cost is that of all.
 */
export function racingReceipt(all: Receipt): Receipt {
	const attempts: Attempt[] = [];
	const push = (...made: Attempt[]): number => {
		all.attempts.push(...made);
		return Array.prototype.push.apply(attempts, made);
	};
	const own: Receipt = { ...all, attempts: Object.defineProperty(attempts, "push", { value: push }) };
	shared.set(own, sharedReceipt(all));
	return Object.defineProperty(own, "cost", {
		enumerable: true,
		get: () => all.cost,
		set: (cost: NonNullable<Receipt["cost"]>) => {
			all.cost = cost;
		},
	});
}

/** Has the receipt of all tell of the call whose receipt this is. */
export function settleReceipt(all: Receipt, { cache, gateway }: Receipt): void {
	delete all.gateway;
	Object.assign(all, compact({ cache, gateway }));
}
