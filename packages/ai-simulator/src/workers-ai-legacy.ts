import type { Answer, AnswerToolCall } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import type { Prompt } from "./prompt.ts";
import { sseFrame } from "./sse.ts";
import { pieces } from "./tokens.ts";
import { platformError } from "./workers-ai-error.ts";

/** `{ response, tool_calls?, usage }`; in JSON mode `response` is the object itself. */
export function legacyResult(prompt: Prompt, answer: Answer): unknown {
	const response = prompt.format === undefined || answer.toolCalls.length > 0 ? spoken(answer) : parsed(answer.text);
	const calls = answer.toolCalls.length === 0 ? {} : { tool_calls: answer.toolCalls.map(flatCall) };
	return {
		response: answer.toolCalls.length > 0 && response === "" ? null : response,
		...calls,
		usage: legacyUsage(answer),
	};
}

/** `{ response, tool_calls, p }` frames, the last one with `usage`, then `[DONE]`. There is never a finish reason. */
export function legacyFrames(exchange: Exchange, model: string, answer: Answer): Iterable<string> {
	// Meta's models send calls whole, as they do outside streams; the others send them in OpenAI's fragments.
	const isWhole = answer.toolCalls.length > 0 && model.startsWith("@cf/meta/");
	return framesOf(exchange, answer, isWhole ? answer.toolCalls.map(flatCall) : undefined);
}

function* framesOf(exchange: Exchange, answer: Answer, wholeCalls: unknown[] | undefined): Generator<string> {
	let padded = answer.outputTokens;
	const padding = () => exchange.id("", 4 + (padded++ % 13));
	for (const response of pieces(spoken(answer))) yield sseFrame({ response, tool_calls: [], p: padding() });
	if (wholeCalls !== undefined) yield sseFrame({ response: "", tool_calls: wholeCalls, p: padding() });
	else yield* callFragments(exchange, answer.toolCalls);
	yield sseFrame({ response: "", tool_calls: [], p: padding(), usage: legacyUsage(answer) });
	yield sseFrame("[DONE]");
}

function* callFragments(exchange: Exchange, calls: readonly AnswerToolCall[]): Generator<string> {
	for (const [index, call] of calls.entries()) {
		const fragment = (part: object) => sseFrame({ response: null, tool_calls: [{ index, ...part }] });
		yield fragment({
			id: call.id ?? exchange.id("chatcmpl-tool-", 32),
			type: "function",
			function: { name: call.name, arguments: "" },
		});
		for (const text of pieces(call.argumentsText)) yield fragment({ function: { arguments: text } });
		yield fragment({ id: null, type: null, function: { name: null, arguments: "" } });
	}
}

/** The legacy family has no place for reasoning or refusals: what there is, is said. */
function spoken(answer: Answer): string {
	return answer.reasoning === ""
		? answer.text + answer.refusal
		: `<think>${answer.reasoning}</think>${answer.text}${answer.refusal}`;
}

/** `{ name, arguments: object }` without an id. */
function flatCall({ name, argumentsText }: AnswerToolCall): unknown {
	try {
		return { name, arguments: JSON.parse(argumentsText) };
	} catch {
		throw platformError(8006);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw platformError(5004, "JSON Mode couldn't be met");
	}
}

/** `usage` of the legacy family. */
export function legacyUsage({ inputTokens, outputTokens }: Answer): Record<string, number> {
	return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}
