import type { GatewaySettings } from "./gateway-settings.ts";

/** What a filter finds: a text without regard to case, or an expression. */
export type GatewayPattern = string | RegExp;

/** How the simulated AI Gateway behaves. All of it is optional. */
export interface GatewayOptions {
	/**
	 * Gateways that exist from the start, by id or with settings; others are made through the management API. Default:
	 * none but `default`, which makes itself on its first use; any other id is refused with 2001.
	 */
	readonly gateways?: readonly (string | (Partial<GatewaySettings> & { readonly id: string }))[];
	/** Base of the addresses that `getUrl` gives, `…/v1/<account>`. Default `https://gateway.ai.cloudflare.com/v1/sim`. */
	readonly baseUrl?: string;
	/** What guardrails find, by hazard category. Default: category `S1` is found in texts that contain `hazard:S1`. */
	readonly hazards?: Readonly<Record<string, GatewayPattern>>;
	/** What DLP finds, by profile id. Default: profile `x` is found in texts that contain `dlp:x`. */
	readonly dlpProfiles?: Readonly<Record<string, GatewayPattern>>;
	/** US dollars loaded for unified billing, spent by requests without a key; at 0 they get 2021. Default: no end of it. */
	readonly creditsUsd?: number;
	/** Milliseconds until a log can be read: the platform takes about 500. Default 0. */
	readonly logDelayMs?: number;
}
