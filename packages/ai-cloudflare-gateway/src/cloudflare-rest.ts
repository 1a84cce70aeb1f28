import { checkHeaderValue, readGatewayFacts, type Via } from "@workkit/ai-core";
import { type CloudflareGatewayOptions, controlHeaders, segment } from "./gateway-address.ts";

/** Cloudflare's REST API, and what every request asks of the gateway behind it. */
export interface CloudflareRestOptions extends Omit<CloudflareGatewayOptions, "gatewayId" | "authToken"> {
	/** A Cloudflare API token that may run models, sent as `Authorization: Bearer`. */
	readonly apiToken: string;
	/** Name of the gateway. Default: none for models of Workers AI, `default` for all others. */
	readonly gatewayId?: string | undefined;
}

/** What is behind the REST API: which vendor, each model's name says. */
export const restVendor = "rest";

/**
 * Sends a provider's requests to Cloudflare's own API (`api.cloudflare.com/…/ai/v1`), which takes models of Workers AI
 * (`@cf/…`), other vendors' (`anthropic/claude-haiku-4.5`) and dynamic routes (`dynamic/<route>`), and which no vendor's key is
 * sent to: leave `apiKey` out of the provider. Cloudflare recommends this way for new code. The API token goes to
 * `api.cloudflare.com` and nowhere else. Throws `ConfigError` for ids and tokens that are empty or cannot be sent.
 *
 * @example
 * ```ts
 * import { cloudflareRest } from "@workkit/ai-cloudflare-gateway";
 * import { openai } from "@workkit/ai-openai";
 *
 * declare const env: { ACCOUNT_ID: string; API_TOKEN: string };
 * const via = cloudflareRest({ accountId: env.ACCOUNT_ID, apiToken: env.API_TOKEN, gatewayId: "my-gateway" });
 * const models = openai({ via });
 * ```
 */
export function cloudflareRest({ accountId, apiToken, gatewayId, ...controls }: CloudflareRestOptions): Via {
	checkHeaderValue(apiToken, "cloudflareRest: `apiToken`");
	if (gatewayId !== undefined) checkHeaderValue(gatewayId, "cloudflareRest: `gatewayId`");
	const baseUrl = `https://api.cloudflare.com/client/v4/accounts/${segment(accountId, "accountId")}/ai/v1`;
	return {
		vendor: restVendor,
		facts: readGatewayFacts,
		route(_vendor, call) {
			const warnings: string[] = [];
			const sent = controlHeaders(controls, call, warnings);
			if (!gatewayId && Object.keys(sent)[0] && call.model.startsWith("@")) {
				warnings.push(
					"A model of Workers AI passes no gateway unless `gatewayId` names one: its controls have no effect.",
				);
			}
			const named = gatewayId && { "cf-aig-gateway-id": gatewayId };
			return { baseUrl, headers: { ...sent, ...named, authorization: `Bearer ${apiToken}` }, warnings };
		},
	};
}
