import type { Answer } from "./answer.ts";
import { CREATED_SECONDS, finishReason, toolCallsOf } from "./chat-completion.ts";
import type { Exchange } from "./exchange.ts";
import type { JsonRecord } from "./json.ts";
import { sseFrame } from "./sse.ts";
import { countTokens, pieces } from "./tokens.ts";

/** A chat completion without an envelope, as the newer models on the platform give it. */
export function chatResult(exchange: Exchange, model: string, answer: Answer): unknown {
	const reasoning = answer.reasoning === "" ? {} : { [reasoningField(model)]: answer.reasoning };
	const calls =
		answer.toolCalls.length === 0 ? {} : { tool_calls: toolCallsOf(answer.toolCalls, callIds(exchange, answer)) };
	const content = answer.text + answer.refusal;
	return {
		id: exchange.id("chatcmpl-"),
		object: "chat.completion",
		created: CREATED_SECONDS,
		model,
		choices: [
			{
				index: 0,
				message: { role: "assistant", content: content === "" ? null : content, ...reasoning, ...calls },
				logprobs: null,
				finish_reason: finishReason(answer),
				stop_reason: null,
			},
		],
		usage: usageOf(answer.inputTokens, answer.outputTokens, answer.cachedInputTokens),
	};
}

/**
 * The frames of the same answer, with padding.
 *
 * Most models repeat a growing `usage` on every chunk and end with an empty `choices`. Gemma 4 sends each chunk's own
 * share and then one legacy frame with the total: neither kind may be summed up.
 */
export function* chatFrames(exchange: Exchange, model: string, answer: Answer): Generator<string> {
	const id = exchange.id("id-");
	const isIncremental = model.includes("gemma-4");
	let written = 0;
	let isFirst = true;
	const chunk = (choices: readonly JsonRecord[], text = "") => {
		const share = countTokens(text);
		const usage = isIncremental
			? usageOf(isFirst ? answer.inputTokens : 0, share, 0)
			: usageOf(answer.inputTokens, Math.min(answer.outputTokens, written + share), answer.cachedInputTokens);
		written += share;
		isFirst = false;
		const p = exchange.id("", 4 + (written % 13));
		return sseFrame({ id, object: "chat.completion.chunk", created: CREATED_SECONDS, model, choices, p, usage });
	};
	const delta = (part: JsonRecord, text = "", finish: string | null = null) =>
		chunk([{ index: 0, delta: part, logprobs: null, finish_reason: finish }], text);

	yield delta({ role: "assistant", content: "" });
	for (const text of pieces(answer.reasoning)) yield delta({ [reasoningField(model)]: text }, text);
	for (const text of pieces(answer.text + answer.refusal)) yield delta({ content: text }, text);
	const ids = callIds(exchange, answer);
	for (const [index, { name, argumentsText }] of answer.toolCalls.entries()) {
		yield delta({ tool_calls: [{ index, id: ids[index], type: "function", function: { name, arguments: "" } }] });
		for (const text of pieces(argumentsText))
			yield delta({ tool_calls: [{ index, function: { arguments: text } }] }, text);
	}
	yield delta({}, "", finishReason(answer));
	const total = usageOf(answer.inputTokens, answer.outputTokens, answer.cachedInputTokens);
	if (isIncremental) yield sseFrame({ response: "", usage: total });
	else
		yield sseFrame({ id, object: "chat.completion.chunk", created: CREATED_SECONDS, model, choices: [], usage: total });
	yield sseFrame("[DONE]");
}

/** The platform's models do not agree on the name. */
function reasoningField(model: string): "reasoning" | "reasoning_content" {
	return /moonshotai|gemma/.test(model) ? "reasoning" : "reasoning_content";
}

function callIds(exchange: Exchange, answer: Answer): string[] {
	return answer.toolCalls.map((call) => call.id ?? exchange.id("chatcmpl-tool-", 32));
}

function usageOf(input: number, output: number, cached: number): JsonRecord {
	return {
		prompt_tokens: input,
		completion_tokens: output,
		total_tokens: input + output,
		prompt_tokens_details: { cached_tokens: cached },
	};
}
