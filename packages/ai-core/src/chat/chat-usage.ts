import type { TokenUsage } from "../usage.ts";
import type { ChatUsage } from "./chat-wire.ts";

/**
 * Reads token counts of the OpenAI wire and its dialects. Where reasoning is counted beside the completion (xAI: input +
 * output + reasoning = total), it is added to the output, since `outputTokens` means all of it.
 */
export function readChatUsage(usage: ChatUsage): TokenUsage {
	const inputDetails = usage.prompt_tokens_details ?? usage.input_tokens_details;
	const inputTokens = usage.prompt_tokens ?? usage.input_tokens ?? 0;
	const completion = usage.completion_tokens ?? usage.output_tokens ?? 0;
	const total = usage.total_tokens;
	const cached = inputDetails?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens;
	const written = inputDetails?.cache_write_tokens;
	const reasoning = (usage.completion_tokens_details ?? usage.output_tokens_details)?.reasoning_tokens;
	const apart = reasoning != null && inputTokens + completion + reasoning === total;
	return {
		inputTokens,
		outputTokens: apart ? completion + reasoning : completion,
		...(total != null && { totalTokens: total }),
		...(cached != null && { cachedInputTokens: cached }),
		...(written != null && { cacheWriteTokens: written }),
		...(reasoning != null && { reasoningTokens: reasoning }),
	};
}

/** The later of two counts, unless it is all zeros: vendors send a last frame of zeros after the real one. Counts are never summed. */
export function latestUsage(earlier: TokenUsage | undefined, later: TokenUsage): TokenUsage {
	return earlier && later.inputTokens === 0 && later.outputTokens === 0 ? earlier : later;
}
