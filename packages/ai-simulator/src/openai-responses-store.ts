import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord, listOf } from "./json.ts";
import { RequestError } from "./request-error.ts";

/** A response that was asked to be stored. */
export interface StoredResponse {
	readonly response: JsonRecord;
	/** Its own input, each item with an id. */
	readonly input: readonly JsonRecord[];
}

/** Keeps a response for `previous_response_id` and for being asked for by its id. */
export function storeResponse(exchange: Exchange, response: JsonRecord, items: readonly JsonRecord[]): void {
	const input = items.map((item) => inputItem(exchange, item));
	exchange.settings.stored.set(String(response.id), { response, input });
}

/** The stored response of this id, or undefined. */
export function findResponse(exchange: Exchange, id: unknown): StoredResponse | undefined {
	const stored = exchange.settings.stored.get(String(id));
	if (stored === undefined || !isRecord(stored.response)) return undefined;
	return { response: stored.response, input: listOf(stored.input).filter(isRecord) };
}

/** Everything that was said up to and including a response, oldest first; undefined when one of the chain is gone. */
export function conversationUpTo(exchange: Exchange, id: unknown): JsonRecord[] | undefined {
	const found = findResponse(exchange, id);
	if (found === undefined) return undefined;
	const previous = found.response.previous_response_id;
	const before = previous == null ? [] : conversationUpTo(exchange, previous);
	return before && [...before, ...found.input, ...listOf(found.response.output).filter(isRecord)];
}

/** An item of a stored response; throws the 404 of one that was never stored. */
export function storedItem(exchange: Exchange, id: string): JsonRecord {
	for (const stored of exchange.settings.stored.values()) {
		const output = isRecord(stored.response) ? listOf(stored.response.output) : [];
		const found = [...listOf(stored.input), ...output].filter(isRecord).find((item) => item.id === id);
		if (found !== undefined) return found;
	}
	throw new RequestError({
		status: 404,
		message: `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
		param: "input",
	});
}

const PREFIXES: Readonly<Record<string, string>> = {
	message: "msg_",
	function_call: "fc_",
	function_call_output: "fco_",
	reasoning: "rs_",
};

function inputItem(exchange: Exchange, item: JsonRecord): JsonRecord {
	const type = typeof item.type === "string" ? item.type : "message";
	const part = item.role === "assistant" ? { type: "output_text", annotations: [] } : { type: "input_text" };
	const content = typeof item.content === "string" ? [{ ...part, text: item.content }] : item.content;
	return {
		id: exchange.id(PREFIXES[type] ?? "item_", 48),
		...item,
		type,
		...(type === "message" ? { status: "completed", content } : {}),
	};
}
