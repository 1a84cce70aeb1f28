import type { ModelRef } from "@workkit/ai-core";
import { ValidationError } from "@workkit/errors";
import { answerByTiers, callOf, type FallbackTier } from "./answer-by-tiers.ts";
import type { FallbackRules } from "./fallback-rules.ts";
import { writesText } from "./writes-text.ts";

const tiersKey: unique symbol = Symbol.for("@workkit/ai-middleware/fallback") as never;

/** A model with a stand-in, accepted by `run` and `stream` where a model's name is. */
export interface FallbackModelRef extends ModelRef {
	readonly [tiersKey]: readonly FallbackTier[];
}

const nameOf = (tier: FallbackTier): string => (typeof tier === "string" ? tier : tier?.model);

/**
 * A model with a stand-in: `run` and `stream` ask the second when the first fails with what `on` lists, streams until
 * their first event. Each goes to its own provider, through all middleware, with retries of its own. `via` of the answer
 * says which one it was; when both fail, `FallbackExhaustedError` has both errors. For longer chains: `withFallback`.
 * Throws `ValidationError` for a tier without a model.
 *
 * @example
 * ```ts
 * import { type CompleteGateway, fallback } from "@workkit/ai-gateway";
 *
 * declare const gateway: CompleteGateway;
 * const model = fallback("gpt-5.2", { provider: "workers-ai", model: "@cf/openai/gpt-oss-120b" }, { on: [429, 500, 503] });
 * const { text, via } = await gateway.run(model, { prompt: "Say hello." });
 * ```
 */
export function fallback(primary: FallbackTier, secondary: FallbackTier, rules: FallbackRules = {}): FallbackModelRef {
	const tiers = [primary, secondary];
	const names = tiers.map(nameOf);
	if (!names.every((name) => typeof name === "string" && name.trim())) {
		throw new ValidationError("fallback: each tier must be a model's name or { provider, model }.");
	}
	return {
		[tiersKey]: tiers,
		label: `fallback:${names.join("→")}`,
		serve(call, next) {
			if (!writesText(call)) {
				throw new ValidationError(
					"Only `run` and `stream` take a fallback: other answers of two models differ in kind.",
				);
			}
			return answerByTiers(
				tiers.map((tier) => ({ ...callOf(call, tier, call.options.provider), chained: true })),
				next,
				rules,
			);
		},
	};
}

/** Whether `value` is a reference that `fallback` made. */
export function isFallbackModelRef(value: unknown): value is FallbackModelRef {
	return tiersKey in Object(value);
}

/** A name to show for whatever stands where a model does: `fallback:a→b` for a reference. */
export function modelLabel(model: string | ModelRef): string {
	return typeof model === "string" ? model : model.label;
}
