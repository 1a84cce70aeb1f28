import { invalid } from "./anthropic-error.ts";
import { anthropicHeaders } from "./anthropic-headers.ts";
import type { Exchange } from "./exchange.ts";
import type { JsonRecord } from "./json.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";

/** Newest first. */
const LISTED: readonly (readonly [id: string, displayName: string])[] = [
	["claude-opus-4-7", "Claude Opus 4.7"],
	["claude-sonnet-4-6", "Claude Sonnet 4.6"],
	["claude-opus-4-6", "Claude Opus 4.6"],
	["claude-haiku-4-5-20251001", "Claude Haiku 4.5"],
	["claude-sonnet-4-5-20250929", "Claude Sonnet 4.5"],
	["claude-opus-4-1-20250805", "Claude Opus 4.1"],
];

/** Whether Anthropic would have a model of this name: dashes, no dots. `no-such-model` never exists. */
export function isAnthropicModel(exchange: Exchange, model: string): boolean {
	if (model.startsWith("no-such-model")) return false;
	return exchange.settings.anyModel || /^claude-[a-z0-9-]+$/.test(model);
}

/** The 404 of a model that is none. */
export function noSuchModel(model: string): RequestError {
	return new RequestError({ status: 404, message: `model: ${model}` });
}

/** `GET /models`, newest first, by pages. */
export function listModels(exchange: Exchange): Response {
	const models = LISTED.map(([id]) => modelOf(id));
	return respondJson(exchange, pageOf(exchange, models), { headers: anthropicHeaders(exchange) });
}

/** `GET /models/{model}`. */
export function retrieveModel(exchange: Exchange, id: string): Response {
	if (!isAnthropicModel(exchange, id)) throw noSuchModel(id);
	return respondJson(exchange, modelOf(id), { headers: anthropicHeaders(exchange) });
}

function modelOf(id: string): JsonRecord {
	return {
		type: "model",
		id,
		display_name: LISTED.find(([name]) => name === id)?.[1] ?? id,
		created_at: "2026-01-01T00:00:00Z",
		lifecycle: "active",
		line: /^claude-([a-z]+)-/.exec(id)?.[1] ?? null,
		max_input_tokens: 200_000,
		max_tokens: 64_000,
		deprecated_at: null,
		retires_at: null,
		capabilities: null,
	};
}

/** One page of a list by `limit` (default 20), `after_id` and `before_id`. */
export function pageOf({ url }: Exchange, all: readonly JsonRecord[]): JsonRecord {
	const limit = Number(url.searchParams.get("limit") ?? 20);
	if (!Number.isInteger(limit) || limit < 1) throw invalid("limit: Input should be greater than or equal to 1");
	const place = (name: string) => all.findIndex((item) => item.id === url.searchParams.get(name));
	const before = place("before_id");
	const start = before < 0 ? place("after_id") + 1 : Math.max(0, before - limit);
	const end = before < 0 ? Math.min(all.length, start + limit) : before;
	const data = all.slice(start, end);
	return {
		data,
		has_more: before < 0 ? end < all.length : start > 0,
		first_id: data[0]?.id ?? null,
		last_id: data.at(-1)?.id ?? null,
	};
}
