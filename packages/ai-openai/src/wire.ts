import type { ChatUsage } from "@workkit/ai-core";

/** The parts of an embeddings answer that are read. The chat wire, which other vendors share, is in `ai-core`. */
export interface WireEmbeddings {
	data?: { index?: number; embedding?: unknown }[];
	usage?: ChatUsage;
	error?: unknown;
}
