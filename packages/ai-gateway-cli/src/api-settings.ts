import type { AiGatewaySettings } from "@workkit/ai-cloudflare-gateway";
import type { ApiSettings } from "./gateways-client.ts";

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const withSnakeKeys = (value: object): ApiSettings =>
	Object.fromEntries(Object.entries(value).map(([name, inner]) => [snake(name), inner]));

/**
 * Settings as the API spells them. Below the first level it spells only `content_type` and `usage_events` this way:
 * `limitType` is its own, and the rest are one word.
 */
export function toApiSettings({ otel, stripe, ...settings }: AiGatewaySettings): ApiSettings {
	const all = {
		...withSnakeKeys(settings),
		otel: otel === null ? null : otel?.map(withSnakeKeys),
		stripe: stripe && withSnakeKeys(stripe),
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** A setting's name as callers spell it. */
export function toSettingName(name: string): string {
	return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
