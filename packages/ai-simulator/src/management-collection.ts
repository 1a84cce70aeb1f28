import type { Exchange } from "./exchange.ts";
import type { JsonRecord } from "./json.ts";
import { bodyOf } from "./management-gateways.ts";
import { invalidField, notFound, respondPage, respondResult, timeOf, uuidOf } from "./management-response.ts";

/** Datasets and evaluations: they are kept as they are given, and nothing is computed from them. */
export function manageCollection(
	exchange: Exchange,
	collection: Map<string, JsonRecord>,
	id: string | undefined,
	start: JsonRecord,
): Response {
	const { method } = exchange;
	const time = timeOf(exchange);
	if (id === undefined) {
		if (method === "GET") return respondPage(exchange, [...collection.values()]);
		if (method !== "POST") throw notFound();
		const body = bodyOf(exchange);
		if (typeof body.name !== "string") throw invalidField("name", "Required");
		const created = { ...start, ...body, id: uuidOf(exchange), created_at: time, modified_at: time };
		collection.set(created.id, created);
		return respondResult(exchange, created);
	}
	const found = collection.get(id);
	if (found === undefined) throw notFound();
	if (method === "PUT") {
		const updated = { ...found, ...bodyOf(exchange), id, modified_at: time };
		collection.set(id, updated);
		return respondResult(exchange, updated);
	}
	if (method === "DELETE") collection.delete(id);
	else if (method !== "GET") throw notFound();
	return respondResult(exchange, found);
}
