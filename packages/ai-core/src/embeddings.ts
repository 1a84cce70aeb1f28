import { StreamInterruptedError, ValidationError } from "@workkit/errors";
import type { Call } from "./call.ts";
import { compact } from "./compact.ts";
import type { EmbedOutput } from "./embed.ts";
import type { TokenUsage } from "./usage.ts";

/** The texts of a call; throws `ValidationError` when there are none. */
export function readTexts(call: Call<"embed">): readonly string[] {
	const texts = [Object(call.input).text].flat();
	if (texts.length === 0 || !texts.every((text) => typeof text === "string")) {
		throw new ValidationError("`text` must be text, or some texts.");
	}
	return texts;
}

/**
 * The answer of `embed`, when there are as many vectors as texts. Throws `StreamInterruptedError` for more, fewer or empty ones.
 *
 * @param raw - The vendor's answer.
 * @param vectors - One for each text, each as long as the model has dimensions.
 */
export function embedOutput(
	call: Call<"embed">,
	raw: unknown,
	vectors: (number[] | undefined)[],
	usage: TokenUsage | undefined,
): EmbedOutput {
	const count = readTexts(call).length;
	if (vectors.length !== count || !vectors.every((vector) => Array.isArray(vector) && vector.length > 0)) {
		throw new StreamInterruptedError("malformed", { message: `${call.provider} must answer with ${count} vectors.` });
	}
	return {
		vectors: vectors as number[][],
		raw,
		provider: call.provider,
		model: call.model,
		receipt: call.receipt,
		...compact({ usage }),
	};
}
