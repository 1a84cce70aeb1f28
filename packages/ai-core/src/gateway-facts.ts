import type { GatewayFacts } from "./receipt.ts";

/** Reads what Cloudflare AI Gateway says in the headers of an answer. */
export function readGatewayFacts(headers: Headers): GatewayFacts {
	const facts: GatewayFacts = {};
	const logId = headers.get("cf-aig-log-id");
	const cacheStatus = headers.get("cf-aig-cache-status");
	const step = headers.get("cf-aig-step");
	const servedModel = headers.get("cf-aig-model");
	const servedProvider = headers.get("cf-aig-provider");
	const dlp = headers.get("cf-aig-dlp");
	if (logId) facts.logId = logId;
	if (cacheStatus) facts.cacheStatus = cacheStatus;
	if (step) facts.step = Number(step);
	if (servedModel) facts.servedModel = servedModel;
	if (servedProvider) facts.servedProvider = servedProvider;
	if (dlp) facts.dlp = parseLeniently(dlp);
	return facts;
}

function parseLeniently(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
