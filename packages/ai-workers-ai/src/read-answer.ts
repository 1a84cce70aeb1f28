import {
	type Call,
	type ChatReader,
	closeToolCalls,
	createChatReader,
	type Emit,
	inStreamError,
	type Settings,
	type Turn,
} from "@workkit/ai-core";
import { statusOfCode } from "./binding-error.ts";
import { readResponses, readResponsesEvent } from "./responses.ts";
import type { WireAnswer } from "./wire.ts";

/**
 * The answer without the REST API's envelope, and bare text as the answer that it is. An envelope that reports a failure
 * stays, since it is the error.
 */
export function unwrap(body: unknown): WireAnswer {
	const envelope = body as WireAnswer | null | undefined;
	const answer = envelope?.success === false ? body : (envelope?.result ?? body);
	return typeof answer === "string" ? { response: answer } : Object(answer);
}

/** Reads one frame, or a whole answer, in whichever of the platform's shapes it comes. */
export function readAnswer(reader: ChatReader, body: unknown, call: Call, emit: Emit): void {
	const answer = unwrap(body);
	if (answer.type?.startsWith("response.")) readResponsesEvent(reader.turn, answer, call, emit);
	else if (Array.isArray(answer.output)) readResponses(reader.turn, answer, call, emit);
	else readChatAnswer(reader, answer, call, emit);
	reader.turn.raw = body;
}

function readChatAnswer(reader: ChatReader, answer: WireAnswer, call: Call, emit: Emit): void {
	// In JSON mode it may be a list, which is not one of content parts.
	reader.readContent(Array.isArray(answer.response) ? JSON.stringify(answer.response) : answer.response, emit);
	reader.readToolCalls(answer.tool_calls, emit);
	reader.turn.rawFinishReason = answer.finish_reason || reader.turn.rawFinishReason;
	reader.read(answer, emit);
	if (answer.type === "error" || (answer.errors && Object.keys(answer.errors)[0]))
		throw inStreamError(answer, call, statusOfCode);
}

/** The older models' own limit. Source: Cloudflare's model pages. */
const defaultMaxTokens = 256;

/** The older models never say why they stopped: at the limit it was the limit. */
export function inferFinish(turn: Turn, call: Call): void {
	if (turn.rawFinishReason || turn.toolCalls[0]) return;
	const { maxTokens, max_tokens: wire, max_completion_tokens: other } = call.input as Settings;
	const limit = maxTokens ?? wire ?? other;
	const count = turn.usage?.outputTokens ?? 0;
	// More than the default says that another limit was in force.
	const full = limit == null ? count === defaultMaxTokens : count >= Number(limit);
	turn.finishReason = full ? "length" : "stop";
}

const isTextAnswer = (answer: WireAnswer): boolean =>
	"response" in answer ||
	"choices" in answer ||
	"tool_calls" in answer ||
	Array.isArray(answer.output) ||
	!!(answer.errors || answer.error);

/** Reads a whole answer of a text model; `undefined` for another task's answer. */
export function decode(body: unknown, call: Call): Turn | undefined {
	if (!isTextAnswer(unwrap(body))) return undefined;
	const reader = createChatReader(call, { whole: true, statusOf: statusOfCode });
	const emit: Emit = () => {};
	readAnswer(reader, body, call, emit);
	closeToolCalls(reader.turn, emit);
	inferFinish(reader.turn, call);
	return reader.turn;
}

/** The text that another task's answer consists of, where it does: a translation, a summary, a caption, a transcript. */
export function taskText(body: unknown): string | undefined {
	const { description, translated_text: translated, summary, text } = unwrap(body);
	return [description, translated, summary, text].find((value) => typeof value === "string") as string | undefined;
}
