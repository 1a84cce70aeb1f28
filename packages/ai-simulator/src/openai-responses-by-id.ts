import type { Exchange } from "./exchange.ts";
import type { JsonRecord } from "./json.ts";
import { invalidRequest } from "./openai-error.ts";
import { openaiHeaders } from "./openai-headers.ts";
import { responseEvents } from "./openai-responses-events.ts";
import { readResponses } from "./openai-responses-input.ts";
import { findResponse, type StoredResponse } from "./openai-responses-store.ts";
import { RequestError } from "./request-error.ts";
import { respondEvents, respondJson } from "./respond.ts";

/** `GET /responses/{id}`, with `?stream=true` as the events after `starting_after`. */
export function retrieveResponse(exchange: Exchange, id: string): Response {
	const { response } = mustFind(exchange, id);
	const headers = openaiHeaders(exchange);
	const { searchParams } = exchange.url;
	if (searchParams.get("stream") !== "true") return respondJson(exchange, response, { headers });
	const first = Number(searchParams.get("starting_after") ?? -1) + 1;
	const frames = [...responseEvents(response, undefined)].slice(first);
	return respondEvents(exchange, { frames, fault: undefined, error: undefined, headers });
}

/** `DELETE /responses/{id}`. */
export function deleteResponse(exchange: Exchange, id: string): Response {
	mustFind(exchange, id);
	exchange.settings.stored.delete(id);
	const body = { id, object: "response", deleted: true };
	return respondJson(exchange, body, { headers: openaiHeaders(exchange) });
}

/** `GET /responses/{id}/input_items`, newest first unless `order=asc`. */
export function listInput(exchange: Exchange, id: string): Response {
	const { searchParams } = exchange.url;
	const input = [...mustFind(exchange, id).input];
	if (searchParams.get("order") !== "asc") input.reverse();
	const after = searchParams.get("after");
	const start = after === null ? 0 : input.findIndex((item) => item.id === after) + 1;
	const data = input.slice(start, start + Number(searchParams.get("limit") ?? 20));
	const page = {
		object: "list",
		data,
		first_id: data[0]?.id ?? null,
		last_id: data.at(-1)?.id ?? null,
		has_more: start + data.length < input.length,
	};
	return respondJson(exchange, page, { headers: openaiHeaders(exchange) });
}

/** `POST /responses/{id}/cancel`: what was started in the background is already done. */
export function cancelResponse(exchange: Exchange, id: string): Response {
	const { response } = mustFind(exchange, id);
	if (response.background !== true) {
		throw invalidRequest("Only responses created with background=true can be cancelled.", "background");
	}
	return respondJson(exchange, response, { headers: openaiHeaders(exchange) });
}

/** `POST /responses/input_tokens`: what the input would count, without an answer. */
export async function countInputTokens(exchange: Exchange, body: JsonRecord, model: string): Promise<Response> {
	const { inputTokens } = readResponses(exchange, body, model, "openai").prompt;
	const counted = { object: "response.input_tokens", input_tokens: inputTokens };
	return respondJson(exchange, counted, { headers: openaiHeaders(exchange, inputTokens) });
}

function mustFind(exchange: Exchange, id: string): StoredResponse {
	const found = findResponse(exchange, id);
	if (found !== undefined) return found;
	throw new RequestError({ status: 404, message: `Response with id '${id}' not found.` });
}
