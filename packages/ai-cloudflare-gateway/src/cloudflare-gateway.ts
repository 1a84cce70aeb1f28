import { readGatewayFacts, type Via } from "@workkit/ai-core";
import { type CloudflareGatewayOptions, gatewayAddress, pathOf, segment } from "./gateway-address.ts";

/**
 * Who is behind a gateway. A name for those that speak OpenAI's wire there; anything else is the path below the gateway that
 * `/chat/completions` follows: `custom-mine/v1`, `cohere/compatibility/v1`, `google-ai-studio/v1beta/openai`. `compat` takes
 * models of all of them (`groq/llama-3.3-70b-versatile`, `dynamic/<route>`). Source: Cloudflare's pages on providers.
 */
export type GatewayProviderName =
	| "openai"
	| "workers-ai"
	| "groq"
	| "mistral"
	| "deepseek"
	| "grok"
	| "openrouter"
	| "perplexity-ai"
	| "cerebras"
	| "compat"
	| (string & {});

/** A way through a gateway: to the codec's own vendor, or to another that speaks its wire. */
export interface CloudflareGatewayRoute extends CloudflareGatewayOptions {
	/** Default: the vendor of the provider that takes this way. */
	readonly provider?: GatewayProviderName | undefined;
}

/** The provider's path, each part encoded; `undefined` for the wire's own vendor. Throws `ConfigError` for a path that leads elsewhere. */
export function vendorOf(provider: GatewayProviderName = "openai"): string | undefined {
	const path = provider
		.split("/")
		.map((part) => segment(part, "provider"))
		.join("/");
	return path === "openai" ? undefined : path;
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
	const address = gatewayAddress(options);
	const behind = vendorOf(provider);
	return {
		vendor: behind,
		facts: readGatewayFacts,
		route(vendor, call) {
			const warnings: string[] = [];
			return {
				baseUrl: `${address.url}/${pathOf(behind ?? vendor)}`,
				headers: address.headers(call, warnings),
				warnings,
			};
		},
	};
}
