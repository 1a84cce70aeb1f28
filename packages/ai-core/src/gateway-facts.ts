import { compact } from "./compact.ts";
import { parseLeniently } from "./read-body.ts";
import type { GatewayFacts } from "./receipt.ts";

/** Reads what Cloudflare AI Gateway says in the `headers` of an answer. */
export function readGatewayFacts(headers: Headers): GatewayFacts {
	const read = (name: string): string | null => headers.get(`cf-aig-${name}`);
	const step = read("step");
	const dlp = read("dlp");
	return compact({
		logId: read("log-id"),
		cacheStatus: read("cache-status"),
		step: step && Number(step),
		servedModel: read("model") ?? read("routed-model"),
		servedProvider: read("provider"),
		dlp: dlp && parseLeniently(dlp),
	}) as GatewayFacts;
}
