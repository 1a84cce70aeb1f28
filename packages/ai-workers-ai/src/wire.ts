import type { ChatChunk, ChatToolCall } from "@workkit/ai-core";

/** The parts of Workers AI's answers that are read: the older models' own shape, mixed at will with the chat wire's. */
export interface WireAnswer extends ChatChunk, ResponsesEvent {
	/** Text of the older models: a string, in JSON mode an object, sometimes a number or null. */
	response?: unknown;
	/** Calls of the older models, flat or nested. */
	tool_calls?: ChatToolCall[] | null;
	finish_reason?: string | null;
	/** The REST API's envelope. */
	result?: unknown;
	success?: boolean;
	errors?: unknown;
	/** Items of the Responses wire (gpt-oss with `input`). */
	output?: ResponsesItem[];
	status?: string;
	incomplete_details?: { reason?: string } | null;
	/** Other tasks. */
	description?: unknown;
	translated_text?: unknown;
	summary?: unknown;
	text?: unknown;
	data?: unknown;
}

/** One item of a Responses answer. */
export interface ResponsesItem {
	type?: string;
	content?: { type?: string; text?: string; refusal?: string }[] | null;
	summary?: { type?: string; text?: string; refusal?: string }[] | null;
	call_id?: string;
	name?: string;
	arguments?: string;
}

/** One event of a Responses stream. */
export interface ResponsesEvent {
	type?: string;
	delta?: string;
	item?: ResponsesItem;
	response?: unknown;
}
