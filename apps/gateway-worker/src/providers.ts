import type { CfGatewayConfig, ProviderConfig } from "@workkit/ai-gateway";
import type { Env } from "./env.ts";

/** Workers AI, and each vendor that there is a key for. Vendors without a key are simulated, or left out. */
export function providersOf(env: Env): Record<string, ProviderConfig> {
	const openai = accessTo(env.OPENAI_KEY, env.SIMULATOR_URL, "openai/v1");
	const anthropic = accessTo(env.ANTHROPIC_KEY, env.SIMULATOR_URL, "anthropic/v1");
	return {
		"workers-ai": { type: "workers-ai", binding: env.AI },
		...(openai && { openai: { type: "openai", ...openai } }),
		...(anthropic && { anthropic: { type: "anthropic", ...anthropic } }),
	};
}

/** AI Gateway for the vendors that are called with a key, when it is configured. */
export function cfGatewayOf({ CF_ACCOUNT_ID, CF_GATEWAY_ID, CF_AIG_TOKEN }: Env): CfGatewayConfig | undefined {
	if (!CF_ACCOUNT_ID || !CF_GATEWAY_ID) return undefined;
	return { accountId: CF_ACCOUNT_ID, gatewayId: CF_GATEWAY_ID, ...(CF_AIG_TOKEN && { authToken: CF_AIG_TOKEN }) };
}

function accessTo(key: string | undefined, simulatorUrl: string | undefined, path: string) {
	if (key) return { apiKey: key };
	return simulatorUrl ? { apiKey: "simulated", baseUrl: `${simulatorUrl}/${path}` } : undefined;
}
