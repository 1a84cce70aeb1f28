import type { ModelPricing, PriceUnit } from "./model-pricing.ts";
import { chargeOf } from "./price-of.ts";
import type { UsageRecord } from "./usage-record.ts";
import { fromUnits, toUnits } from "./usd.ts";

/** Options of {@link createCostTracker}. */
export interface CostTrackerConfig {
	/** Prices by model, in USD. */
	readonly pricing: Readonly<Record<string, ModelPricing>>;
	/** What bare prices count. Default `"per1K"`; vendors publish theirs `"per1M"`. */
	readonly unit?: PriceUnit | undefined;
}

/** What one model used, and what that cost. */
export interface ModelCostSummary extends UnpricedSummary {
	/** USD, rounded once to the nearest number. */
	inputCost: number;
	/** USD. */
	outputCost: number;
	/** USD; with fees per request and per search, where the model has them. */
	totalCost: number;
}

/** What a model without a price used. */
export interface UnpricedSummary {
	/** Input tokens. */
	inputTokens: number;
	/** Output tokens. */
	outputTokens: number;
	/** How many calls. */
	requests: number;
}

/** What was recorded since the start or the last reset. */
export interface CostSummary {
	/** USD, rounded once to the nearest number; without what the models in `unpriced` cost. */
	totalCost: number;
	/** The same as an exact decimal. */
	totalUsd: string;
	/** Only models with a price. */
	byModel: Record<string, ModelCostSummary>;
	/** Models without a price: what they cost is unknown, which is not 0. */
	unpriced: Record<string, UnpricedSummary>;
}

/** What is left of a budget. */
export interface BudgetCheck {
	/** More was spent than the budget holds. */
	exceeded: boolean;
	/** USD, never below 0. */
	remaining: number;
	/** USD. */
	totalSpent: number;
}

/** Adds up costs in memory. Its methods work when destructured. */
export interface CostTracker {
	/** Adds a call. Throws `ConfigError` for counts that are negative, NaN or fractional. */
	readonly record: (model: string, usage: UsageRecord) => void;
	/** What was recorded until now. */
	readonly getTotal: () => CostSummary;
	/** Compares what was spent with a budget in USD. Throws `ConfigError` for one that is negative or no number. */
	readonly checkBudget: (usd: number) => BudgetCheck;
	/** Forgets everything that was recorded. */
	readonly reset: () => void;
}

const usd = (units: bigint): number => Number(fromUnits(units));

/**
 * Adds up what calls cost, exactly: a million records are right to the last decimal. Throws `ConfigError` for a price that is negative
 * or no number, and warns once of prices above 1 USD per 1,000 tokens, which are most likely per million.
 *
 * It knows the calls of one isolate only. A budget that all isolates share needs a `BudgetStore`.
 *
 * @example
 * ```ts
 * import { createCostTracker } from "@workkit/ai-cost";
 *
 * const costs = createCostTracker({
 * 	pricing: { "gpt-4o": { input: 2.5, cachedInput: 1.25, output: 10 } },
 * 	unit: "per1M",
 * });
 * costs.record("gpt-4o", { inputTokens: 1_000, outputTokens: 200 });
 * costs.getTotal().totalCost; // 0.0045
 * costs.checkBudget(10).remaining; // 9.9955
 * ```
 */
export function createCostTracker({ pricing, unit }: CostTrackerConfig): CostTracker {
	const charges = new Map<string, ReturnType<typeof chargeOf>>();
	const suspects: string[] = [];
	for (const [model, prices] of Object.entries(pricing)) {
		charges.set(model, chargeOf(prices, unit, model));
		const dearest = Math.max(Number(prices.input), Number(prices.output));
		if (dearest > 1 && (prices.unit ?? unit) !== "per1M") suspects.push(model);
	}
	if (suspects[0]) console.warn(`Above 1 USD per 1K tokens: ${suspects}. Or is the unit "per1M"?`);
	// Counts the tokens of a model without a price, and checks them.
	const unknown = chargeOf({ input: 0, output: 0 });
	let models = new Map<string, UnpricedSummary & { input: bigint; output: bigint; total: bigint }>();
	const spent = (): bigint => [...models.values()].reduce((sum, { total }) => sum + total, 0n);

	return {
		record(model, usage) {
			const { input, output, total } = (charges.get(model) ?? unknown)(usage);
			const sums = models.get(model) ?? {
				input: 0n,
				output: 0n,
				total: 0n,
				inputTokens: 0,
				outputTokens: 0,
				requests: 0,
			};
			sums.input += input;
			sums.output += output;
			sums.total += total;
			sums.inputTokens += usage.inputTokens;
			sums.outputTokens += usage.outputTokens;
			sums.requests++;
			models.set(model, sums);
		},
		getTotal() {
			const total = spent();
			// Without a prototype: a model may be called "__proto__", and "toString" is none.
			const byModel: CostSummary["byModel"] = Object.create(null);
			const unpriced: CostSummary["unpriced"] = Object.create(null);
			for (const [model, { input, output, total, ...used }] of models) {
				if (!charges.has(model)) unpriced[model] = used;
				else byModel[model] = { inputCost: usd(input), outputCost: usd(output), totalCost: usd(total), ...used };
			}
			return { totalCost: usd(total), totalUsd: fromUnits(total), byModel, unpriced };
		},
		checkBudget(budget) {
			const total = spent();
			const left = toUnits(budget) - total;
			return { exceeded: left < 0n, remaining: usd(left < 0n ? 0n : left), totalSpent: usd(total) };
		},
		reset() {
			models = new Map();
		},
	};
}
