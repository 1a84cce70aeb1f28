import { type Call, type Next, type OperationName, type Operations, observeStream } from "@workkit/ai-core";
import { begun } from "./begun.ts";
import { FallbackExhaustedError } from "./fallback-exhausted-error.ts";
import { type FallbackRules, handsOver } from "./fallback-rules.ts";
import { quietly } from "./quietly.ts";

/** Asks one call after the other until one has begun to answer. */
export async function walkTiers<K extends OperationName>(
	calls: readonly Call<K>[],
	next: Next,
	rules: FallbackRules,
	from = 0,
): Promise<{ output: Operations[K]["output"]; tier: number }> {
	const errors: unknown[] = [];
	for (let tier = from; ; tier++) {
		// The last call returns or throws.
		const call = calls[tier] as Call<K>;
		try {
			const output = await begun(call, next);
			const via = tier === 0 ? "primary" : "secondary";
			if (!(output instanceof ReadableStream)) return { output: { ...output, via }, tier };
			observeStream(output, call, {
				event(event) {
					if (event.type === "done") event.via = via;
				},
			});
			return { output, tier };
		} catch (error) {
			errors.push(error);
			if (handOver(error, calls, tier, rules)) continue;
			if (call.signal?.aborted || !errors[1]) throw error;
			throw new FallbackExhaustedError(calls.map(({ model }) => model).join("→"), errors);
		}
	}
}

/** Whether the next tier is to be asked; if so, tells of it. */
export function handOver(error: unknown, calls: readonly Call[], tier: number, rules: FallbackRules): boolean {
	const [failed, next] = calls.slice(tier);
	if (!failed || !next || failed.signal?.aborted || !handsOver(error, rules.on)) return false;
	quietly(() => rules.onFallback?.(failed.model, error, next.model));
	return true;
}
