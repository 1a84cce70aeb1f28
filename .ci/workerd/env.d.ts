// What `.ci/vitest.config.ts` binds for the tests in workerd.
// biome-ignore lint/style/noNamespace: the bindings' types have no other name.
declare namespace Cloudflare {
	interface Env {
		readonly KV: KVNamespace;
		readonly DB: D1Database;
		readonly BUDGET: DurableObjectNamespace<import("@workkit/ai-cost/durable-object").BudgetObject>;
		readonly LEDGER: DurableObjectNamespace<import("@workkit/ai-cost/durable-object").LedgerObject>;
		readonly LIMITS: DurableObjectNamespace<import("@workkit/ratelimit/durable-object").RateLimitObject>;
	}
}
