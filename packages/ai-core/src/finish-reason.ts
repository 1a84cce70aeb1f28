/** Why the model stopped. `pause`: the vendor paused a long turn, send the answer back to go on. `unknown`: the wire never says. */
export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "pause" | "error" | "unknown";

const known: Record<string, FinishReason> = {
	__proto__: null as never,
	stop: "stop",
	eos: "stop",
	end_turn: "stop",
	stop_sequence: "stop",
	completed: "stop",
	length: "length",
	max_tokens: "length",
	max_output_tokens: "length",
	model_length: "length",
	model_context_window_exceeded: "length",
	tool_calls: "tool_calls",
	tool_use: "tool_calls",
	function_call: "tool_calls",
	content_filter: "content_filter",
	refusal: "content_filter",
	safety: "content_filter",
	pause_turn: "pause",
	error: "error",
	failed: "error",
};

/**
 * The vendor's word as one of ours. A forced tool call that the vendor reports as a plain stop counts as `tool_calls`, so
 * that a loop may rely on it; so does an answer with calls whose wire never names a reason.
 */
export function finishReasonOf(word: string | null, hasToolCalls: boolean): FinishReason {
	const reason = known[word?.toLowerCase() ?? ""] ?? "unknown";
	return hasToolCalls && (reason === "stop" || reason === "unknown") ? "tool_calls" : reason;
}
