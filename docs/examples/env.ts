import type { CompleteGateway } from "@workkit/ai-core";
import type { BudgetObject, LedgerObject } from "@workkit/ai-cost/durable-object";
import type { RateLimitObject } from "@workkit/ratelimit/durable-object";

/** Bindings and secrets of the Workers in the guides. */
export interface Env {
	readonly AI: Ai;
	readonly AI_CACHE: KVNamespace;
	readonly RATE_LIMIT_KV: KVNamespace;
	readonly VECTORIZE: Vectorize;
	readonly BUCKET: R2Bucket;
	readonly BUDGET: DurableObjectNamespace<BudgetObject>;
	readonly LEDGER: DurableObjectNamespace<LedgerObject>;
	readonly LIMITS: DurableObjectNamespace<RateLimitObject>;
	readonly OPENAI_KEY: string;
	readonly ANTHROPIC_KEY: string;
	readonly GROQ_KEY: string;
	readonly CF_ACCOUNT_ID: string;
	readonly CF_AIG_TOKEN: string;
	readonly CF_API_TOKEN: string;
}

/** The gateway of "Getting started". */
export type Gateway = CompleteGateway<"workers-ai" | "openai" | "anthropic">;
