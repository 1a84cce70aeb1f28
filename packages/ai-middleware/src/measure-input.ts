import type { Call } from "@workkit/ai-core";
import { ConfigError, ValidationError } from "@workkit/errors";

const encoder = new TextEncoder();

/** UTF-8 bytes of a text. */
export const bytesOf = (text: string): number => encoder.encode(text).length;

/** What the largest image is billed as, in tokens, about. OpenAI counts 2,833 + 8 × 5,667 for gpt-4o-mini, and nobody else as much. */
const imageTokens = ({ model }: Call): number => (model.includes("4o-mini") ? 50_000 : 5_000);
/** What vendors write before the prompt when there are tools, and around each request, in tokens, at most. */
const TOOLS_TOKENS = 600;

/** The size of what a call sends: its bytes, images aside, and its images. */
function measure({ input, options }: Call): { bytes: number; images: number } {
	let images = 0;
	let bytes = 0;
	try {
		const text = JSON.stringify([input, options.toolOptions, options.responseFormat], (name, value) => {
			if (name === "image" || name === "image_url") {
				images++;
				return "";
			}
			if (value instanceof Blob) bytes += value.size;
			else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) bytes += value.byteLength;
			else return value;
			return "";
		});
		return { bytes: bytes + bytesOf(text), images };
	} catch (error) {
		throw new ValidationError(`The input cannot be measured: ${Object(error).message}`);
	}
}

/** The most tokens that a call's input can be: no vendor makes more than one token of a byte. */
export function mostInputTokens(call: Call): number {
	const { bytes, images } = measure(call);
	return bytes + images * imageTokens(call) + (call.options.toolOptions ? TOOLS_TOKENS : 0);
}

/** The tokens of some bytes of text, about. */
export const likelyTokens = (bytes: number): number => Math.ceil(bytes / 4);

/** The tokens of a call's input, about. */
export function likelyInputTokens(call: Call): number {
	const { bytes, images } = measure(call);
	return likelyTokens(bytes) + (images * imageTokens(call)) / 4;
}

/** The most output tokens that a call may have: what it asks for, for every choice, else what is assumed. */
export function mostOutputTokens({ operation, input }: Call, assumed: number): number {
	if (operation === "embed") return 0;
	const { maxTokens, max_tokens, max_completion_tokens, max_output_tokens, n } = Object(input);
	const asked = [maxTokens, max_completion_tokens, max_tokens, max_output_tokens]
		.map(Number)
		.filter((count) => count > 0 && count < Number.POSITIVE_INFINITY);
	// Of several, vendors may heed any.
	return Math.ceil(asked[0] ? Math.max(...asked) : assumed) * Math.ceil(Math.max(1, Number(n) || 1));
}

/** Throws `ConfigError` for an `assumeOutputTokens` that is none. */
export function checkAssumed(wrapper: string, assumed: number): void {
	if (!Number.isSafeInteger(assumed) || assumed <= 0) {
		throw new ConfigError(`${wrapper}: \`assumeOutputTokens\` must be a whole number above 0.`);
	}
}
