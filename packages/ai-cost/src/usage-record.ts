/** What a call used: the usage on any answer of a gateway, and what some vendors bill apart. Counts are whole numbers. */
export interface UsageRecord {
	/** All input tokens, those of the parts below included. */
	readonly inputTokens: number;
	/** All output tokens, those of the parts below included. */
	readonly outputTokens: number;
	/** Input tokens that were read from the vendor's prompt cache. */
	readonly cachedInputTokens?: number | undefined;
	/** Input tokens that were written to the vendor's prompt cache. */
	readonly cacheWriteTokens?: number | undefined;
	/** Part of the input: written to be kept for an hour (Anthropic), and not counted by `cacheWriteTokens`. */
	readonly cacheWrite1hTokens?: number | undefined;
	/** Input tokens of sound. */
	readonly audioInputTokens?: number | undefined;
	/** Output tokens of reasoning. */
	readonly reasoningTokens?: number | undefined;
	/** Output tokens of sound. */
	readonly audioOutputTokens?: number | undefined;
	/** How many searches the vendor made. */
	readonly webSearches?: number | undefined;
	/** The vendor's batch interface answered. */
	readonly batch?: boolean | undefined;
	/** Neurons that Workers AI says it bills; may be fractional. */
	readonly neurons?: number | undefined;
}
