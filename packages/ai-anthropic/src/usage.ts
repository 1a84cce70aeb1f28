import type { TokenUsage } from "@workkit/ai-core";
import type { WireUsage } from "./wire.ts";

/** Adds up the vendor's three input counters; what a stream reports later replaces what it reported first, member by member. */
export function readUsage(...counts: (WireUsage | null | undefined)[]): TokenUsage | undefined {
	const known = counts.flatMap((usage) => Object.entries(usage ?? {}).filter(([, value]) => value !== null));
	if (known.length === 0) return undefined;
	const usage = Object.fromEntries(known) as WireUsage;
	const cached = usage.cache_read_input_tokens;
	const written = usage.cache_creation_input_tokens;
	const reasoning = usage.output_tokens_details?.thinking_tokens;
	return {
		inputTokens: (usage.input_tokens ?? 0) + (cached ?? 0) + (written ?? 0),
		outputTokens: usage.output_tokens ?? 0,
		...(cached != null && { cachedInputTokens: cached }),
		...(written != null && { cacheWriteTokens: written }),
		...(reasoning != null && { reasoningTokens: reasoning }),
	};
}
