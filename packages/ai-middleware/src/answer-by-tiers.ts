import type { Call, Next, OperationName, Operations } from "@workkit/ai-core";
import { continueStream } from "./continue-stream.ts";
import type { FallbackRules } from "./fallback-rules.ts";
import { walkTiers } from "./walk-tiers.ts";

/** One tier of a fallback: a model, which router or default send to its provider, or a model of a named provider. */
export type FallbackTier = string | { readonly provider: string; readonly model: string };

/** The call for a tier: a call of its own, as far as choosing the provider goes. */
export function callOf<K extends OperationName>(call: Call<K>, tier: FallbackTier, otherwise?: string): Call<K> {
	const { provider, model } = typeof tier === "string" ? { provider: otherwise, model: tier } : tier;
	const options = { ...call.options, provider };
	return { ...call, model, options, provider: call.route(model, options) };
}

/** The answer of the first call that begins to answer, and, if the rules say so, of those that carry it on. */
export async function answerByTiers<K extends OperationName>(
	calls: readonly Call<K>[],
	next: Next,
	rules: FallbackRules,
): Promise<Operations[K]["output"]> {
	const errors: unknown[] = [];
	const output = await walkTiers(calls, next, rules, errors);
	if (!rules.continueStreams || !(output instanceof ReadableStream)) return output;
	// Only calls of `stream` give streams.
	return continueStream(output, calls as never, next, rules, errors) as Operations[K]["output"];
}
