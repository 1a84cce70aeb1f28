import {
	addText,
	addToolInput,
	type Call,
	closeToolCalls,
	type Emit,
	inStreamError,
	openToolCall,
	readChatUsage,
	type Turn,
} from "@workkit/ai-core";
import { statusOfCode } from "./binding-error.ts";
import type { ResponsesItem, WireAnswer } from "./wire.ts";

/** Adds text of the kind that its type names: a part's (`refusal`), or an event's (`response.reasoning_text.delta`). */
function addTyped(turn: Turn, type: string | undefined, text: unknown, { provider }: Call, emit: Emit): void {
	if (/reasoning|summary/.test(`${type}`)) addText(turn, "reasoning", text, emit, { provider });
	else addText(turn, /refusal/.test(`${type}`) ? "refusal" : "text", text, emit);
}

function readCall(turn: Turn, item: ResponsesItem | undefined, emit: Emit): void {
	if (item?.type !== "function_call") return;
	const pending = openToolCall(turn, item.call_id, item.name ?? "");
	addToolInput(pending, item.arguments ?? "", emit);
	closeToolCalls(turn, emit, pending);
}

/** How the answer ended, and what it cost: from the whole answer, or from a stream's closing event. */
function readEnd(turn: Turn, answer: WireAnswer, call: Call): void {
	turn.id = answer.id;
	turn.servedModel = answer.model;
	turn.rawFinishReason = answer.incomplete_details?.reason ?? answer.status ?? null;
	if (answer.usage) turn.usage = readChatUsage(answer.usage);
	if (answer.status === "failed") throw inStreamError(answer, call, statusOfCode);
}

/** Reads a whole answer of the Responses wire, which gpt-oss speaks when it is given `input`. */
export function readResponses(turn: Turn, answer: WireAnswer, call: Call, emit: Emit): void {
	for (const item of answer.output ?? []) {
		readCall(turn, item, emit);
		for (const { type, text, refusal } of [...(item.content ?? []), ...(item.summary ?? [])]) {
			addTyped(turn, type, text ?? refusal, call, emit);
		}
	}
	readEnd(turn, answer, call);
}

/** Reads one event of a Responses stream. Event types without content are skipped. */
export function readResponsesEvent(turn: Turn, event: WireAnswer, call: Call, emit: Emit): void {
	const { type = "", delta, item, response } = event;
	if (/(text|refusal)\.delta$/.test(type)) addTyped(turn, type, delta, call, emit);
	else if (type === "response.output_item.done") readCall(turn, item, emit);
	else if (/^response\.(completed|incomplete|failed)$/.test(type)) readEnd(turn, Object(response), call);
}
