// The Worker around the tests in workerd: it holds the Durable Object classes that they use.
export { BudgetObject, LedgerObject } from "../../packages/ai-cost/src/durable-object.ts";
export { RateLimitObject } from "../../packages/ratelimit/src/durable-object.ts";

export default {};
