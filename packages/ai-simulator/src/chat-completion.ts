import type { Answer, AnswerToolCall } from "./answer.ts";

/** 2026-01-01: the simulator's clock stands still, so that answers repeat exactly. */
export const CREATED_SECONDS = 1_767_225_600;

/** The finish reason in the words of the chat completion format. */
export function finishReason(answer: Answer): string {
	return answer.finish.replace("-", "_");
}

/** `tool_calls` of a message in the chat completion format. */
export function toolCallsOf(calls: readonly AnswerToolCall[], ids: readonly string[]): unknown[] {
	return calls.map((call, index) => ({
		id: ids[index],
		type: "function",
		function: { name: call.name, arguments: call.argumentsText },
	}));
}

/** `usage` in the chat completion format; `choices` answers have been written. */
export function completionUsage(answer: Answer, choices = 1): Record<string, unknown> {
	const completion = answer.outputTokens * choices;
	return {
		prompt_tokens: answer.inputTokens,
		completion_tokens: completion,
		total_tokens: answer.inputTokens + completion,
		prompt_tokens_details: { cached_tokens: answer.cachedInputTokens, audio_tokens: 0 },
		completion_tokens_details: {
			reasoning_tokens: answer.reasoningTokens * choices,
			audio_tokens: 0,
			accepted_prediction_tokens: 0,
			rejected_prediction_tokens: 0,
		},
	};
}
