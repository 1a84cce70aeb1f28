import {
	type Call,
	type ChatReader,
	closeToolCalls,
	createChatReader,
	type Emit,
	inStreamError,
	type Turn,
} from "@workkit/ai-core";
import { statusOfCode } from "./binding-error.ts";
import { readResponses, readResponsesEvent } from "./responses.ts";
import type { ResponsesEvent, WireAnswer } from "./wire.ts";

/** The answer without the REST API's envelope. An envelope that reports a failure stays, since it is the error. */
export function unwrap(body: unknown): unknown {
	const { result, success } = Object(body) as WireAnswer;
	return result !== undefined && result !== null && success !== false ? result : body;
}

/** Reads one frame, or a whole answer, in whichever of the platform's shapes it comes. */
export function readAnswer(reader: ChatReader, body: WireAnswer, call: Call, emit: Emit): void {
	const answer = unwrap(body) as WireAnswer;
	const event = body as ResponsesEvent;
	if (event.type === "error" || event.type?.startsWith("response.")) readResponsesEvent(reader, event, call, emit);
	else if (Array.isArray(answer.output)) readResponses(reader, answer, call, emit);
	else readChatAnswer(reader, answer, call, emit);
}

function readChatAnswer(reader: ChatReader, answer: WireAnswer, call: Call, emit: Emit): void {
	const { response, tool_calls: calls, finish_reason: finish, errors } = answer;
	// In JSON mode it is an object, or a list, which is not one of content parts.
	reader.readContent(typeof response === "object" && response ? JSON.stringify(response) : response, emit);
	reader.readToolCalls(calls, emit);
	reader.turn.rawFinishReason = finish || reader.turn.rawFinishReason;
	reader.read(answer, emit);
	if (errors && Object.keys(errors)[0]) throw inStreamError(answer, call, statusOfCode);
}

/** The older models' own limit. Source: Cloudflare's model pages. */
const defaultMaxTokens = 256;

/** The older models never say why they stopped: at the limit it was the limit. */
export function inferFinish(turn: Turn, call: Call): void {
	if (turn.rawFinishReason || turn.toolCalls.length > 0) return;
	const { maxTokens, max_tokens: wire, max_completion_tokens: other } = call.input;
	const limit = Number(maxTokens ?? wire ?? other ?? defaultMaxTokens);
	turn.finishReason = turn.usage && turn.usage.outputTokens >= limit ? "length" : "stop";
}

const isText = (answer: WireAnswer): boolean =>
	"response" in answer || "choices" in answer || "tool_calls" in answer || Array.isArray(answer.output);

/** Reads a whole answer of a text model; `undefined` for another task's answer. */
export function decode(body: unknown, call: Call): Turn | undefined {
	const answer = unwrap(body);
	if (typeof answer !== "string" && !isText(Object(answer)) && !Object(answer).errors && !Object(answer).error)
		return undefined;
	const reader = createChatReader(call, { whole: true, statusOf: statusOfCode });
	const emit: Emit = () => {};
	readAnswer(reader, typeof answer === "string" ? { response: answer } : (answer as WireAnswer), call, emit);
	closeToolCalls(reader.turn, emit);
	inferFinish(reader.turn, call);
	reader.turn.raw = body;
	return reader.turn;
}

/** The text that another task's answer consists of, where it does: a translation, a summary, a caption, a transcript. */
export function taskText(body: unknown): string | undefined {
	const { description, translated_text: translated, summary, text } = Object(unwrap(body)) as WireAnswer;
	return [description, translated, summary, text].find((value) => typeof value === "string") as string | undefined;
}
