import type { Exchange } from "./exchange.ts";
import { gatewayError } from "./gateway-error.ts";
import type { Gateway, GatewayState } from "./gateway-state.ts";
import { letPass } from "./gateway-window.ts";
import { bearerKey, isAccepted } from "./key.ts";
import { hash } from "./random.ts";

/** The door a request came by: the gateway's own host, the REST API, or the binding. */
export type GatewaySurface = "http" | "rest" | "binding";

/** A request that a gateway has let in. */
export interface GatewayCall {
	readonly exchange: Exchange;
	readonly state: GatewayState;
	readonly gateway: Gateway;
	readonly surface: GatewaySurface;
	readonly isAuthenticated: boolean;
	/** What the request says to the gateway: its headers, or the binding's options written as such. */
	readonly controls: Headers;
	/** When it came, in milliseconds since 1970. */
	readonly startedAtMs: number;
}

/** Finds the gateway: `default` makes itself, authenticated; throws 2001 for any other that does not exist. */
export function findGateway(state: GatewayState, id: string): Gateway {
	const found = state.gateways.get(id);
	if (found !== undefined) return found;
	if (id === "default") return state.create({ id, authentication: true });
	throw gatewayError(2001);
}

/** Lets a request into gateway `id`: throws 2001, 2009 for a missing or wrong token, 2003 above the rate limit. */
export function enterGateway(
	exchange: Exchange,
	id: string,
	surface: GatewaySurface,
	controls: Headers = exchange.headers,
): GatewayCall {
	const { gateways: state, now } = exchange.settings;
	const gateway = findGateway(state, id);
	const { settings } = gateway;
	const token = bearerOf(exchange.headers.get("cf-aig-authorization"));
	const hasToken = surface !== "http" || (token !== undefined && isAccepted(exchange, token));
	if (settings.authentication && !hasToken) throw gatewayError(2009);
	const startedAtMs = now();
	const limit = settings.rate_limiting_limit;
	const window = { seconds: settings.rate_limiting_interval, technique: settings.rate_limiting_technique };
	if (limit > 0 && window.seconds > 0 && !letPass(gateway.passed, "", limit, window, startedAtMs)) {
		throw gatewayError(2003);
	}
	const isAuthenticated = surface !== "http" || settings.authentication;
	return { exchange, state, gateway, surface, isAuthenticated, controls, startedAtMs };
}

function bearerOf(value: string | null): string | undefined {
	return value === null ? undefined : bearerKey(new Headers({ authorization: value }));
}

/** A log id: a lower-case UUIDv7, its random part drawn from the exchange. */
export function logIdOf(exchange: Exchange): string {
	const digits = (count: number) => hash(exchange.id("")).toString(16).padStart(8, "0").slice(0, count);
	const time = Math.max(0, Math.floor(exchange.settings.now())).toString(16).padStart(12, "0");
	const variant = (8 + (hash(exchange.id("", 8)) % 4)).toString(16);
	return `${time.slice(0, 8)}-${time.slice(8)}-7${digits(3)}-${variant}${digits(3)}-${digits(8)}${digits(4)}`;
}
