import { compact, type Receipt } from "@workkit/ai-core";

/** The receipt of one of several calls under way: what a cache and AI Gateway say is its own, attempts and cost are those of all. */
export function racingReceipt(shared: Receipt): Receipt {
	return Object.defineProperty({ ...shared }, "cost", {
		enumerable: true,
		get: () => shared.cost,
		set: (cost: NonNullable<Receipt["cost"]>) => {
			shared.cost = cost;
		},
	});
}

/** Has the shared receipt tell of the call whose receipt this is. */
export function settleReceipt(shared: Receipt, { cache, gateway }: Receipt): void {
	delete shared.cache;
	delete shared.gateway;
	Object.assign(shared, compact({ cache, gateway }));
}
