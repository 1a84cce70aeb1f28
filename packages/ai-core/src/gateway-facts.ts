import { compact } from "./compact.ts";
import { parseLeniently } from "./read-body.ts";
import type { GatewayFacts } from "./receipt.ts";

/** Reads what Cloudflare AI Gateway says in the `headers` of an answer. */
export function readGatewayFacts(headers: Headers): GatewayFacts {
	// Names that are put together cost a lookup as much again.
	const step = headers.get("cf-aig-step");
	const dlp = headers.get("cf-aig-dlp");
	return compact({
		logId: headers.get("cf-aig-log-id"),
		cacheStatus: headers.get("cf-aig-cache-status"),
		step: step && Number(step),
		servedModel: headers.get("cf-aig-model") ?? headers.get("cf-aig-routed-model"),
		servedProvider: headers.get("cf-aig-provider"),
		dlp: dlp && parseLeniently(dlp),
	}) as GatewayFacts;
}
