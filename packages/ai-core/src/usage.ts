/** Tokens of one call, counted the same way for every vendor. A count that the vendor does not report is absent, never 0. */
export interface TokenUsage {
	/** All input tokens, those read from or written to a prompt cache included. */
	inputTokens: number;
	/** All output tokens, reasoning included. */
	outputTokens: number;
	/** All tokens, as the vendor reports them. */
	totalTokens?: number;
	/** Input tokens read from the vendor's prompt cache; part of `inputTokens`. */
	cachedInputTokens?: number;
	/** Input tokens written to the vendor's prompt cache; part of `inputTokens`. */
	cacheWriteTokens?: number;
	/** Tokens spent on reasoning; part of `outputTokens`. */
	reasoningTokens?: number;
	/** Neurons, which Workers AI bills by, where its answer says them. */
	neurons?: number;
}
