import { type Call, type EmbedOutput, embedOutput, readChatUsage } from "@workkit/ai-core";
import { unwrap } from "./read-answer.ts";

/** Reads embeddings: as many as there were texts, in their order. */
export function decodeEmbedding(body: unknown, call: Call<"embed">): EmbedOutput {
	const { data, usage } = unwrap(body);
	return embedOutput(call, body, (data ?? []) as number[][], usage ? readChatUsage(usage) : undefined);
}
