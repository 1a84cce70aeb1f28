import {
	addReasoning,
	addRefusal,
	addText,
	addToolInput,
	type ChatReader,
	closeToolCalls,
	type Emit,
	latestUsage,
	openToolCall,
	readChatUsage,
	readFault,
	vendorError,
	type Call,
} from "@workkit/ai-core";
import type { ResponsesEvent, ResponsesItem, WireAnswer } from "./wire.ts";

function readCall({ turn }: ChatReader, item: ResponsesItem, emit: Emit): void {
	const pending = openToolCall(turn, item.call_id, item.name ?? "");
	addToolInput(pending, item.arguments ?? "", emit);
	closeToolCalls(turn, emit, pending);
}

/** How the answer ended, and what it cost: from the whole answer, or from a stream's closing event. */
function readEnd({ turn }: ChatReader, answer: WireAnswer): void {
	turn.id ||= answer.id ?? undefined;
	turn.servedModel ||= answer.model ?? undefined;
	turn.rawFinishReason = answer.incomplete_details?.reason ?? answer.status ?? turn.rawFinishReason;
	if (answer.usage) turn.usage = latestUsage(turn.usage, readChatUsage(answer.usage));
}

/** Reads a whole answer of the Responses wire, which gpt-oss speaks when it is given `input`. */
export function readResponses(reader: ChatReader, answer: WireAnswer, emit: Emit): void {
	const { turn } = reader;
	turn.raw = answer;
	for (const item of answer.output ?? []) {
		if (item.type === "function_call") readCall(reader, item, emit);
		for (const part of item.content ?? []) {
			if (part.type === "reasoning_text") addReasoning(turn, part.text ?? "", emit);
			else if (part.type === "refusal") addRefusal(turn, part.refusal ?? "", emit);
			else addText(turn, part.text ?? "", emit);
		}
		if (item.type === "reasoning") for (const { text } of item.summary ?? []) addReasoning(turn, text ?? "", emit);
	}
	readEnd(reader, answer);
}

/** Reads one event of a Responses stream. Event types without content are skipped. */
export function readResponsesEvent(reader: ChatReader, event: ResponsesEvent, call: Call, emit: Emit): void {
	const { turn } = reader;
	turn.raw = event;
	switch (event.type) {
		case "response.output_text.delta":
			return addText(turn, event.delta ?? "", emit);
		case "response.reasoning_text.delta":
		case "response.reasoning_summary_text.delta":
			return addReasoning(turn, event.delta ?? "", emit);
		case "response.refusal.delta":
			return addRefusal(turn, event.delta ?? "", emit);
		case "response.output_item.done":
			if (event.item?.type === "function_call") readCall(reader, event.item, emit);
			return;
		case "response.completed":
		case "response.incomplete":
			return readEnd(reader, Object(event.response) as WireAnswer);
		case "response.failed":
		case "error":
			throw vendorError(readFault(event.response ?? event), { call, status: 200, inStream: true });
	}
}
