import { isAllowedModel, type ModelAllowlistConfig } from "./is-allowed-model.ts";

/** Answers whether a provider's model is allowed. */
export interface ModelAllowlist {
	/** Works when destructured. `false` for everything that is not plainly allowed; never throws. */
	readonly isAllowed: (provider: string, model: string) => boolean;
}

/**
 * An allowlist for model names that come from outside, such as a query parameter.
 *
 * It checks names and nothing else: the caller has to use the very string that was checked.
 *
 * @example
 * ```ts
 * import { createModelAllowlist } from "@workkit/ai-allowlist";
 *
 * const { isAllowed } = createModelAllowlist({
 * 	openai: ["gpt-4o", "gpt-4o-mini"],
 * 	groq: [{ prefix: "llama-3.1-" }],
 * });
 *
 * isAllowed("openai", "gpt-4o"); // true
 * isAllowed("groq", "llama-3.1-70b"); // true
 * isAllowed("openai", "gpt-4o-2024-08-06"); // false: exact names are exact
 * ```
 */
export function createModelAllowlist(config: ModelAllowlistConfig): ModelAllowlist {
	return { isAllowed: (provider, model) => isAllowedModel(config, provider, model) };
}
