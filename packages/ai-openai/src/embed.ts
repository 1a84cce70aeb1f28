import { type Call, type EmbedOutput, fromBase64, readChatUsage, type WireRequest } from "@workkit/ai-core";
import { StreamInterruptedError, ValidationError } from "@workkit/errors";
import type { WireEmbeddings } from "./wire.ts";

/** Builds an embeddings request. */
export function encodeEmbedding(call: Call<"embed">): WireRequest {
	const { text, model: _model, ...vendor } = call.input;
	if (typeof text !== "string" && !(Array.isArray(text) && text.length > 0)) {
		throw new ValidationError("`text` must be a string or a non-empty list of strings.");
	}
	return { path: "/embeddings", body: { ...vendor, model: call.model, input: text } };
}

function readVector(embedding: unknown, encoding: unknown): number[] | undefined {
	if (Array.isArray(embedding)) return embedding;
	if (typeof embedding !== "string") return undefined;
	const bytes = fromBase64(embedding);
	// Perplexity's `base64_int8`: one signed byte per dimension. Everyone else: little-endian float32.
	if (encoding === "base64_int8") return Array.from(new Int8Array(bytes.buffer));
	const view = new DataView(bytes.buffer);
	return Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(at * 4, true));
}

/** Reads embeddings: as many as there were texts, in their order. */
export function decodeEmbedding(body: unknown, call: Call<"embed">): EmbedOutput {
	const { data, usage } = Object(body) as WireEmbeddings;
	const { text, encoding_format: encoding } = call.input;
	const count = typeof text === "string" ? 1 : text.length;
	const items = Array.isArray(data) ? [...data].sort((a, b) => (a.index ?? 0) - (b.index ?? 0)) : [];
	const vectors = items.map(({ embedding }) => readVector(embedding, encoding)).filter((vector) => vector !== undefined);
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
		...(usage && { usage: readChatUsage({ ...usage, prompt_tokens: usage.prompt_tokens ?? usage.total_tokens ?? null }) }),
	};
}
