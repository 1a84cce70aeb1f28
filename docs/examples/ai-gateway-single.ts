import { cloudflareBinding, cloudflareGateway, cloudflareRest } from "@workkit/ai-cloudflare-gateway";
import { createGateway } from "@workkit/ai-core";
import { openai } from "@workkit/ai-openai";
import type { Env } from "./env.ts";

export async function single(env: Env) {
	// #region single
	const via = cloudflareGateway({ accountId: env.CF_ACCOUNT_ID, gatewayId: "my-gateway", authToken: env.CF_AIG_TOKEN });
	const gateway = createGateway({
		providers: {
			openai: openai({ apiKey: env.OPENAI_KEY, via }),
			groq: openai({
				apiKey: env.GROQ_KEY,
				via: cloudflareGateway({ accountId: env.CF_ACCOUNT_ID, gatewayId: "my-gateway", provider: "groq" }),
			}),
		},
		defaultProvider: "openai",
	});
	// #endregion
	return gateway;
}

export async function ways(env: Env) {
	// #region ways
	const gateway = createGateway({
		providers: {
			// Cloudflare's REST API: one token, no vendor's key, models as "openai/gpt-5.2" or "@cf/…".
			rest: openai({
				via: cloudflareRest({ accountId: env.CF_ACCOUNT_ID, apiToken: env.CF_API_TOKEN, gatewayId: "my-gateway" }),
			}),
			// The Worker's own binding: no token at all.
			bound: openai({
				apiKey: env.OPENAI_KEY,
				...cloudflareBinding({ binding: env.AI, gatewayId: "my-gateway", provider: "openai" }),
			}),
			// A dynamic route, kept in the gateway, with the gateway's stored keys: the model is "dynamic/<name>".
			routes: openai({
				via: cloudflareGateway({
					...{ accountId: env.CF_ACCOUNT_ID, gatewayId: "my-gateway", authToken: env.CF_AIG_TOKEN },
					provider: "compat",
				}),
			}),
		},
		defaultProvider: "rest",
	});
	const { text } = await gateway.run("@cf/openai/gpt-oss-120b", { prompt: "Say hello." });
	const { receipt } = await gateway.run("dynamic/support", { prompt: "Say hello." }, { provider: "routes" });
	console.log(receipt.gateway?.servedProvider, receipt.gateway?.servedModel);
	// #endregion
	return { text, gateway };
}
