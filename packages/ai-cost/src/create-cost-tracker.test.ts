import { describe, expect, it, vi } from "vitest";
import { createCostTracker } from "./index.ts";

const config = { code: "WORKKIT_CONFIG" };

describe("createCostTracker", () => {
	it("works as the published guide shows it", () => {
		const costs = createCostTracker({
			pricing: {
				// Prices per 1K tokens
				"gpt-4": { input: 0.03, output: 0.06 },
				"gpt-3.5-turbo": { input: 0.001, output: 0.002 },
				"claude-3-sonnet": { input: 0.003, output: 0.015 },
			},
		});
		costs.record("gpt-4", { inputTokens: 1_000, outputTokens: 500 });
		costs.record("gpt-4", { inputTokens: 1_000, outputTokens: 500 });
		costs.record("claude-3-sonnet", { inputTokens: 2_000, outputTokens: 100 });
		expect(costs.getTotal()).toEqual({
			totalCost: 0.1275,
			totalUsd: "0.1275",
			byModel: {
				"gpt-4": {
					...{ inputCost: 0.06, outputCost: 0.06, totalCost: 0.12 },
					...{ inputTokens: 2_000, outputTokens: 1_000, requests: 2 },
				},
				"claude-3-sonnet": {
					...{ inputCost: 0.006, outputCost: 0.0015, totalCost: 0.0075 },
					...{ inputTokens: 2_000, outputTokens: 100, requests: 1 },
				},
			},
			unpriced: {},
		});
		expect(costs.checkBudget(10)).toEqual({ exceeded: false, remaining: 9.8725, totalSpent: 0.1275 });
		expect(costs.checkBudget(0.1275)).toEqual({ exceeded: false, remaining: 0, totalSpent: 0.1275 });
		expect(costs.checkBudget(0.1)).toEqual({ exceeded: true, remaining: 0, totalSpent: 0.1275 });
		costs.reset();
		expect(costs.getTotal()).toEqual({ totalCost: 0, totalUsd: "0", byModel: {}, unpriced: {} });
	});

	it("adds a million records up to the last decimal, where numbers drift", () => {
		const costs = createCostTracker({ pricing: { m: { input: 0.07, output: 0.29 } }, unit: "per1M" });
		let drifting = 0;
		for (let index = 0; index < 1_000_000; index++) {
			costs.record("m", { inputTokens: 137, outputTokens: 11 });
			drifting += (137 * 0.07) / 1e6 + (11 * 0.29) / 1e6;
		}
		expect(drifting).not.toBe(12.78);
		expect(costs.getTotal()).toMatchObject({ totalCost: 12.78, totalUsd: "12.78" });
	}, 60_000);

	it("counts and reports a model without a price, and does not call it free", () => {
		const costs = createCostTracker({ pricing: { known: { input: 0.01, output: 0.01 } } });
		costs.record("other", { inputTokens: 5, outputTokens: 7 });
		costs.record("other", { inputTokens: 5, outputTokens: 7 });
		expect(costs.getTotal()).toMatchObject({
			byModel: {},
			unpriced: { other: { inputTokens: 10, outputTokens: 14, requests: 2 } },
		});
	});

	it("takes any text for a model's name", () => {
		const costs = createCostTracker({ pricing: JSON.parse('{ "__proto__": { "input": 1, "output": 1 } }') });
		for (const model of ["__proto__", "toString", "constructor"])
			costs.record(model, { inputTokens: 1_000, outputTokens: 0 });
		const { byModel, unpriced, totalCost } = costs.getTotal();
		expect(totalCost).toBe(1);
		expect(Object.keys(byModel)).toEqual(["__proto__"]);
		expect(Object.keys(unpriced)).toEqual(["toString", "constructor"]);
		expect(byModel.valueOf).toBeUndefined();
	});

	it("works destructured", () => {
		const { record, getTotal, checkBudget, reset } = createCostTracker({ pricing: { m: { input: 1, output: 1 } } });
		record("m", { inputTokens: 1_000, outputTokens: 0 });
		expect(getTotal().totalCost).toBe(1);
		expect(checkBudget(2).remaining).toBe(1);
		reset();
		expect(getTotal().totalCost).toBe(0);
	});

	it("names the model and the price that is none", () => {
		for (const prices of [{ input: -1, output: 1 }, { output: 1 } as { input: number; output: number }]) {
			expect(() => createCostTracker({ pricing: { "gpt-4o": prices } })).toThrow(/gpt-4o: input/);
		}
	});

	it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])(
		"refuses %s as a price, a count and a budget, and records nothing",
		(bad) => {
			expect(() => createCostTracker({ pricing: { m: { input: bad, output: 1 } } })).toThrow(
				expect.objectContaining(config),
			);
			expect(() => createCostTracker({ pricing: { m: { input: 1, output: bad } } })).toThrow(
				expect.objectContaining(config),
			);
			const costs = createCostTracker({ pricing: { m: { input: 1, output: 1 } } });
			for (const model of ["m", "unpriced"]) {
				expect(() => costs.record(model, { inputTokens: 1, outputTokens: bad })).toThrow(
					expect.objectContaining(config),
				);
			}
			expect(() => costs.checkBudget(bad)).toThrow(expect.objectContaining(config));
			expect(costs.getTotal()).toMatchObject({ totalUsd: "0", byModel: {}, unpriced: {} });
		},
	);

	describe("prices that are plainly per million", () => {
		const pricing = { "gpt-4o": { input: 2.5, output: 10 }, "gpt-4o-mini": { input: 0.15, output: 0.6 } };

		it("warn once, naming model and unit, and are charged as they stand", () => {
			const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
			const costs = createCostTracker({ pricing });
			costs.record("gpt-4o", { inputTokens: 1_000, outputTokens: 1_000 });
			costs.record("gpt-4o", { inputTokens: 1_000, outputTokens: 1_000 });
			expect(costs.getTotal().totalCost).toBe(25);
			expect(warn).toHaveBeenCalledOnce();
			expect(warn).toHaveBeenCalledWith(expect.stringMatching(/gpt-4o\b(?!-mini).*per1M/));
		});

		it("do not warn where the unit is named, for all or for one", () => {
			const warn = vi.spyOn(console, "warn");
			createCostTracker({ pricing, unit: "per1M" }).record("gpt-4o", { inputTokens: 1, outputTokens: 1 });
			createCostTracker({ pricing: { m: { input: 2.5, output: 10, unit: "per1M" } } });
			createCostTracker({ pricing: { m: { input: 1, output: 1 } } });
			expect(warn).not.toHaveBeenCalled();
		});

		it("may differ from model to model", () => {
			const costs = createCostTracker({
				pricing: { a: { input: 2.5, output: 10 }, b: { input: 0.03, output: 0.06, unit: "per1K" } },
				unit: "per1M",
			});
			for (const model of ["a", "b"]) costs.record(model, { inputTokens: 1_000, outputTokens: 1_000 });
			expect(costs.getTotal().totalUsd).toBe("0.1025");
		});
	});
});
