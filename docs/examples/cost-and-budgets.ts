import { calcPrice } from "@pydantic/genai-prices";
import {
	createCostTracker,
	firstPrice,
	memoryBudgetStore,
	memoryLedger,
	neuronPrice,
	priceTable,
} from "@workkit/ai-cost";
import { catalogPrices } from "@workkit/ai-cost/catalog";
import { withBudget, withCost } from "@workkit/ai-gateway";
import type { Gateway } from "./env.ts";

export async function first(gateway: Gateway) {
	// #region first
	const price = priceTable({
		pricing: { "gpt-5.2": { input: 1.75, cachedInput: 0.175, output: 14 } },
		unit: "per1M", // USD per million tokens, as vendors publish them
	});
	const priced = withCost(gateway, { price });

	const { receipt } = await priced.run("gpt-5.2", { prompt: "Say hello." }, { provider: "openai" });
	console.log(receipt.cost); // { usd: "0.000…" }, an exact decimal
	// #endregion
}

export function prices() {
	// #region prices
	const own = priceTable({ pricing: { "my-finetune": { input: 0.4, output: 1.2 } }, unit: "per1M" });
	const price = firstPrice(own, neuronPrice, catalogPrices(calcPrice));

	const usage = { inputTokens: 1_000, outputTokens: 200 };
	console.log(price(usage, { provider: "openai", model: "gpt-4o" })); // "0.0045"
	console.log(price(usage, { provider: "openai", model: "my-finetune" })); // "0.00064"
	console.log(price(usage, { provider: "openai", model: "nobody-knows" })); // undefined: unknown, not free
	// #endregion
}

export async function budget(gateway: Gateway) {
	// #region budget
	const price = priceTable({ pricing: { "gpt-5.2": { input: 1.75, output: 14 } }, unit: "per1M" });
	const bounded = withBudget(gateway, {
		limit: "0.01",
		window: "day", // "hour", "day", "month" in UTC, or { rollingMs }
		key: ({ options }) => String(options.metadata?.tenant),
		store: memoryBudgetStore(), // one isolate; in a Worker: durableBudgetStore(env.BUDGET)
		price,
	});
	const options = { provider: "openai", metadata: { tenant: "acme" } } as const;
	const { text } = await bounded.run("gpt-5.2", { prompt: "Say hello.", maxTokens: 500 }, options);
	// #endregion
	return { text, again: () => bounded.run("gpt-5.2", { prompt: "Say hello." }, options) };
}

export async function ledger(gateway: Gateway) {
	// #region ledger
	const price = priceTable({ pricing: { "gpt-5.2": { input: 1.75, output: 14 } }, unit: "per1M" });
	const ledger = memoryLedger(); // one isolate; in a Worker: durableLedger(env.LEDGER)
	const priced = withCost(gateway, { price, ledger, key: ({ options }) => String(options.metadata?.tenant) });

	await priced.run("gpt-5.2", { prompt: "Hello" }, { provider: "openai", metadata: { tenant: "acme" } });
	for (const row of await ledger.query({ key: "acme", from: "2026-11-01" })) {
		console.log(row.day, row.model, row.usd, row.requests, row.unpriced);
	}
	// #endregion
}

export async function tracker(gateway: Gateway) {
	// #region tracker
	const costs = createCostTracker({ pricing: { "gpt-5.2": { input: 1.75, output: 14 } }, unit: "per1M" });

	const { model, usage } = await gateway.run("gpt-5.2", { prompt: "Hello" }, { provider: "openai" });
	if (usage) costs.record(model, usage);

	const { totalUsd, byModel, unpriced } = costs.getTotal();
	const { exceeded, remaining } = costs.checkBudget(10);
	// #endregion
	return { totalUsd, byModel, unpriced, exceeded, remaining };
}
