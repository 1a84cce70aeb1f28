import {
	type Call,
	type EmbedOutput,
	embedOutput,
	fromBase64,
	inStreamError,
	readChatUsage,
	type WireRequest,
} from "@workkit/ai-core";
import type { WireEmbeddings } from "./wire.ts";

/** Builds an embeddings request. */
export function encodeEmbedding(call: Call<"embed">): WireRequest {
	const { text, stream: _stream, ...vendor } = call.input;
	return { path: "/embeddings", body: { ...vendor, model: call.model, input: text } };
}

/** A vector as it came, or packed in base64: little-endian float32, or one signed byte per dimension (Perplexity's `base64_int8`). */
function readVector(embedding: unknown, encoding: unknown): number[] | undefined {
	if (typeof embedding !== "string") return embedding as number[] | undefined;
	const { buffer } = fromBase64(embedding);
	return [...new (encoding === "base64_int8" ? Int8Array : Float32Array)(buffer as ArrayBuffer)];
}

/** Reads embeddings: as many as there were texts, in their order. */
export function decodeEmbedding(body: unknown, call: Call<"embed">): EmbedOutput {
	const { data, usage } = Object(body) as WireEmbeddings;
	if (!data) throw inStreamError(Object(body), call);
	const vectors = [...data]
		// Without an index they are in order: no number is neither above nor below another.
		.sort((a, b) => (a.index as number) - (b.index as number))
		.map((item) => readVector(item.embedding, call.input.encoding_format));
	return embedOutput(
		call,
		body,
		vectors,
		usage && readChatUsage({ prompt_tokens: usage.total_tokens, ...usage } as typeof usage),
	);
}
