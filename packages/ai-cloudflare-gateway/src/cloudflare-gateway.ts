import {
	checkHeaderValue,
	compact,
	encodeControls,
	type GatewayControls,
	type Route,
	readGatewayFacts,
	type Via,
} from "@workkit/ai-core";
import { ConfigError } from "@workkit/errors";

/** A gateway of Cloudflare AI Gateway, and what every request asks of it. */
export interface CloudflareGatewayOptions extends GatewayControls {
	readonly accountId: string;
	/** Name of the gateway. */
	readonly gatewayId: string;
	/** Token of an authenticated gateway, sent as `cf-aig-authorization`. */
	readonly authToken?: string | undefined;
}

/** Paths below a gateway, by vendor; any other vendor's name is its path. */
const paths: Readonly<Record<string, string>> = { anthropic: "anthropic/v1" };

function segment(value: string, name: string): string {
	checkHeaderValue(value, `cfGateway: \`${name}\``);
	if (/^\.+$/.test(value)) throw new ConfigError(`cfGateway: \`${name}\` must be a name, not a path.`);
	return encodeURIComponent(value);
}

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
	const { accountId, gatewayId, authToken, ...controls } = options;
	const root = `https://gateway.ai.cloudflare.com/v1/${segment(accountId, "accountId")}/${segment(gatewayId, "gatewayId")}`;
	if (authToken !== undefined) checkHeaderValue(authToken, "cfGateway: `authToken`");
	return {
		facts: readGatewayFacts,
		route(vendor, call): Route {
			const { metadata, cfGateway } = call.options;
			const warnings: string[] = [];
			return {
				baseUrl: `${root}/${paths[vendor] ?? vendor}`,
				headers: {
					...encodeControls({ ...controls, ...compact({ metadata, ...cfGateway }) }, warnings),
					...(authToken && { "cf-aig-authorization": `Bearer ${authToken}` }),
				},
				warnings,
			};
		},
	};
}
