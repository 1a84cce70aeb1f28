export { type AnalyticsDataset, analyticsEngineSink } from "./analytics-engine-sink.ts";
export { billedUsage } from "./billed-usage.ts";
export type {
	BudgetScope,
	BudgetState,
	BudgetStore,
	Reservation,
	ReserveRequest,
	Settlement,
	SettleRequest,
} from "./budget-store.ts";
export type { BudgetWindow } from "./budget-window.ts";
export {
	type BudgetCheck,
	type CostSummary,
	type CostTracker,
	type CostTrackerConfig,
	createCostTracker,
	type ModelCostSummary,
	type UnpricedSummary,
} from "./create-cost-tracker.ts";
export { type D1Binding, type D1Statement, d1Schema, d1Sink } from "./d1-sink.ts";
export { type DurableNamespace, durableBudgetStore } from "./durable-budget-store.ts";
export { durableLedger } from "./durable-ledger.ts";
export { memoryBudgetStore } from "./memory-budget-store.ts";
export { memoryLedger } from "./memory-ledger.ts";
export type { ModelPricing, PriceTier, PriceUnit, TokenPrices } from "./model-pricing.ts";
export { neuronPrice } from "./neuron-price.ts";
export { firstPrice, type PricedCall, type PriceFunction } from "./price-function.ts";
export { priceOf } from "./price-of.ts";
export { type PriceTableConfig, priceTable } from "./price-table.ts";
export { sumUsd } from "./sum-usd.ts";
export type { LedgerEntry, LedgerQuery, LedgerRow, LedgerSink, UsageLedger } from "./usage-ledger.ts";
export type { UsageRecord } from "./usage-record.ts";
export type { Usd } from "./usd.ts";
