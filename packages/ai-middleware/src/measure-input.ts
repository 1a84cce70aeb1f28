import type { Call } from "@workkit/ai-core";

const encoder = new TextEncoder();

/** UTF-8 bytes of a text. */
export const bytesOf = (text: string): number => encoder.encode(text).length;

/** What the longest image costs with any vendor, in tokens, about. */
const IMAGE_TOKENS = 5_000;
/** What vendors write before the prompt when there are tools, and around each request, in tokens, at most. */
const TOOLS_TOKENS = 600;

/** The size of what a call sends: its bytes, images aside, and its images. */
function measure({ input, options }: Call): { bytes: number; images: number } {
	let images = 0;
	const text = JSON.stringify([input, options.toolOptions, options.responseFormat], (name, value) => {
		if (name === "image" || name === "image_url") {
			images++;
			return "";
		}
		return ArrayBuffer.isView(value) ? "x".repeat(value.byteLength) : value;
	});
	return { bytes: bytesOf(text), images };
}

/** The most tokens that a call's input can be: no vendor makes more than one token of a byte. */
export function mostInputTokens(call: Call): number {
	const { bytes, images } = measure(call);
	return bytes + images * IMAGE_TOKENS + (call.options.toolOptions ? TOOLS_TOKENS : 0);
}

/** The tokens of some bytes of text, about. */
export const likelyTokens = (bytes: number): number => Math.ceil(bytes / 4);

/** The tokens of a call's input, about. */
export function likelyInputTokens(call: Call): number {
	const { bytes, images } = measure(call);
	return likelyTokens(bytes) + (images * IMAGE_TOKENS) / 4;
}

/** The most output tokens that a call may have: what it asks for, for every choice, else what is assumed. */
export function mostOutputTokens({ operation, input }: Call, assumed: number): number {
	if (operation === "embed") return 0;
	const { maxTokens, max_tokens, max_completion_tokens, max_output_tokens, n } = input as Record<string, unknown>;
	const asked = [maxTokens, max_completion_tokens, max_tokens, max_output_tokens].find((count) => Number(count) > 0);
	return Number(asked ?? assumed) * Math.max(1, Number(n) || 1);
}
