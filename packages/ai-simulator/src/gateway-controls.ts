import { parseRecord, readMetadata } from "./gateway-metadata.ts";
import type { GatewaySettings } from "./gateway-settings.ts";
import { isRecord, type JsonRecord } from "./json.ts";

const SHORTEST_TTL_SECONDS = 60;
const LONGEST_TTL_SECONDS = 2_592_000;
/** With a cache key of its own a request is cached though its gateway does not cache. */
const KEYED_TTL_SECONDS = 300;
const MOST_ATTEMPTS = 5;
const LONGEST_DELAY_MS = 5000;

/** What one request asks of the gateway. */
export interface GatewayControls {
	/** 0: not cached. */
	readonly cacheTtlSeconds: number;
	readonly skipCache: boolean;
	readonly cacheKey: string | undefined;
	readonly metadata: JsonRecord;
	readonly collectLog: boolean;
	readonly collectPayload: boolean;
	readonly customCost: JsonRecord | undefined;
	readonly eventId: string | undefined;
	/** To the first byte. */
	readonly timeoutMs: number | undefined;
	readonly maxAttempts: number;
	readonly retryDelayMs: number;
	readonly backoff: "constant" | "linear" | "exponential";
	/** Undefined: the default key. */
	readonly byokAlias: string | undefined;
	/** Whether credits may pay for it. */
	readonly allowsCredits: boolean;
}

/**
 * Reads the `cf-aig-*` headers, the nearest first: an element's own, then the request's; then the gateway's settings. An
 * element's `config` goes before all of them. A time to live outside its bounds is moved to the nearest bound; 0 and
 * what is no number count as not given.
 */
export function readControls(
	layers: readonly Headers[],
	config: JsonRecord,
	settings: GatewaySettings,
): GatewayControls {
	const find = (...names: string[]): string | undefined => {
		for (const headers of layers) {
			for (const name of names) {
				const value = headers.get(name);
				if (value !== null) return value;
			}
		}
		return undefined;
	};
	const number = (name: string, configured: unknown): number | undefined => {
		const value = Number(typeof configured === "number" ? configured : find(name));
		return value > 0 ? value : undefined;
	};
	const cacheKey = find("cf-aig-cache-key") || undefined;
	const ttl = Number(find("cf-aig-cache-ttl", "cf-cache-ttl"));
	const ownTtl = ttl > 0 ? Math.min(Math.max(ttl, SHORTEST_TTL_SECONDS), LONGEST_TTL_SECONDS) : undefined;
	const backoff = config.backoff ?? find("cf-aig-backoff") ?? settings.retry_backoff;
	const collectLog = find("cf-aig-collect-log");
	const delay = number("cf-aig-retry-delay", config.retryDelay);
	return {
		cacheTtlSeconds: ownTtl ?? (settings.cache_ttl || (cacheKey === undefined ? 0 : KEYED_TTL_SECONDS)),
		skipCache: find("cf-aig-skip-cache", "cf-skip-cache") === "true",
		cacheKey,
		metadata: readMetadata(find("cf-aig-metadata")),
		collectLog: collectLog === undefined ? settings.collect_logs : collectLog === "true",
		collectPayload: find("cf-aig-collect-log-payload") !== "false",
		customCost: parseRecord(find("cf-aig-custom-cost")),
		eventId: find("cf-aig-event-id"),
		timeoutMs: number("cf-aig-request-timeout", config.requestTimeout),
		maxAttempts: Math.min(
			number("cf-aig-max-attempts", config.maxAttempts) ?? settings.retry_max_attempts ?? 1,
			MOST_ATTEMPTS,
		),
		retryDelayMs: delay === undefined ? (settings.retry_delay ?? 0) : Math.min(delay, LONGEST_DELAY_MS),
		backoff: backoff === "linear" || backoff === "exponential" ? backoff : "constant",
		byokAlias: find("cf-aig-byok-alias"),
		allowsCredits: find("cf-aig-no-wholesale") !== "true",
	};
}

/** The headers that go on to a provider: none of the gateway's own, and none of the connection's. */
export function providerHeaders(headers: Headers): Headers {
	const kept = new Headers();
	for (const [name, value] of headers) {
		if (!/^cf-aig-|^cf-cache-ttl$|^cf-skip-cache$|^host$|^content-length$|^connection$/.test(name))
			kept.set(name, value);
	}
	return kept;
}

/** The headers of a Universal Endpoint's element: texts only, what cannot be a header is left out. */
export function elementHeaders(given: unknown): Headers {
	const headers = new Headers();
	for (const [name, value] of Object.entries(isRecord(given) ? given : {})) {
		try {
			headers.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
		} catch {
			// No header can have this name or value.
		}
	}
	return headers;
}
