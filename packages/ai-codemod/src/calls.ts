import type { RewriteCall } from "./rewrite-call.ts";
import { rewriteFallback } from "./rewrite-fallback.ts";
import { rewriteRetry } from "./rewrite-retry.ts";
import { rewriteAi, rewriteStream } from "./rewrite-run.ts";
import { rewriteStructured, rewriteTools } from "./rewrite-tools.ts";

/** What is done with a call of each function. */
export const rewriteCalls: Readonly<Record<string, RewriteCall>> = {
	ai: rewriteAi,
	streamAI: rewriteStream,
	fallback: rewriteFallback,
	withRetry: rewriteRetry,
	structuredAI: rewriteStructured,
	aiWithTools: rewriteTools,
};
