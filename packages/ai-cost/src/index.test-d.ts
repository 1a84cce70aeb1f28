import type { BudgetConfig, CostConfig } from "@workkit/ai-middleware";
import { expectTypeOf } from "vitest";
import type { BudgetObject, LedgerObject } from "./durable-object.ts";
import {
	type BudgetStore,
	createCostTracker,
	durableBudgetStore,
	durableLedger,
	type ModelCostSummary,
	type PriceFunction,
	priceOf,
	type UsageLedger,
} from "./index.ts";

declare const env: { BUDGET: DurableObjectNamespace<BudgetObject>; LEDGER: DurableObjectNamespace<LedgerObject> };

// The stores take the bindings that Workers have.
expectTypeOf(durableBudgetStore(env.BUDGET)).toEqualTypeOf<BudgetStore>();
expectTypeOf(durableLedger(env.LEDGER)).toEqualTypeOf<UsageLedger>();
// @ts-expect-error a namespace of another class
durableBudgetStore(env.LEDGER);

// The wrappers, which do not import this package, take what it makes.
expectTypeOf<BudgetStore>().toExtend<BudgetConfig["store"]>();
expectTypeOf<UsageLedger>().toExtend<NonNullable<CostConfig["ledger"]>>();
expectTypeOf<PriceFunction>().toExtend<CostConfig["price"]>();

const costs = createCostTracker({ pricing: { m: { input: 1, output: "0.000002", unit: "per1M" } }, unit: undefined });
expectTypeOf(costs.getTotal().byModel.m).toEqualTypeOf<ModelCostSummary | undefined>();
costs.record("m", { inputTokens: 1, outputTokens: 1, cachedInputTokens: undefined });
// @ts-expect-error both counts are needed
costs.record("m", { inputTokens: 1 });
// @ts-expect-error there are two units
createCostTracker({ pricing: {}, unit: "per1B" });
// @ts-expect-error output has a price
priceOf({ inputTokens: 1, outputTokens: 1 }, { input: 1 });
