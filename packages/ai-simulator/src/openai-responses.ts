import { type Answer, answerPrompt } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { openaiErrorBody } from "./openai-error.ts";
import { openaiHeaders } from "./openai-headers.ts";
import { responseEvents } from "./openai-responses-events.ts";
import { readResponses } from "./openai-responses-input.ts";
import { responseOf } from "./openai-responses-output.ts";
import { storeResponse } from "./openai-responses-store.ts";
import type { Wire } from "./prompt.ts";
import type { ReplyError } from "./reply.ts";
import { respondEvents, respondJson } from "./respond.ts";
import { sseFrame } from "./sse.ts";

/** A response in both of its forms. */
export interface RunResponse {
	readonly answer: Answer;
	/** Whether the caller wants `frames`. */
	readonly stream: boolean;
	/** The response object. */
	readonly json: JsonRecord;
	/** The named events that lead to it. */
	readonly frames: Iterable<string>;
}

/**
 * Answers a request in the Responses format, on whichever wire it came: OpenAI's own or a model of Workers AI that takes
 * `input`. Throws `RequestError` in OpenAI's words.
 */
export async function runResponses(
	exchange: Exchange,
	body: JsonRecord,
	model: string,
	wire: Wire,
): Promise<RunResponse> {
	const { prompt, items } = readResponses(exchange, body, model, wire);
	const answer = await answerPrompt(exchange, prompt);
	const json = responseOf(exchange, body, prompt, answer);
	if (wire === "openai" && body.store !== false) storeResponse(exchange, json, items);
	const options = isRecord(body.stream_options) ? body.stream_options : {};
	const pad = wire === "openai" && options.include_obfuscation !== false ? () => exchange.id("", 11) : undefined;
	return { answer, stream: prompt.stream, json, frames: responseEvents(json, pad) };
}

/** `POST /responses`, streamed or not. */
export async function openaiResponses(exchange: Exchange, body: JsonRecord, model: string): Promise<Response> {
	const { answer, stream, json, frames } = await runResponses(exchange, body, model, "openai");
	const headers = openaiHeaders(exchange, answer.inputTokens);
	if (!stream) {
		const shown = body.background === true ? { ...json, status: "queued", output: [], usage: null } : json;
		return respondJson(exchange, shown, { headers, fault: answer.fault });
	}
	const { streamError } = answer;
	return respondEvents(exchange, {
		frames,
		fault: answer.fault,
		error: streamError && {
			afterFrames: streamError.afterFrames ?? 0,
			frame: streamError.body ?? failure(json, streamError),
		},
		headers,
	});
}

/** An error in the middle: its own event, then the response that failed. */
function failure(response: JsonRecord, error: ReplyError): string {
	const body = openaiErrorBody(error);
	const sequence_number = error.afterFrames ?? 0;
	const { code, message } = body.error;
	const failed = {
		...response,
		status: "failed",
		completed_at: null,
		output: [],
		usage: null,
		error: { code: code ?? "server_error", message },
	};
	return (
		sseFrame({ type: "error", sequence_number, ...body }, "error") +
		sseFrame({ type: "response.failed", sequence_number: sequence_number + 1, response: failed }, "response.failed")
	);
}
