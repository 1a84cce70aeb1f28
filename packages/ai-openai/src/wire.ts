import type { ChatUsage } from "@workkit/ai-core";

/** The parts of an embeddings answer that are read. The chat wire, which other vendors share, is in `ai-core`. */
export interface WireEmbeddings {
	data?: { index?: number; embedding?: unknown }[];
	usage?: ChatUsage;
	error?: unknown;
}

/** The parts of a picture's answer that are read: base64, or where it is. */
export interface WireImages {
	data?: { b64_json?: string; url?: string }[];
	usage?: ChatUsage;
	error?: unknown;
}

/** A word (`word`) or a passage (`text`). */
export interface WireSpan {
	word?: string;
	text?: string;
	start?: number;
	end?: number;
}

/** The parts of a transcript that are read. */
export interface WireTranscript {
	text?: unknown;
	segments?: WireSpan[];
	words?: WireSpan[];
	usage?: ChatUsage;
	error?: unknown;
}
