// Who spends what on which model: some days of traffic against the simulator, priced by the catalogue, drawn as a chart.
import { calcPrice } from "@pydantic/genai-prices";
import { firstPrice, memoryBudgetStore, memoryLedger, neuronPrice, sumUsd } from "@workkit/ai-cost";
import { catalogPrices } from "@workkit/ai-cost/catalog";
import { createGateway, isErrorCode, withBudget, withCache, withCost, withRetry } from "@workkit/ai-gateway";
import { createSimulator } from "@workkit/ai-simulator";

const simulator = createSimulator({
	anyModel: true,
	faults: { seed: 1, retryAfterSeconds: 0, mix: { unavailable: 0.03, cut: 0.03 } },
});
const fetch = (url: string, init: RequestInit): Promise<Response> => simulator.fetch(url, init);
const base = createGateway({
	providers: {
		openai: { type: "openai", apiKey: "simulated", fetch },
		anthropic: { type: "anthropic", apiKey: "simulated", fetch },
		"workers-ai": { type: "workers-ai", binding: simulator.ai },
	},
	defaultProvider: "openai",
});
const models = [
	{ provider: "openai", model: "gpt-4o" },
	{ provider: "openai", model: "gpt-4o-mini" },
	{ provider: "anthropic", model: "claude-sonnet-4-6" },
	{ provider: "workers-ai", model: "@cf/openai/gpt-oss-20b" },
] as const;
const tenants = ["atlas", "borealis", "cirrus"];
const LIMIT = "0.25";

const price = firstPrice(neuronPrice, catalogPrices(calcPrice));
const ledger = memoryLedger();
const store = memoryBudgetStore();
const stored = new Map<string, string>();
const storage = {
	get: async (key: string) => stored.get(key) ?? null,
	put: async (key: string, value: string) => void stored.set(key, value),
	delete: async (key: string) => void stored.delete(key),
};
const key = ({ options }: { options: { metadata?: unknown } }): string =>
	String((options.metadata as { tenant?: string }).tenant);
const bounded = withBudget(base, { limit: LIMIT, window: "month", key, store, price });
const gateway = withRetry(withCost(withCache(bounded, { storage }), { price, ledger, key }), { maxDelayMs: 5 });

const refused = new Map<string, number>();
for (let index = 0; index < 400; index++) {
	const tenant = tenants[index % 7 < 4 ? 0 : index % 7 < 6 ? 1 : 2] ?? "atlas";
	const { provider, model } = models[(index * 5) % 4] ?? models[0];
	const prompt = `Summarise ticket ${index % 90}. ${"The printer is on fire again. ".repeat(20 + (index % 30))}`;
	try {
		await gateway.run(model, { prompt, maxTokens: 300 }, { provider, metadata: { tenant } });
	} catch (error) {
		if (isErrorCode(error, "WORKKIT_BUDGET_EXCEEDED")) refused.set(tenant, (refused.get(tenant) ?? 0) + 1);
		else if (!isErrorCode(error, "WORKKIT_SERVICE_UNAVAILABLE")) throw error;
	}
}

const rows = await ledger.query();
const most = Math.max(...rows.map(({ usd }) => Number(usd)));
for (const tenant of tenants) {
	const own = rows.filter((row) => row.key === tenant);
	const total = sumUsd(...own.map(({ usd }) => usd));
	console.log(`\n${tenant}: ${total} of ${LIMIT} USD, ${refused.get(tenant) ?? 0} calls refused`);
	for (const { model, usd, requests, cached, estimated } of own.sort((a, b) => Number(b.usd) - Number(a.usd))) {
		const bar = "█".repeat(Math.max(1, Math.round((Number(usd) / most) * 40)));
		const notes = `${requests} calls, ${cached} from the cache${estimated ? `, ${estimated} estimated` : ""}`;
		console.log(`  ${model.padEnd(24)} ${bar} ${Number(usd).toFixed(5)} USD (${notes})`);
	}
}
