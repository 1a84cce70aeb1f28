import type { Exchange } from "./exchange.ts";
import type { GatewayLog, GatewayLogFields } from "./gateway-log.ts";
import { readMetadata } from "./gateway-metadata.ts";
import type { Gateway } from "./gateway-state.ts";
import { isRecord } from "./json.ts";
import { bodyOf } from "./management-gateways.ts";
import { ordered, passes, readFilters } from "./management-log-query.ts";
import { invalidField, managed, notFound, respondPage, respondResult } from "./management-response.ts";
import { respondJson } from "./respond.ts";

/** `…/logs`: list and delete. */
export function manageLogs(exchange: Exchange, gateway: Gateway): Response {
	const { searchParams } = exchange.url;
	const filters = readFilters(searchParams);
	const search = searchParams.get("search") ?? "";
	const found = visible(exchange, gateway)
		.filter((log) => `${log.fields.id} ${log.requestBody} ${log.responseBody}`.includes(search))
		.map(({ fields }) => fields)
		.filter((fields) => passes(fields, filters));
	const entries = ordered(found, searchParams);
	if (exchange.method === "GET") return respondPage(exchange, entries.map(listed));
	if (exchange.method !== "DELETE") throw notFound();
	const limit = Number(searchParams.get("limit")) || entries.length;
	const gone = new Set(entries.slice(0, limit));
	gateway.logs = gateway.logs.filter(({ fields }) => !gone.has(fields));
	return respondResult(exchange, null);
}

/** `…/logs/:id` of the management API, and its bodies. */
export function manageLogEntry(
	exchange: Exchange,
	gateway: Gateway,
	logId: string,
	part: string | undefined,
): Response {
	const log = findLog(exchange, gateway, logId);
	if (part === undefined) return exchange.method === "PATCH" ? patchLog(exchange, log) : respondLog(exchange, log);
	const body = part === "request" ? log.requestBody : part === "response" ? log.responseBody : undefined;
	if (body === undefined) throw notFound();
	// A stream is given back as the text it was.
	const isJson = part === "request" || /json/.test(log.fields.response_content_type);
	return respondJson(exchange, body, { headers: { "content-type": isJson ? "application/json" : "text/plain" } });
}

function respondLog(exchange: Exchange, { fields }: GatewayLog): Response {
	if (exchange.method !== "GET") throw notFound();
	return respondResult(exchange, { ...fields, metadata: JSON.stringify(fields.metadata) });
}

/** `…/logs/:id` behind the binding: metadata is an object there. */
export function manageLog(exchange: Exchange, id: string, logId: string): Promise<Response> {
	return managed(exchange, () => {
		const gateway = exchange.settings.gateways.gateways.get(id);
		if (gateway === undefined) throw notFound();
		const log = findLog(exchange, gateway, logId);
		if (exchange.method === "PATCH") return patchLog(exchange, log);
		if (exchange.method !== "GET") throw notFound();
		return respondResult(exchange, log.fields);
	});
}

/** `…/url/:provider`: with a provider without a slash at the end, `universal` with one. */
export function respondUrl(exchange: Exchange, id: string, provider: string): Response {
	const { options } = exchange.settings.gateways;
	const { url } = exchange;
	const account = /^\/client\/v4\/accounts\/([^/]+)\//.exec(url.pathname)?.[1] ?? "sim";
	const isVendors = url.hostname === "api.cloudflare.com" || url.hostname === "workers-binding.ai";
	const base = options.baseUrl ?? `${isVendors ? "https://gateway.ai.cloudflare.com" : url.origin}/v1/${account}`;
	return respondResult(exchange, { url: `${base}/${id}/${provider === "universal" ? "" : provider}` });
}

function visible(exchange: Exchange, gateway: Gateway): GatewayLog[] {
	return gateway.logs.filter(({ visibleAtMs }) => visibleAtMs <= exchange.settings.now());
}

function findLog(exchange: Exchange, gateway: Gateway, logId: string): GatewayLog {
	const found = visible(exchange, gateway).find(({ fields }) => fields.id === logId);
	if (found === undefined) throw notFound();
	return found;
}

function patchLog(exchange: Exchange, { fields }: GatewayLog): Response {
	const { feedback, score, metadata } = bodyOf(exchange);
	if (feedback !== undefined && feedback !== null && feedback !== -1 && feedback !== 1) {
		throw invalidField("feedback", "Expected -1, 1 or null");
	}
	if (score !== undefined && score !== null && !(typeof score === "number" && score >= 0 && score <= 100)) {
		throw invalidField("score", "Expected a number from 0 to 100, or null");
	}
	if (metadata !== undefined && metadata !== null && !isRecord(metadata)) {
		throw invalidField("metadata", "Expected object or null");
	}
	if (feedback !== undefined) fields.feedback = feedback;
	if (score !== undefined) fields.score = score;
	if (metadata !== undefined) fields.metadata = readMetadata(JSON.stringify(metadata));
	return respondResult(exchange, null);
}

function listed({ request_head: _, response_head: __, metadata, ...rest }: GatewayLogFields) {
	return { ...rest, metadata: JSON.stringify(metadata) };
}
