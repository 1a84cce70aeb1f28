import { type Answer, answerPrompt } from "./answer.ts";
import { CREATED_SECONDS, completionUsage, finishReason, toolCallsOf } from "./chat-completion.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { readChat } from "./openai-chat-input.ts";
import { openaiErrorBody } from "./openai-error.ts";
import { openaiHeaders } from "./openai-headers.ts";
import { logprobsOf } from "./openai-logprobs.ts";
import type { Prompt } from "./prompt.ts";
import { respondEvents, respondJson } from "./respond.ts";
import { sseFrame } from "./sse.ts";
import { pieces } from "./tokens.ts";

/** `POST /chat/completions`, streamed or not. */
export async function openaiChat(exchange: Exchange, body: JsonRecord, model: string): Promise<Response> {
	const prompt = readChat(exchange, body, model);
	const answer = await answerPrompt(exchange, prompt);
	const choices = typeof body.n === "number" ? body.n : 1;
	const completion: Completion = { exchange, body, prompt, answer, choices, id: exchange.id("chatcmpl-") };
	const headers = openaiHeaders(exchange, answer.inputTokens);
	if (!prompt.stream) return respondJson(exchange, whole(completion), { headers, fault: answer.fault });
	const { streamError } = answer;
	return respondEvents(exchange, {
		frames: chunks(completion),
		fault: answer.fault,
		error: streamError && {
			afterFrames: streamError.afterFrames ?? 0,
			frame: sseFrame(streamError.body ?? openaiErrorBody(streamError)),
		},
		headers,
	});
}

interface Completion {
	readonly exchange: Exchange;
	readonly body: JsonRecord;
	readonly prompt: Prompt;
	readonly answer: Answer;
	readonly choices: number;
	readonly id: string;
}

function whole({ exchange, body, prompt, answer, choices, id }: Completion): unknown {
	return {
		id,
		object: "chat.completion",
		created: CREATED_SECONDS,
		model: prompt.model,
		choices: Array.from({ length: choices }, (_, index) => ({
			index,
			message: {
				role: "assistant",
				content: answer.text === "" && (answer.toolCalls.length > 0 || answer.refusal !== "") ? null : answer.text,
				refusal: answer.refusal === "" ? null : answer.refusal,
				...(answer.toolCalls.length === 0
					? {}
					: { tool_calls: toolCallsOf(answer.toolCalls, callIds(exchange, answer)) }),
				annotations: [],
			},
			logprobs: logprobsFor(body, pieces(answer.text)),
			finish_reason: finishOf(prompt, answer),
		})),
		usage: completionUsage(answer, choices),
		service_tier: "default",
		system_fingerprint: "fp_simulated",
	};
}

function* chunks(completion: Completion): Generator<string> {
	const { exchange, body, prompt, answer, choices, id } = completion;
	const options = isRecord(body.stream_options) ? body.stream_options : {};
	const chunk = (parts: JsonRecord) =>
		sseFrame({
			id,
			object: "chat.completion.chunk",
			created: CREATED_SECONDS,
			model: prompt.model,
			service_tier: "default",
			system_fingerprint: "fp_simulated",
			...parts,
		});
	const delta = (index: number, part: JsonRecord, finish: string | null = null) =>
		chunk({
			choices: [
				{
					index,
					delta: part,
					logprobs: typeof part.content === "string" ? logprobsFor(body, pieces(part.content)) : null,
					finish_reason: finish,
				},
			],
			...(options.include_usage === true ? { usage: null } : {}),
			...(options.include_obfuscation === false ? {} : { obfuscation: exchange.id("", 7) }),
		});

	const ids = callIds(exchange, answer);
	for (let index = 0; index < choices; index++) {
		const hasText = answer.text !== "" || answer.toolCalls.length === 0;
		yield delta(index, { role: "assistant", content: hasText ? "" : null, refusal: null });
		for (const content of pieces(answer.text)) yield delta(index, { content });
		for (const refusal of pieces(answer.refusal)) yield delta(index, { refusal });
		for (const [call, { name, argumentsText }] of answer.toolCalls.entries()) {
			yield delta(index, {
				tool_calls: [{ index: call, id: ids[call], type: "function", function: { name, arguments: "" } }],
			});
			for (const fragment of pieces(argumentsText)) {
				yield delta(index, { tool_calls: [{ index: call, function: { arguments: fragment } }] });
			}
		}
	}
	for (let index = 0; index < choices; index++) yield delta(index, {}, finishOf(prompt, answer));
	if (options.include_usage === true) yield chunk({ choices: [], usage: completionUsage(answer, choices) });
	yield sseFrame("[DONE]");
}

/** `logprobs` of a choice or a delta: null unless they were asked for. */
function logprobsFor(body: JsonRecord, written: readonly string[]): JsonRecord | null {
	if (body.logprobs !== true) return null;
	return { content: logprobsOf(written, typeof body.top_logprobs === "number" ? body.top_logprobs : 0), refusal: null };
}

/** A call forced by name finishes with `stop`, as OpenAI's does. */
function finishOf(prompt: Prompt, answer: Answer): string {
	return typeof prompt.toolChoice === "object" && answer.finish === "tool-calls" ? "stop" : finishReason(answer);
}

function callIds(exchange: Exchange, answer: Answer): string[] {
	return answer.toolCalls.map((call) => call.id ?? exchange.id("call_"));
}
