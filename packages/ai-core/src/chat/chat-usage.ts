import { compact } from "../compact.ts";
import type { TokenUsage } from "../usage.ts";
import type { ChatUsage } from "./chat-wire.ts";

/**
 * Reads token counts of the OpenAI wire and its dialects. Where reasoning is counted beside the completion (xAI: input +
 * output + reasoning = total), it is added to the output, since `outputTokens` means all of it.
 */
export function readChatUsage(usage: ChatUsage): TokenUsage {
	const { cached_tokens: cached, cache_write_tokens: cacheWriteTokens } =
		usage.prompt_tokens_details ?? usage.input_tokens_details ?? {};
	const { reasoning_tokens: reasoningTokens } = usage.completion_tokens_details ?? usage.output_tokens_details ?? {};
	const inputTokens = usage.prompt_tokens ?? usage.input_tokens ?? 0;
	const output = usage.completion_tokens ?? usage.output_tokens ?? 0;
	const totalTokens = usage.total_tokens;
	const apart = reasoningTokens && inputTokens + output + reasoningTokens === totalTokens ? reasoningTokens : 0;
	return {
		inputTokens,
		outputTokens: output + apart,
		...compact({
			totalTokens,
			cachedInputTokens: cached ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens,
			cacheWriteTokens,
			reasoningTokens,
		}),
	};
}
