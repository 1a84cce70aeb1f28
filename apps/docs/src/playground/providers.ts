import type { ModelPricing } from "@workkit/ai-cost";

/** A provider that the page can ask, under the key that the gateway knows it by. */
export type ProviderKey = "openai" | "anthropic" | "workers-ai";

/** How a provider is shown, and what it offers here. */
export interface ProviderChoice {
	readonly key: ProviderKey;
	readonly label: string;
	/** The first one is asked unless another is chosen. */
	readonly models: readonly [string, ...string[]];
	/** Who answers when this one fails. */
	readonly standIn: ProviderKey;
}

/** The providers of the page, in the order in which they are shown. */
export const providers: readonly ProviderChoice[] = [
	{ key: "openai", label: "OpenAI", models: ["gpt-5.2", "gpt-5-mini", "gpt-4.1"], standIn: "anthropic" },
	{
		key: "anthropic",
		label: "Anthropic",
		models: ["claude-sonnet-4-6", "claude-haiku-4-5", "claude-opus-4-6"],
		standIn: "workers-ai",
	},
	{
		key: "workers-ai",
		label: "Workers AI",
		models: ["@cf/meta/llama-3.3-70b-instruct-fp8-fast", "@cf/openai/gpt-oss-120b"],
		standIn: "openai",
	},
];

/** USD per million tokens, as the vendors published them in November 2026. */
export const pricing: Readonly<Record<string, ModelPricing>> = {
	"gpt-5.2": { input: 1.75, output: 14 },
	"gpt-5-mini": { input: 0.25, output: 2 },
	"gpt-4.1": { input: 2, output: 8 },
	"claude-sonnet-4-6": { input: 3, output: 15 },
	"claude-haiku-4-5": { input: 1, output: 5 },
	"claude-opus-4-6": { input: 5, output: 25 },
	"@cf/meta/llama-3.3-70b-instruct-fp8-fast": { input: 0.293, output: 2.253 },
	"@cf/openai/gpt-oss-120b": { input: 0.35, output: 0.75 },
};

/** The provider under a key. Throws `RangeError` for a key that is none. */
export function providerOf(key: string): ProviderChoice {
	const found = providers.find((provider) => provider.key === key);
	if (!found) throw new RangeError(`No such provider: ${key}`);
	return found;
}
