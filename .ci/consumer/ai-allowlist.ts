import { createModelAllowlist, isAllowedModel, type ModelAllowlistConfig } from "@workkit/ai-allowlist";

export async function main(): Promise<void> {
	const config: ModelAllowlistConfig = { openai: ["gpt-5", { prefix: "o4-" }] };
	const allowed: boolean = isAllowedModel(config, "openai", "gpt-5");
	if (!allowed) throw new Error("an allowed model was refused");
	if (createModelAllowlist(config).isAllowed("toString", "gpt-5")) throw new Error("an unknown provider was allowed");
}
