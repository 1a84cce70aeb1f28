/** What a call used: the usage on any answer of a gateway, and what some vendors bill apart. Counts are whole numbers. */
export interface UsageRecord {
	/** All input tokens, those of the parts below included. */
	readonly inputTokens: number;
	/** All output tokens, those of the parts below included. */
	readonly outputTokens: number;
	/** Part of the input: read from the vendor's prompt cache. */
	readonly cachedInputTokens?: number | undefined;
	/** Part of the input: written to the vendor's prompt cache. */
	readonly cacheWriteTokens?: number | undefined;
	/** Part of the input: written to be kept for an hour (Anthropic), and not counted by `cacheWriteTokens`. */
	readonly cacheWrite1hTokens?: number | undefined;
	/** Part of the input. */
	readonly audioInputTokens?: number | undefined;
	/** Part of the output. */
	readonly reasoningTokens?: number | undefined;
	/** Part of the output. */
	readonly audioOutputTokens?: number | undefined;
	/** Searches that the vendor made. */
	readonly webSearches?: number | undefined;
	/** The vendor's batch interface answered. */
	readonly batch?: boolean | undefined;
	/** What Workers AI says that it bills; may be fractional. */
	readonly neurons?: number | undefined;
}
