import type { Exchange } from "./exchange.ts";
import type { Gateway, StoredKey } from "./gateway-state.ts";
import { bodyOf } from "./management-gateways.ts";
import { invalidField, notFound, respondPage, respondResult, timeOf, uuidOf } from "./management-response.ts";

/** `…/provider_configs`: the keys a gateway keeps. They are listed without the secrets. */
export function manageKeys(exchange: Exchange, gateway: Gateway, id: string | undefined): Response {
	const shown = (key: StoredKey) => {
		const { secret, ...rest } = key;
		return { ...rest, gateway_id: gateway.settings.id, secret_preview: `…${secret.slice(-4)}` };
	};
	if (id === undefined && exchange.method === "GET") return respondPage(exchange, gateway.keys.map(shown));
	if (id === undefined && exchange.method === "POST") {
		const key = readKey(exchange, gateway);
		gateway.keys.push(key);
		return respondResult(exchange, shown(key));
	}
	const index = gateway.keys.findIndex((key) => key.id === id);
	const found = gateway.keys[index];
	if (found === undefined || exchange.method !== "DELETE") throw notFound();
	gateway.keys.splice(index, 1);
	return respondResult(exchange, shown(found));
}

function readKey(exchange: Exchange, gateway: Gateway): StoredKey {
	const body = bodyOf(exchange);
	const { alias, default_config, provider_slug, secret, secret_id, rate_limit, rate_limit_period } = body;
	if (typeof alias !== "string" || alias === "") throw invalidField("alias", "Required");
	if (typeof provider_slug !== "string" || provider_slug === "") throw invalidField("provider_slug", "Required");
	if (typeof default_config !== "boolean") throw invalidField("default_config", "Expected boolean");
	if (typeof secret !== "string" && typeof secret_id !== "string") throw invalidField("secret", "Required");
	if (gateway.keys.some((key) => key.alias === alias && key.provider_slug === provider_slug)) {
		throw invalidField("alias", "A provider config with this alias already exists");
	}
	return {
		id: uuidOf(exchange),
		provider_slug,
		alias,
		default_config,
		// A secret of the Secrets Store cannot be looked up here: its id stands for it.
		secret: typeof secret === "string" ? secret : String(secret_id),
		secret_id: typeof secret_id === "string" ? secret_id : uuidOf(exchange).replaceAll("-", ""),
		...(typeof rate_limit === "number" ? { rate_limit } : {}),
		...(typeof rate_limit_period === "number" ? { rate_limit_period } : {}),
		modified_at: timeOf(exchange),
	};
}
