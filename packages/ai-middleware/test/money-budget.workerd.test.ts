import { env } from "cloudflare:workers";
import { durableBudgetStore, durableLedger, sumUsd } from "@workkit/ai-cost";
import { BudgetExceededError } from "@workkit/errors";
import { fixedWindow, slidingWindow } from "@workkit/ratelimit";
import { describe, expect, it, vi } from "vitest";
import { withBudget, withCost, withTokenLimit } from "../src/index.ts";
import { gatewayOf, scripted } from "./scripted.ts";

const usage = { inputTokens: 10, outputTokens: 5 };
const price = (): string => "0.01";
const ask = { prompt: "hi", maxTokens: 10 };

describe("500 concurrent calls, over Durable Objects", () => {
	it("spend what the budget holds to the cent, tell of each threshold once, and are in the ledger", async () => {
		const key = crypto.randomUUID();
		const onThreshold = vi.fn();
		const ledger = durableLedger(env.LEDGER, key);
		const provider = scripted({ text: "Hello", usage });
		// As in two isolates, which share nothing but the objects.
		const gateways = [1, 2].map(() =>
			withBudget(withCost(gatewayOf({ a: provider }), { price, ledger, key }), {
				...{ limit: 1, window: "month", key, price, onThreshold },
				store: durableBudgetStore(env.BUDGET),
			}),
		);
		const calls = Array.from({ length: 500 }, (_, index) => gateways[index % 2]?.run("m", ask));
		const results = await Promise.allSettled(calls);
		const passed = results.filter(({ status }) => status === "fulfilled").length;
		expect(passed).toBe(100);
		expect(provider.calls).toHaveLength(100);
		for (const result of results)
			if (result.status === "rejected") expect(result.reason).toBeInstanceOf(BudgetExceededError);
		const { spent, reserved } = await durableBudgetStore(env.BUDGET).read({ key, window: "month" });
		expect({ spent, reserved }).toEqual({ spent: "1", reserved: "0" });
		expect(sumUsd(...(await ledger.query()).map(({ usd }) => usd))).toBe(spent);
		expect(onThreshold.mock.calls.map(([{ threshold }]) => threshold)).toEqual([0.8, 1]);
	});

	it.each([
		["fixedWindow", fixedWindow],
		["slidingWindow", slidingWindow],
	])("use the tokens of a minute and no more, once all is corrected: %s", async (name, make) => {
		const limiter = make({ namespace: env.LIMITS, prefix: `tokens-${name}:`, limit: 1_500, window: "1d" });
		const gateway = withTokenLimit(gatewayOf({ a: scripted({ text: "Hello", usage }) }), { limiter, key: "k" });
		let passed = 0;
		for (let round = 0; round < 20; round++) {
			const results = await Promise.allSettled(Array.from({ length: 25 }, () => gateway.run("m", ask)));
			passed += results.filter(({ status }) => status === "fulfilled").length;
		}
		const { remaining } = await limiter.check("k", 1_500);
		expect(remaining).toBe(1_500 - passed * 15);
		expect(passed).toBeGreaterThan(90);
	});
});
