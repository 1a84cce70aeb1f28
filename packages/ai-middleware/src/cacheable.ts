import type { AiOutput, DoneEvent, EmbedOutput, GatewayToolCall } from "@workkit/ai-core";

/** Whether an answer is one to keep: that of the model that was asked for, not empty, cut off or filtered, and with tool calls that can be read. */
export function isCacheable(
	{ finishReason = "unknown", refusal, via }: Pick<AiOutput, "finishReason" | "refusal"> & Partial<DoneEvent>,
	text: string | undefined,
	toolCalls: readonly Pick<GatewayToolCall, "invalid">[] = [],
): boolean {
	if (via === "secondary" || !["stop", "tool_calls", "unknown"].includes(finishReason) || refusal) return false;
	return Boolean(text || toolCalls[0]) && !toolCalls.some(({ invalid }) => invalid);
}

/** Whether vectors came for all texts. */
export function hasVectors({ vectors }: Partial<EmbedOutput>): boolean {
	return Array.isArray(vectors) && vectors.length > 0 && vectors.every((vector) => vector.length > 0);
}
