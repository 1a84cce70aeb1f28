import { type Fetch, readGatewayFacts, type Via } from "@workkit/ai-core";
import type { CloudflareGatewayRoute } from "./cloudflare-gateway.ts";
import { controlHeaders } from "./gateway-address.ts";
import { createGatewayFetch, type GatewayFetchOptions } from "./gateway-fetch.ts";
import { providerPath, vendorOf } from "./provider-path.ts";

/** A way through the binding. */
export interface CloudflareBindingOptions
	extends Omit<GatewayFetchOptions, "baseUrls" | "storedKeys">,
		Pick<CloudflareGatewayRoute, "provider"> {}

/**
 * Sends a provider's requests through the AI binding to a gateway: no account id, no token, and the same answers, events,
 * errors, receipt and controls as with `cloudflareGateway`. Spread it into the provider's options; leave `apiKey` out with keys
 * that are stored in the gateway. Throws `BindingNotFoundError` without a binding, and `ConfigError` for names that cannot be.
 *
 * @example
 * ```ts
 * import { cloudflareBinding, type GatewayBinding } from "@workkit/ai-cloudflare-gateway";
 * import { createGateway } from "@workkit/ai-core";
 * import { openai } from "@workkit/ai-openai";
 *
 * declare const env: { AI: GatewayBinding; GROQ_KEY: string };
 * const way = cloudflareBinding({ binding: env.AI, gatewayId: "my-gateway", provider: "groq" });
 * const gateway = createGateway({
 * 	providers: { groq: openai({ apiKey: env.GROQ_KEY, ...way }) },
 * 	defaultProvider: "groq",
 * });
 * const { text, receipt } = await gateway.run("llama-3.3-70b-versatile", { prompt: "Say hello." });
 * ```
 */
export function cloudflareBinding(options: CloudflareBindingOptions): { readonly via: Via; readonly fetch: Fetch } {
	const { binding, gatewayId, provider, ...controls } = options;
	const vendor = vendorOf(provider);
	return {
		fetch: createGatewayFetch({ binding, gatewayId }),
		via: {
			vendor,
			facts: readGatewayFacts,
			route(codecVendor, call) {
				const warnings: string[] = [];
				const headers = controlHeaders(controls, call, warnings);
				// Nothing goes to this address: `fetch` reads the gateway and the provider off it.
				const base = `https://gateway.ai.cloudflare.com/v1/binding/${gatewayId}`;
				return { baseUrl: `${base}/${vendor ?? providerPath(codecVendor)}`, headers, warnings };
			},
		},
	};
}
