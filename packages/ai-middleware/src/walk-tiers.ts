import {
	type AiOutput,
	type Call,
	type Next,
	type OperationName,
	type Operations,
	observeStream,
} from "@workkit/ai-core";
import { begun } from "./begun.ts";
import { FallbackExhaustedError } from "./fallback-exhausted-error.ts";
import { type FallbackRules, handsOver } from "./fallback-rules.ts";
import { quietly } from "./quietly.ts";

/** Asks one call after the other until one has begun to answer. `errors` has what those before it failed with, one for each. */
export async function walkTiers<K extends OperationName>(
	calls: readonly Call<K>[],
	next: Next,
	rules: FallbackRules,
	errors: unknown[],
): Promise<Operations[K]["output"]> {
	for (;;) {
		const isPrimary = errors.length === 0;
		// A tier may be a fallback by itself.
		const viaOf = ({ via = "primary" }: Pick<AiOutput, "via">) => (isPrimary ? via : "secondary");
		// Without a call that is left, `handOver` has thrown.
		const call = calls[errors.length] as Call<K>;
		try {
			const output = await begun(call, next);
			// Embeddings have no tiers.
			if (!(output instanceof ReadableStream)) return { ...output, via: viaOf(output as AiOutput) };
			observeStream(output, call, {
				event(event) {
					if (event.type === "done") event.via = viaOf(event);
				},
			});
			return output;
		} catch (error) {
			handOver(error, calls, rules, errors);
		}
	}
}

/** Adds an error to the others, and tells of the tier that is asked next; throws when none is. */
export function handOver(error: unknown, calls: readonly Call[], rules: FallbackRules, errors: unknown[]): void {
	const [failed, next] = calls.slice(errors.length);
	errors.push(error);
	if (failed?.signal?.aborted) throw error;
	if (failed && next && handsOver(error, rules.on)) quietly(() => rules.onFallback?.(failed.model, error, next.model));
	else if (errors.length < 2) throw error;
	else {
		const asked = calls.slice(0, errors.length).map(({ model }) => model);
		throw new FallbackExhaustedError(asked.join("→"), errors);
	}
}
