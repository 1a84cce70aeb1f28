import { type Call, type EmbedOutput, embedOutput, inStreamError, readChatUsage } from "@workkit/ai-core";
import { statusOfCode } from "./binding-error.ts";
import { unwrap } from "./read-answer.ts";

/** Reads embeddings: as many as there were texts, in their order. */
export function decodeEmbedding(body: unknown, call: Call<"embed">): EmbedOutput {
	const { data, usage } = unwrap(body);
	if (!data) throw inStreamError(body, call, statusOfCode);
	// Bare vectors, or OpenAI's objects around them.
	const vectors = (data as (number[] & { embedding?: number[] })[]).map((item) => item.embedding ?? item);
	return embedOutput(call, body, vectors, readChatUsage(Object(usage)));
}
