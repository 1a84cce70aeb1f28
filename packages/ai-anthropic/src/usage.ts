import { type Compact, compact, type TokenUsage } from "@workkit/ai-core";
import type { WireUsage } from "./wire.ts";

/** Adds up the vendor's three input counters; what a stream reports later replaces what it reported first, member by member. */
export function readUsage(...counts: (WireUsage | null | undefined)[]): TokenUsage | undefined {
	const usage: Compact<Required<WireUsage>> = {};
	for (const count of counts) if (count) Object.assign(usage, compact(count));
	if (!Object.keys(usage)[0]) return undefined;
	const {
		input_tokens: fresh = 0,
		output_tokens: outputTokens = 0,
		cache_read_input_tokens: cachedInputTokens,
		cache_creation_input_tokens: cacheWriteTokens,
		output_tokens_details: details,
	} = usage;
	return compact({
		inputTokens: fresh + (cachedInputTokens ?? 0) + (cacheWriteTokens ?? 0),
		outputTokens,
		cachedInputTokens,
		cacheWriteTokens,
		reasoningTokens: details?.thinking_tokens,
	});
}
