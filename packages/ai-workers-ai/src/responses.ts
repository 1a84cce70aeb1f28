import {
	addText,
	addToolInput,
	type Call,
	type ChatReader,
	closeToolCalls,
	type Emit,
	inStreamError,
	openToolCall,
	readChatUsage,
} from "@workkit/ai-core";
import type { ResponsesEvent, ResponsesItem, WireAnswer } from "./wire.ts";

function readCall({ turn }: ChatReader, item: ResponsesItem, emit: Emit): void {
	const pending = openToolCall(turn, item.call_id, item.name ?? "");
	addToolInput(pending, item.arguments ?? "", emit);
	closeToolCalls(turn, emit, pending);
}

/** How the answer ended, and what it cost: from the whole answer, or from a stream's closing event. */
function readEnd({ turn }: ChatReader, { id, model, incomplete_details: incomplete, status, usage }: WireAnswer): void {
	turn.id = id;
	turn.servedModel = model;
	turn.rawFinishReason = incomplete?.reason ?? status ?? null;
	if (usage) turn.usage = readChatUsage(usage);
}

/** Reads a whole answer of the Responses wire, which gpt-oss speaks when it is given `input`. */
export function readResponses(reader: ChatReader, answer: WireAnswer, call: Call, emit: Emit): void {
	const { turn } = reader;
	const { provider } = call;
	for (const item of answer.output ?? []) {
		if (item.type === "function_call") readCall(reader, item, emit);
		for (const part of item.content ?? []) {
			if (part.type === "reasoning_text") addText(turn, "reasoning", part.text, emit, { provider });
			else if (part.type === "refusal") addText(turn, "refusal", part.refusal, emit);
			else addText(turn, "text", part.text, emit);
		}
		if (item.type === "reasoning")
			for (const { text } of item.summary ?? []) addText(turn, "reasoning", text, emit, { provider });
	}
	readEnd(reader, answer);
	if (answer.status === "failed") throw inStreamError(answer, call);
}

/** Reads one event of a Responses stream. Event types without content are skipped. */
export function readResponsesEvent(reader: ChatReader, event: ResponsesEvent, call: Call, emit: Emit): void {
	const { turn } = reader;
	const { provider } = call;
	turn.raw = event;
	switch (event.type) {
		case "response.output_text.delta":
			addText(turn, "text", event.delta, emit);
			return;
		case "response.reasoning_text.delta":
		case "response.reasoning_summary_text.delta":
			addText(turn, "reasoning", event.delta, emit, { provider });
			return;
		case "response.refusal.delta":
			addText(turn, "refusal", event.delta, emit);
			return;
		case "response.output_item.done":
			if (event.item?.type === "function_call") readCall(reader, event.item, emit);
			return;
		case "response.completed":
		case "response.incomplete":
			readEnd(reader, Object(event.response) as WireAnswer);
			return;
		case "response.failed":
		case "error":
			throw inStreamError(event.response ?? event, call);
	}
}
