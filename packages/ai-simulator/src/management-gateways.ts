import type { Exchange } from "./exchange.ts";
import { gatewaySettings } from "./gateway-settings.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { invalidField, notFound, respondPage, respondResult, timeOf } from "./management-response.ts";
import { readSettings } from "./management-settings.ts";

/** `…/gateways`: create and list. */
export function manageGateways(exchange: Exchange): Response {
	const state = exchange.settings.gateways;
	if (exchange.method === "POST") {
		const body = bodyOf(exchange);
		const { id } = body;
		if (typeof id !== "string" || !/^[a-z0-9_-]{1,64}$/.test(id)) {
			throw invalidField("id", "Expected 1 to 64 of a-z, 0-9, _ and -");
		}
		const settings = readSettings(body);
		if (state.gateways.has(id)) throw invalidField("id", "A gateway with this id already exists");
		return respondResult(exchange, state.create({ ...settings, id }).settings);
	}
	if (exchange.method !== "GET") throw notFound();
	const search = exchange.url.searchParams.get("search") ?? "";
	const all = [...state.gateways.values()].map(({ settings }) => settings);
	return respondPage(
		exchange,
		all.filter(({ id }) => id.includes(search)),
	);
}

/** `…/gateways/:id`: read, replace as a whole, delete with all it remembers. */
export function manageGateway(exchange: Exchange, id: string): Response {
	const state = exchange.settings.gateways;
	const gateway = state.gateways.get(id);
	if (gateway === undefined) throw notFound();
	if (exchange.method === "PUT") {
		const given = readSettings(bodyOf(exchange));
		const { created_at, is_default } = gateway.settings;
		// Everything that is not named goes back to its default: there is no partial update.
		gateway.settings = {
			...gatewaySettings({ ...given, id }, exchange.settings.now()),
			created_at,
			is_default,
			modified_at: timeOf(exchange),
		};
		if (gateway.settings.cache_invalidate_on_update) gateway.cache.clear();
	} else if (exchange.method === "DELETE") state.gateways.delete(id);
	else if (exchange.method !== "GET") throw notFound();
	return respondResult(exchange, gateway.settings);
}

/** The body as an object; throws 7001 when it is none. */
export function bodyOf({ body }: Exchange): JsonRecord {
	if (!isRecord(body)) throw invalidField("", "Expected object");
	return body;
}
