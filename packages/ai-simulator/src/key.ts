import type { Exchange } from "./exchange.ts";

/** The key of `Authorization: Bearer …`; undefined when there is none. */
export function bearerKey(headers: Headers): string | undefined {
	return /^Bearer\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/** Whether the simulator accepts `key`. */
export function isAccepted(exchange: Exchange, key: string): boolean {
	return exchange.settings.keys?.includes(key) ?? key !== "";
}
