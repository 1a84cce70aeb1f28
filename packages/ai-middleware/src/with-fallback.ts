import { type Gateway, type Middleware, use, type Wrapped } from "@workkit/ai-core";
import { ConfigError } from "@workkit/errors";
import { answerByTiers, callOf, type FallbackTier } from "./answer-by-tiers.ts";
import type { FallbackRules } from "./fallback-rules.ts";
import { writesText } from "./writes-text.ts";

/** Who answers when the model that was asked for fails. */
export interface FallbackConfig extends FallbackRules {
	/** In order, as many as there are. */
	readonly tiers: readonly FallbackTier[];
}

/**
 * Asks other models, of whatever providers, when the one that was asked for fails: `run`, and streams until their first
 * event. Other operations pass through: vectors of two models, for one, cannot be compared. `via` of the answer is `primary` or
 * `secondary`, `receipt.attempts` has every attempt; when all fail, `FallbackExhaustedError` has their errors.
 * Throws `ConfigError` without tiers. Around `withRetry`, each tier has attempts of its own.
 *
 * @example
 * ```ts
 * import { type Gateway, withFallback } from "@workkit/ai-gateway";
 *
 * declare const gateway: Gateway;
 * const steady = withFallback(gateway, {
 * 	tiers: [
 * 		{ provider: "anthropic", model: "claude-sonnet-4-6" },
 * 		{ provider: "workers-ai", model: "@cf/openai/gpt-oss-120b" },
 * 	],
 * });
 * const { text, via } = await steady.run("gpt-5.2", { prompt: "Say hello." });
 * ```
 */
export function withFallback<G extends Gateway>(gateway: G, { tiers, ...rules }: FallbackConfig): Wrapped<G> {
	if (!Array.isArray(tiers) || !tiers[0]) throw new ConfigError("withFallback: `tiers` is empty.");
	const walk: Middleware = async (call, next) => {
		// A chain that is walked elsewhere has its own next entries.
		if (!writesText(call) || call.act) return next(call);
		const others = tiers.map((tier) => callOf(call, tier));
		return answerByTiers([call, ...others], next, rules);
	};
	return use(gateway, walk);
}
