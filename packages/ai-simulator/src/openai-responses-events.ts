import { isRecord, type JsonRecord, listOf } from "./json.ts";
import { sseFrame } from "./sse.ts";
import { pieces } from "./tokens.ts";

type Event = readonly [type: string, parts: JsonRecord];

/** The events that lead to `response`, in order and numbered. `pad` makes up what deltas are padded with, if they are. */
export function* responseEvents(response: JsonRecord, pad: (() => string) | undefined): Generator<string> {
	let sequence_number = 0;
	for (const [type, parts] of events(response)) {
		const obfuscation = pad !== undefined && "delta" in parts ? { obfuscation: pad() } : {};
		yield sseFrame({ type, sequence_number: sequence_number++, ...parts, ...obfuscation }, type);
	}
}

function* events(response: JsonRecord): Generator<Event> {
	const open = {
		...response,
		status: "in_progress",
		completed_at: null,
		incomplete_details: null,
		output: [],
		usage: null,
	};
	yield ["response.created", { response: open }];
	yield ["response.in_progress", { response: open }];
	for (const [output_index, item] of listOf(response.output).filter(isRecord).entries()) {
		yield ["response.output_item.added", { output_index, item: begun(item) }];
		const place = { item_id: item.id, output_index };
		yield* summaryEvents(item, place);
		yield* partEvents(item, place);
		if (item.type === "function_call") {
			const type = "response.function_call_arguments";
			for (const delta of pieces(String(item.arguments))) yield [`${type}.delta`, { ...place, delta }];
			yield [`${type}.done`, { ...place, arguments: item.arguments }];
		}
		yield ["response.output_item.done", { output_index, item }];
	}
	yield [`response.${response.status}`, { response }];
}

/** An item before anything is in it. */
function begun(item: JsonRecord): JsonRecord {
	if (item.type === "message") return { ...item, status: "in_progress", content: [] };
	if (item.type === "function_call") return { ...item, status: "in_progress", arguments: "" };
	return { ...item, summary: [], ...("content" in item ? { content: [] } : {}) };
}

function* summaryEvents(item: JsonRecord, place: JsonRecord): Generator<Event> {
	for (const [summary_index, part] of listOf(item.summary).filter(isRecord).entries()) {
		const here = { ...place, summary_index };
		yield ["response.reasoning_summary_part.added", { ...here, part: { ...part, text: "" } }];
		const type = "response.reasoning_summary_text";
		for (const delta of pieces(String(part.text))) yield [`${type}.delta`, { ...here, delta }];
		yield [`${type}.done`, { ...here, text: part.text }];
		yield ["response.reasoning_summary_part.done", { ...here, part }];
	}
}

/** What the events of a part are called, and which member of it they carry. */
const PARTS: Readonly<Record<string, readonly [event: string, member: string]>> = {
	output_text: ["response.output_text", "text"],
	reasoning_text: ["response.reasoning_text", "text"],
	refusal: ["response.refusal", "refusal"],
};

function* partEvents(item: JsonRecord, place: JsonRecord): Generator<Event> {
	for (const [content_index, part] of listOf(item.content).filter(isRecord).entries()) {
		const [event, member] = PARTS[String(part.type)] ?? ["response.output_text", "text"];
		const here = { ...place, content_index };
		const logprobs = part.type === "output_text" ? { logprobs: [] } : {};
		yield ["response.content_part.added", { ...here, part: { ...part, [member]: "" } }];
		for (const delta of pieces(String(part[member]))) yield [`${event}.delta`, { ...here, delta, ...logprobs }];
		yield [`${event}.done`, { ...here, [member]: part[member], ...logprobs }];
		yield ["response.content_part.done", { ...here, part }];
	}
}
