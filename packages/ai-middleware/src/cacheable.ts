import type { AiOutput, DoneEvent, EmbedOutput, GatewayToolCall } from "@workkit/ai-core";

/** Whether an answer is whole: not empty, not cut off, not filtered, and with tool calls that can be read. */
export function isWhole(
	{ finishReason = "unknown", refusal }: Pick<AiOutput, "finishReason" | "refusal"> & Partial<DoneEvent>,
	text: string | undefined,
	toolCalls: readonly Pick<GatewayToolCall, "invalid">[] = [],
): boolean {
	if (!["stop", "tool_calls", "unknown"].includes(finishReason) || refusal) return false;
	return Boolean(text || toolCalls[0]) && !toolCalls.some(({ invalid }) => invalid);
}

/** Whether vectors came for all texts. */
export function hasVectors({ vectors }: Partial<EmbedOutput>): boolean {
	return Array.isArray(vectors) && vectors.length > 0 && vectors.every((vector) => vector.length > 0);
}
