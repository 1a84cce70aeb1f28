import { firstMatch } from "./first-match.ts";

/** Why the model stopped. `pause`: the vendor paused a long turn, send the answer back to go on. `unknown`: the wire never says. */
export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "pause" | "error" | "unknown";

/** What vendors' words have in common, the first that fits. */
const words: Readonly<Record<Exclude<FinishReason, "unknown">, RegExp>> = {
	error: /error|fail|malform/,
	content_filter: /filter|refusal|safety/,
	length: /length|max_|window/,
	tool_calls: /tool|function/,
	pause: /pause/,
	stop: /stop|eos|end|complete/,
};

/**
 * The vendor's word as one of ours. A forced tool call that the vendor reports as a plain stop counts as `tool_calls`, so
 * that a loop may rely on it; so does an answer with calls whose wire never names a reason.
 *
 * @param word - As the vendor says it.
 * @param hasToolCalls - Whether the answer calls tools.
 */
export function finishReasonOf(word: string | null, hasToolCalls: boolean): FinishReason {
	const reason = firstMatch(words, `${word}`.toLowerCase()) ?? "unknown";
	return hasToolCalls && (reason === "unknown" || reason === "stop") ? "tool_calls" : reason;
}
