import { type Call, type EmbedOutput, readChatUsage } from "@workkit/ai-core";
import { StreamInterruptedError, ValidationError } from "@workkit/errors";
import { unwrap } from "./read-answer.ts";
import type { WireAnswer } from "./wire.ts";

/** The binding's `inputs` of an embedding. */
export function encodeEmbedding(call: Call<"embed">): Record<string, unknown> {
	const { text } = call.input;
	if (typeof text !== "string" && !(Array.isArray(text) && text.length > 0)) {
		throw new ValidationError("`text` must be a string or a non-empty list of strings.");
	}
	return { ...call.input, text };
}

/** Reads embeddings: as many as there were texts, in their order. */
export function decodeEmbedding(body: unknown, call: Call<"embed">): EmbedOutput {
	const { data, usage } = Object(unwrap(body)) as WireAnswer;
	const { text } = call.input;
	const count = typeof text === "string" ? 1 : text.length;
	const vectors = Array.isArray(data) ? data.filter((vector) => Array.isArray(vector)) : [];
	if (vectors.length !== count) {
		throw new StreamInterruptedError("malformed", {
			message: `${call.provider}: the answer holds ${vectors.length} vectors for ${count} texts.`,
		});
	}
	return {
		vectors,
		raw: body,
		provider: call.provider,
		model: call.model,
		receipt: call.receipt,
		...(usage && { usage: readChatUsage(usage) }),
	};
}
