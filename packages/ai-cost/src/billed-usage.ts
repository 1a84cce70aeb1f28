import type { UsageRecord } from "./usage-record.ts";

/** The usage objects of the vendors, as far as they tell more than `TokenUsage` does. */
interface RawUsage {
	neurons?: number;
	service_tier?: string | null;
	cache_creation?: { ephemeral_1h_input_tokens?: number } | null;
	server_tool_use?: { web_search_requests?: number } | null;
	prompt_tokens_details?: { audio_tokens?: number } | null;
	completion_tokens_details?: { audio_tokens?: number } | null;
}

/**
 * Adds to a usage what its vendor bills apart and only the answer as it came tells: audio tokens (OpenAI), cache writes for an hour,
 * searches and batches (Anthropic), neurons (Workers AI). The price functions of this package call it.
 *
 * @param raw - `raw` of an answer, or of a stream's `done`. Streams of Anthropic end with a frame that tells none of it.
 */
export function billedUsage(usage: UsageRecord, raw: unknown): UsageRecord {
	const answer = raw as { usage?: RawUsage; result?: { usage?: RawUsage } } | null | undefined;
	const found = answer?.usage ?? answer?.result?.usage;
	if (!found) return usage;
	const kept = found.cache_creation?.ephemeral_1h_input_tokens ?? 0;
	return {
		audioInputTokens: found.prompt_tokens_details?.audio_tokens,
		audioOutputTokens: found.completion_tokens_details?.audio_tokens,
		cacheWrite1hTokens: kept,
		webSearches: found.server_tool_use?.web_search_requests,
		batch: found.service_tier === "batch",
		neurons: found.neurons,
		...usage,
		// Unless the caller has told them apart.
		...(usage.cacheWrite1hTokens === undefined && {
			cacheWriteTokens: Math.max(0, (usage.cacheWriteTokens ?? 0) - kept),
		}),
	};
}
