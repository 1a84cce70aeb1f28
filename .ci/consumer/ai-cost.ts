import {
	type BudgetStore,
	type CostTracker,
	createCostTracker,
	memoryBudgetStore,
	type PriceFunction,
	priceTable,
	sumUsd,
} from "@workkit/ai-cost";
import { catalogPrices } from "@workkit/ai-cost/catalog";

export async function main(): Promise<void> {
	const costs: CostTracker = createCostTracker({ pricing: { m: { input: 0.03, output: 0.06 } } });
	costs.record("m", { inputTokens: 1_000, outputTokens: 500 });
	if (costs.getTotal().totalUsd !== "0.06") throw new Error("the tracker is wrong");

	const price: PriceFunction = priceTable({ pricing: { m: { input: 1, output: 1, unit: "per1M" } } });
	const usd = price({ inputTokens: 1, outputTokens: 0 }, { provider: "p", model: "m" });
	if (usd === undefined || sumUsd(usd, 1) !== "1.000001") throw new Error("the price is wrong");
	if (catalogPrices(() => null)({ inputTokens: 1, outputTokens: 0 }, { provider: "p", model: "m" }) !== undefined) {
		throw new Error("an unknown model has a price");
	}

	const store: BudgetStore = memoryBudgetStore();
	const scope = { key: "k", window: "day", limit: 1 } as const;
	const { allowed } = await store.reserve({ ...scope, id: "a", usd: "0.6" });
	const second = await store.reserve({ ...scope, id: "b", usd: "0.6" });
	if (!allowed || second.allowed) throw new Error("the budget does not hold");
}
