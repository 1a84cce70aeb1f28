import { compact } from "../compact.ts";
import type { TokenUsage } from "../usage.ts";
import type { ChatUsage } from "./chat-wire.ts";

/**
 * Reads token counts of the OpenAI wire and its dialects. Where reasoning is counted beside the completion (xAI: input +
 * output + reasoning = total), it is added to the output, since `outputTokens` means all of it. `undefined` when nothing is
 * counted.
 */
export function readChatUsage(usage: ChatUsage): TokenUsage | undefined {
	const { cached_tokens: cached, cache_write_tokens: cacheWriteTokens } =
		usage.prompt_tokens_details ?? usage.input_tokens_details ?? {};
	const { reasoning_tokens: reasoningTokens } = usage.completion_tokens_details ?? usage.output_tokens_details ?? {};
	const input = usage.prompt_tokens ?? usage.input_tokens;
	const completion = usage.completion_tokens ?? usage.output_tokens;
	if ((input ?? completion) == null) return undefined;
	const totalTokens = usage.total_tokens;
	const inputTokens = input ?? 0;
	const output = completion ?? 0;
	return compact({
		inputTokens,
		outputTokens: inputTokens + output + (reasoningTokens ?? 0) === totalTokens ? totalTokens - inputTokens : output,
		totalTokens,
		cachedInputTokens: cached ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens,
		cacheWriteTokens,
		reasoningTokens,
		neurons: usage.neurons,
	});
}
