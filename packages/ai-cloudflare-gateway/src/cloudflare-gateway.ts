import { readGatewayFacts, type Via } from "@workkit/ai-core";
import { type CloudflareGatewayOptions, gatewayAddress, pathOf } from "./gateway-address.ts";

/**
 * Sends a provider's requests through Cloudflare AI Gateway, for its logs, cache, limits and costs. The gateway's token
 * goes to `gateway.ai.cloudflare.com` and nowhere else: a provider with a `baseUrl` of its own ignores this. Throws
 * `ConfigError` for ids and tokens that are empty or cannot be sent. Controls per call: `options.cfGateway`.
 *
 * @example
 * ```ts
 * import { cloudflareGateway } from "@workkit/ai-cloudflare-gateway";
 *
 * declare const env: { ACCOUNT_ID: string; AIG_TOKEN: string };
 * const via = cloudflareGateway({
 * 	accountId: env.ACCOUNT_ID,
 * 	gatewayId: "my-gateway",
 * 	authToken: env.AIG_TOKEN,
 * 	cacheTtl: 3600,
 * });
 * // openai({ apiKey: env.OPENAI_KEY, via })
 * ```
 */
export function cloudflareGateway(options: CloudflareGatewayOptions): Via {
	const address = gatewayAddress(options);
	return {
		facts: readGatewayFacts,
		route(vendor, call) {
			const warnings: string[] = [];
			return {
				baseUrl: `${address.url}/${pathOf(vendor)}`,
				headers: address.headers(call, warnings),
				warnings,
			};
		},
	};
}
