import type { TaskOutput } from "./task-output.ts";

/** Documents to put in order. */
export interface RankingInput {
	readonly query: string;
	readonly documents: readonly string[];
	/** How many to answer with. Default: all. */
	readonly topN?: number | undefined;
	/** Any other field goes to the vendor as it is. */
	readonly [vendorField: string]: unknown;
}

/** A document and how well it answers the query. */
export interface RankedDocument {
	/** Index in `documents`, from 0. */
	index: number;
	/** Score of relevance: higher is better; models have scales of their own. */
	score: number;
	document: string;
}

/** Documents, the best first. */
export interface RankingOutput extends TaskOutput {
	results: RankedDocument[];
}
