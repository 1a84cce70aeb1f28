import { env } from "cloudflare:workers";
import { anthropic } from "@workkit/ai-anthropic";
import { createGateway, type Gateway, type Receipt, use } from "@workkit/ai-core";
import {
	type BudgetStore,
	durableBudgetStore,
	durableLedger,
	memoryBudgetStore,
	memoryLedger,
	priceTable,
	sumUsd,
	type UsageLedger,
} from "@workkit/ai-cost";
import { openai } from "@workkit/ai-openai";
import { createSimulator } from "@workkit/ai-simulator";
import { workersAi } from "@workkit/ai-workers-ai";
import { isWorkkitError } from "@workkit/errors";
import { describe, expect, it } from "vitest";
import {
	fallback,
	withBudget,
	withCache,
	withCost,
	withFallback,
	withHedge,
	withRetry,
	withTimeouts,
} from "../src/index.ts";

const llama = "@cf/meta/llama-3.1-8b-instruct";
const price = priceTable({
	pricing: {
		...{ "gpt-5.2": { input: 1.75, cachedInput: 0.175, output: 14 }, "gpt-4.1": { input: 2, output: 8 } },
		...{ "claude-sonnet-4-6": { input: 3, output: 15 }, "claude-opus-4-7": { input: 5, output: 25 } },
		[llama]: { input: 0.282, output: 0.827 },
	},
	unit: "per1M",
});

/** A seeded generator of numbers from 0 to 1, so that a run can be repeated. */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

function chaosOver(ledger: UsageLedger, store: BudgetStore, seed: number) {
	const random = randomFrom(seed);
	const mix = {
		rateLimit: 0.02,
		unavailable: 0.08,
		overloaded529: 0.04,
		hang: 0.01,
		cut: 0.06,
		malformed: 0.03,
		errorFrame: 0.03,
		slow: 0.05,
	};
	const simulator = createSimulator({ faults: { seed, retryAfterSeconds: 0, slowMs: 3, mix } });
	const fetch = (url: string, init: RequestInit) => simulator.fetch(url, init);
	const base = createGateway({
		providers: {
			openai: openai({ apiKey: "k", fetch }),
			anthropic: anthropic({ apiKey: "k", fetch }),
			"workers-ai": workersAi({ binding: simulator.ai }),
		},
		defaultProvider: "openai",
		router: {
			resolve: (model) =>
				model.startsWith("claude") ? "anthropic" : model.startsWith("@cf") ? "workers-ai" : "openai",
		},
	});
	const stored = new Map<string, string>();
	const storage = {
		get: async (key: string) => stored.get(key) ?? null,
		put: async (key: string, value: string) => void stored.set(key, value),
		delete: async (key: string) => void stored.delete(key),
	};
	const pending: Promise<unknown>[] = [];
	const failures: unknown[] = [];
	const after = {
		waitUntil: (promise: Promise<unknown>) => void pending.push(promise),
		onError: (error: unknown) => void failures.push(error),
	};
	const receipts = new Set<Receipt>();
	const priced = withCost(withTimeouts(base, { attemptTimeout: 300 }), { price, ledger, ...after });
	const bounded = withBudget(priced, { limit: 1_000_000, window: "month", key: "all", store, price, ...after });
	const tried = withRetry(withHedge(bounded, { afterMs: 30 }), { maxAttempts: 4, maxDelayMs: 5 });
	const tiered = withFallback(tried, { tiers: [llama, "claude-sonnet-4-6"] });
	const cached = withCost(withCache(tiered, { storage, streams: true, ...after }), { price, ledger, ...after });
	const gateway: Gateway = use(cached, (call, next) => {
		receipts.add(call.receipt);
		return next(call);
	});

	const models = ["gpt-5.2", "claude-sonnet-4-6", llama, fallback("gpt-4.1", "claude-opus-4-7")];
	const tally = { answered: 0, failed: 0, left: 0 };
	async function one(index: number): Promise<void> {
		const prompt = random() < 0.25 ? `question ${Math.floor(random() * 40)}` : `call ${index}`;
		const model = models[Math.floor(random() * models.length)] ?? "gpt-5.2";
		const fate = random();
		const controller = new AbortController();
		const aborting = fate < 0.05 && setTimeout(() => controller.abort(), random() * 15);
		try {
			const { signal } = controller;
			if (random() < 0.5) await gateway.run(model as string, { prompt }, { signal });
			else {
				const stream = await (gateway as Required<Gateway>).stream(model as string, { prompt }, { signal });
				const reader = stream.getReader();
				for (let read = await reader.read(); !read.done; read = await reader.read()) {
					if (fate < 0.9) continue;
					await reader.cancel();
					tally.left++;
					return;
				}
			}
			tally.answered++;
		} catch (error) {
			if (!controller.signal.aborted && !isWorkkitError(error)) throw error;
			tally.failed++;
		} finally {
			if (aborting) clearTimeout(aborting);
		}
	}
	return { one, tally, pending, failures, receipts };
}

describe.each([
	["in memory", 10_000, memoryLedger, memoryBudgetStore],
	["in Durable Objects", 300, () => durableLedger(env.LEDGER, "chaos"), () => durableBudgetStore(env.BUDGET)],
] as const)(
	"%s, after %d calls with retries, fallbacks, hedges, aborts and cache hits",
	(_, calls, makeLedger, makeStore) => {
		it("ledger, receipts and budget agree to the last decimal", async () => {
			const ledger = makeLedger();
			const store = makeStore();
			const { one, tally, pending, failures, receipts } = chaosOver(ledger, store, 20_261_121);
			let next = 0;
			const worker = async (): Promise<void> => {
				while (next < calls) await one(next++);
			};
			await Promise.all(Array.from({ length: 200 }, worker));
			// What was lost to a faster call, or left, may still be on its way out.
			for (let known = -1; known !== pending.length; await new Promise((resolve) => setTimeout(resolve, 50))) {
				known = pending.length;
				await Promise.all(pending);
			}

			expect(failures).toEqual([]);
			expect(tally.answered + tally.failed + tally.left).toBe(calls);
			expect(tally.answered).toBeGreaterThan(calls * 0.7);
			expect(tally.failed * tally.left).toBeGreaterThan(0);

			const costs = [...receipts].map(({ cost }) => cost);
			const usd = sumUsd(...costs.map((cost) => (cost && "usd" in cost ? cost.usd : "0")));
			const rows = await ledger.query();
			expect(sumUsd(...rows.map((row) => row.usd))).toBe(usd);
			expect(await store.read({ key: "all", window: "month" })).toMatchObject({ spent: usd, reserved: "0" });

			expect(Number(usd)).toBeGreaterThan(0);
			expect(costs.some((cost) => cost && "unknown" in cost)).toBe(false);
			expect(costs.some((cost) => cost && "usd" in cost && cost.estimated)).toBe(true);
			const sum = (field: "cached" | "estimated" | "requests"): number =>
				rows.reduce((all, row) => all + row[field], 0);
			expect(sum("cached") * sum("estimated")).toBeGreaterThan(0);
			// Attempts that were billed and not answered are in it, too.
			expect(sum("requests") - sum("cached")).toBeGreaterThan(0);
			for (const { cache, cost } of receipts) if (cache === "hit") expect(cost).toEqual({ usd: "0" });
		}, 120_000);
	},
);
