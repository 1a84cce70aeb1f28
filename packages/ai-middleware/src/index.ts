export type { AftermathOptions } from "./aftermath.ts";
export type { FallbackTier } from "./answer-by-tiers.ts";
export type { CacheStorage } from "./cache-storage.ts";
export { type FallbackModelRef, fallback, isFallbackModelRef, modelLabel } from "./fallback.ts";
export { FallbackExhaustedError } from "./fallback-exhausted-error.ts";
export type { FallbackRules } from "./fallback-rules.ts";
export type {
	TelemetryAttributes,
	TelemetryHistogram,
	TelemetryMeter,
	TelemetrySpan,
	TelemetryTracer,
} from "./open-telemetry.ts";
export type { KeyOf, PriceFunction } from "./price.ts";
export {
	type BudgetConfig,
	type BudgetRequest,
	type BudgetStore,
	type BudgetThreshold,
	type BudgetWindow,
	withBudget,
} from "./with-budget.ts";
export { type CacheConfig, type CachedGateway, withCache } from "./with-cache.ts";
export { type CircuitBreakerConfig, withCircuitBreaker } from "./with-circuit-breaker.ts";
export { type CostConfig, type CostEntry, type CostLedger, withCost } from "./with-cost.ts";
export { type FallbackConfig, withFallback } from "./with-fallback.ts";
export { type HedgeConfig, withHedge } from "./with-hedge.ts";
export { type LoggedGateway, type LoggingConfig, withLogging } from "./with-logging.ts";
export { type RetryConfig, withRetry } from "./with-retry.ts";
export { type TelemetryConfig, withTelemetry } from "./with-telemetry.ts";
export { type TimeoutsConfig, withTimeouts } from "./with-timeouts.ts";
export { type TokenLimitConfig, type TokenLimiter, withTokenLimit } from "./with-token-limit.ts";
