import { readGatewayFacts, type Via } from "@workkit/ai-core";
import { type CloudflareGatewayOptions, gatewayAddress } from "./gateway-address.ts";
import { type GatewayProviderName, providerPath, vendorOf } from "./provider-path.ts";

/** A way through a gateway: to the codec's own vendor, or to another that speaks its wire. */
export interface CloudflareGatewayRoute extends CloudflareGatewayOptions {
	/** Default: the vendor of the provider that takes this way. */
	readonly provider?: GatewayProviderName | undefined;
}

/**
 * {@link cloudflareGateway} for providers whose wire's own vendor is behind the gateway. It knows the paths of OpenAI and
 * Anthropic only, and costs fewer bytes. Throws `ConfigError` for ids and tokens that are empty or cannot be sent.
 *
 * @param behind - The vendor that the provider itself speaks to, by its name at the gateway.
 * @param pathOf - The path of a vendor below the gateway.
 */
export function gatewayVia(
	options: CloudflareGatewayOptions,
	behind?: string,
	pathOf: (vendor: string) => string = (vendor) => (vendor === "anthropic" ? "anthropic/v1" : vendor),
): Via {
	const address = gatewayAddress(options);
	return {
		vendor: behind,
		facts: readGatewayFacts,
		route(vendor, call) {
			const warnings: string[] = [];
			return {
				baseUrl: `${address.url}/${behind ?? pathOf(vendor)}`,
				headers: address.headers(call, warnings),
				warnings,
			};
		},
	};
}

/**
 * Sends a provider's requests through Cloudflare AI Gateway, for its logs, cache, limits and costs. The gateway's token
 * goes to `gateway.ai.cloudflare.com` and nowhere else: a provider with a `baseUrl` of its own ignores this. Throws
 * `ConfigError` for ids, tokens and names that are empty or cannot be sent. Controls per call: `options.cfGateway`.
 *
 * With keys that are stored in the gateway, or with unified billing, leave `apiKey` out of the provider: no vendor's key
 * is sent then.
 *
 * @example
 * ```ts
 * import { cloudflareGateway } from "@workkit/ai-cloudflare-gateway";
 * import { openai } from "@workkit/ai-openai";
 *
 * declare const env: { ACCOUNT_ID: string; AIG_TOKEN: string; GROQ_KEY: string };
 * const gateway = { accountId: env.ACCOUNT_ID, gatewayId: "my-gateway", authToken: env.AIG_TOKEN };
 * const groq = openai({ apiKey: env.GROQ_KEY, via: cloudflareGateway({ ...gateway, provider: "groq", cacheTtl: 3600 }) });
 * const storedKey = openai({ via: cloudflareGateway({ ...gateway, byokAlias: "production" }) });
 * ```
 */
export function cloudflareGateway({ provider, ...options }: CloudflareGatewayRoute): Via {
	return gatewayVia(options, vendorOf(provider), providerPath);
}
