import type { Receipt } from "./receipt.ts";
import type { TokenUsage } from "./usage.ts";

/** Texts to embed, plus any field of the vendor's (`dimensions`, `pooling`, …). */
export interface EmbedInput {
	/** One text or a list; an empty list is refused. */
	readonly text: string | readonly string[];
	readonly [vendorField: string]: unknown;
}

/** Vectors, one per text, in the order of the texts. */
export interface EmbedOutput {
	/** One vector for each text, in their order, with as many numbers as the model has dimensions. */
	vectors: number[][];
	raw: unknown;
	usage?: TokenUsage;
	provider: string;
	model: string;
	/** What the provider could not honour, in words. */
	warnings?: string[];
	receipt?: Receipt;
}
