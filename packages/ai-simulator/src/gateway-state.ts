import type { GatewayLog } from "./gateway-log.ts";
import type { GatewayOptions } from "./gateway-options.ts";
import type { DynamicRoute } from "./gateway-route.ts";
import { type GatewaySettings, gatewaySettings } from "./gateway-settings.ts";

/** An answer that was kept for the same request. */
export interface CachedAnswer {
	readonly status: number;
	readonly headers: readonly (readonly [name: string, value: string])[];
	readonly bytes: Uint8Array;
	readonly provider: string;
	readonly expiresAtMs: number;
}

/** Money that one request has cost. */
export interface Spending {
	readonly atMs: number;
	readonly costUsd: number;
	readonly provider: string;
	readonly model: string;
	readonly metadata: Readonly<Record<string, unknown>>;
}

/** A provider's key that the gateway keeps. */
export interface StoredKey {
	readonly id: string;
	readonly provider_slug: string;
	readonly alias: string;
	readonly default_config: boolean;
	readonly secret: string;
	readonly secret_id: string;
	readonly rate_limit?: number;
	readonly rate_limit_period?: number;
	readonly modified_at: string;
}

/** A provider the account has declared: `custom-<slug>`. */
export interface CustomProvider {
	readonly id: string;
	readonly name: string;
	readonly slug: string;
	readonly base_url: string;
	readonly enable: boolean;
	readonly [field: string]: unknown;
}

/** One gateway and all that it remembers. */
export interface Gateway {
	settings: GatewaySettings;
	/** Oldest first. */
	logs: GatewayLog[];
	readonly cache: Map<string, CachedAnswer>;
	/** Milliseconds at which requests were let through, by what is limited. */
	readonly passed: Map<string, number[]>;
	readonly spendings: Spending[];
	readonly keys: StoredKey[];
	readonly routes: Map<string, DynamicRoute>;
	readonly datasets: Map<string, Readonly<Record<string, unknown>>>;
	readonly evaluations: Map<string, Readonly<Record<string, unknown>>>;
}

/** The gateways of one simulator. All accounts share them: the account in an address may be any. */
export interface GatewayState {
	readonly options: GatewayOptions;
	readonly gateways: Map<string, Gateway>;
	readonly customProviders: Map<string, CustomProvider>;
	/** US dollars left for unified billing. */
	creditsUsd: number;
	/** Makes a gateway and returns it. */
	readonly create: (given: Partial<GatewaySettings> & { id: string }) => Gateway;
	/** Back to how it started. */
	readonly reset: () => void;
}

/** The state before the first request. */
export function createGatewayState(options: GatewayOptions, now: () => number): GatewayState {
	const gateways = new Map<string, Gateway>();
	const state: GatewayState = {
		options,
		gateways,
		customProviders: new Map(),
		creditsUsd: 0,
		create(given) {
			const gateway: Gateway = {
				settings: gatewaySettings(given, now()),
				logs: [],
				cache: new Map(),
				passed: new Map(),
				spendings: [],
				keys: [],
				routes: new Map(),
				datasets: new Map(),
				evaluations: new Map(),
			};
			gateways.set(given.id, gateway);
			return gateway;
		},
		reset() {
			gateways.clear();
			state.customProviders.clear();
			state.creditsUsd = options.creditsUsd ?? Number.POSITIVE_INFINITY;
			for (const given of options.gateways ?? []) state.create(typeof given === "string" ? { id: given } : given);
		},
	};
	state.reset();
	return state;
}
