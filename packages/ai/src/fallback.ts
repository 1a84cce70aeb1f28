import * as successor from "@workkit/ai-gateway";
import { gatewayOn } from "./gateway.ts";
import { notice } from "./notice.ts";
import type { AiResult, RunOptions } from "./options.ts";

/** @deprecated Use `FallbackTier` of `@workkit/ai-gateway`, and `attemptTimeout` of `RunOptions` for `timeout`. */
export interface FallbackEntry {
	readonly model: string;
	/** Milliseconds for this model. */
	readonly timeout?: number | undefined;
}
/** @deprecated Use `FallbackConfig` of `@workkit/ai-gateway`. */
export interface FallbackOptions extends RunOptions, Pick<successor.FallbackRules, "onFallback"> {}
/** @deprecated Use `RunOutput` of `@workkit/ai-gateway`: `receipt.attempts` tells who was asked. */
export interface FallbackResult<T = unknown> extends AiResult<T> {
	/** The models that were asked, in order. */
	attempted: string[];
	/** How many they were. */
	attempts: number;
}

/**
 * Asks one model after the other. Throws `ServiceUnavailableError` when all fail.
 *
 * @param models - In the order in which they are asked.
 * @param inputs - As the models take them.
 * @param options - A signal, a gateway, and what to call between two models.
 * @deprecated Use `withFallback(gateway, { tiers })` of `@workkit/ai-gateway`.
 */
export async function fallback<T = unknown>(
	binding: successor.WorkersAiBinding,
	models: readonly FallbackEntry[],
	inputs: object,
	{ onFallback, signal, gateway }: FallbackOptions = {},
): Promise<FallbackResult<T>> {
	notice();
	const attempted: string[] = [];
	const bound: successor.Middleware = (call, next) => {
		const attemptTimeout = models[attempted.push(call.model) - 1]?.timeout;
		return next({ ...call, options: { ...call.options, attemptTimeout } });
	};
	const single = successor.use(gatewayOn(binding, gateway), bound);
	const [first = "", ...tiers] = models.map(({ model }) => model);
	const chain = tiers[0] ? successor.withFallback(single, { tiers, on: [() => true], onFallback }) : single;
	try {
		const { raw, model } = await chain.run(first, { ...inputs }, { signal });
		// What a model answers with is the caller's to know.
		return { data: raw as T, model, attempted, attempts: attempted.length };
	} catch (cause) {
		if (!attempted[0] || signal?.aborted) throw cause;
		throw new successor.ServiceUnavailableError(attempted.join(", "), { cause, context: { attempted } });
	}
}
