import { type Call, checkHeaderValue, compact, encodeControls, type GatewayControls } from "@workkit/ai-core";
import { ConfigError } from "@workkit/errors";

/** A gateway of Cloudflare AI Gateway, and what every request asks of it. */
export interface CloudflareGatewayOptions extends GatewayControls {
	readonly accountId: string;
	/** Name of the gateway. */
	readonly gatewayId: string;
	/** Token of an authenticated gateway, sent as `cf-aig-authorization`. */
	readonly authToken?: string | undefined;
}

/** Where a gateway is, and what a request says to it. */
export interface GatewayAddress {
	/** Without a trailing slash. */
	readonly url: string;
	/** The token, and the controls of the gateway and of the call; what cannot be sent is told. */
	headers(call: Call, warnings: string[]): Record<string, string>;
}

/** A name as one segment of a URL. Throws `ConfigError` for what is none. */
export function segment(value: string, name: string): string {
	checkHeaderValue(value, `cfGateway: \`${name}\``);
	if (/^\.+$/.test(value)) throw new ConfigError(`cfGateway: \`${name}\` must be a name, not a path.`);
	return encodeURIComponent(value);
}

/** The controls of the gateway and of the call as headers; the call's win. */
export function controlHeaders(
	controls: GatewayControls,
	{ options: { metadata, cfGateway } }: Call,
	warnings: string[],
): Record<string, string> {
	return encodeControls({ ...controls, ...compact({ metadata, ...cfGateway }) }, warnings);
}

/** Throws `ConfigError` for ids and tokens that are empty or cannot be sent. */
export function gatewayAddress(options: CloudflareGatewayOptions): GatewayAddress {
	const { accountId, gatewayId, authToken, ...controls } = options;
	if (authToken !== undefined) checkHeaderValue(authToken, "cfGateway: `authToken`");
	return {
		url: `https://gateway.ai.cloudflare.com/v1/${segment(accountId, "accountId")}/${segment(gatewayId, "gatewayId")}`,
		headers: (call, warnings) => ({
			...controlHeaders(controls, call, warnings),
			...(authToken && { "cf-aig-authorization": `Bearer ${authToken}` }),
		}),
	};
}
