import type { ModelAllowlistConfig } from "@workkit/ai-gateway/allowlist";

/** Names of the models that the page offers, by provider. The first one answers when a request names none. */
export const models = {
	"workers-ai": ["@cf/meta/llama-3.3-70b-instruct-fp8-fast", "@cf/openai/gpt-oss-120b"],
	openai: ["gpt-5.2", "gpt-4o"],
	anthropic: ["claude-sonnet-4-6", "claude-haiku-4-5"],
} as const satisfies Record<string, readonly [string, ...string[]]>;

/** Key of a provider. */
export type ProviderName = keyof typeof models;

/** What a request may ask for. It is you who pays: list exact names to allow no more than those. */
export const allowedModels: ModelAllowlistConfig = {
	"workers-ai": [{ prefix: "@cf/" }, { prefix: "@hf/" }],
	openai: [{ prefix: "gpt-" }],
	anthropic: [{ prefix: "claude-" }],
};
