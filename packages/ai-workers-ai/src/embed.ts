import { type Call, type EmbedOutput, embedOutput, inStreamError, readChatUsage } from "@workkit/ai-core";
import { statusOfCode } from "./binding-error.ts";
import { unwrap } from "./read-answer.ts";

/** Reads embeddings: as many as there were texts, in their order. */
export function decodeEmbedding(body: unknown, call: Call<"embed">): EmbedOutput {
	const { data, usage, success, error } = unwrap(body);
	if (error || success === false) throw inStreamError(body, call, statusOfCode);
	return embedOutput(call, body, (data ?? []) as number[][], usage ? readChatUsage(usage) : undefined);
}
