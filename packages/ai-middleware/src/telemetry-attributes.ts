import { type AiOutput, type Call, type EmbedOutput, isConversation } from "@workkit/ai-core";
import { isWorkkitError } from "@workkit/errors";
import type { TelemetryAttributes } from "./open-telemetry.ts";
import { writesText } from "./writes-text.ts";

// Names: OpenTelemetry's semantic conventions for generative AI, in development; spans and metrics of clients.
// https://github.com/open-telemetry/semantic-conventions-genai/tree/main/docs/gen-ai

/** Request settings by the spellings of the input. */
const settings: readonly (readonly [attribute: string, ...names: string[]])[] = [
	["max_tokens", "maxTokens", "max_tokens", "max_completion_tokens"],
	["temperature", "temperature"],
	["top_p", "topP", "top_p"],
	["top_k", "topK", "top_k"],
	["frequency_penalty", "frequencyPenalty", "frequency_penalty"],
	["presence_penalty", "presencePenalty", "presence_penalty"],
	["seed", "seed"],
];

/** The conventions' name of an operation; where they have none, our own. */
function nameOf(call: Call): string {
	if (writesText(call)) return isConversation(Object(call.input)) ? "chat" : "generate_content";
	return call.operation === "embed" ? "embeddings" : call.operation;
}

/** What spans and metrics have in common. */
export function commonAttributes(call: Call): TelemetryAttributes {
	return {
		"gen_ai.operation.name": nameOf(call),
		"gen_ai.provider.name": call.provider,
		"gen_ai.request.model": call.model,
	};
}

/** What a span says of the request. Of the input it has numbers only. */
export function requestAttributes(call: Call): TelemetryAttributes {
	const attributes = commonAttributes(call);
	if (call.operation === "stream") attributes["gen_ai.request.stream"] = true;
	const input = Object(call.input);
	for (const [name, ...spellings] of settings) {
		const value = spellings.map((spelling) => input[spelling]).find((each) => typeof each === "number");
		if (value !== undefined) attributes[`gen_ai.request.${name}`] = value;
	}
	if (call.options.responseFormat) attributes["gen_ai.output.type"] = "json";
	return attributes;
}

/** What a span says of the answer. */
export function responseAttributes(output: Partial<AiOutput> & Partial<EmbedOutput>): TelemetryAttributes {
	const { id, servedModel, finishReason, usage, receipt } = output;
	const cost = receipt?.cost && "usd" in receipt.cost ? Number(receipt.cost.usd) : undefined;
	const known: Record<string, string | number | string[] | undefined> = {
		"gen_ai.response.id": id,
		"gen_ai.response.model": servedModel,
		"gen_ai.response.finish_reasons": finishReason && [finishReason],
		"gen_ai.usage.input_tokens": usage?.inputTokens,
		"gen_ai.usage.output_tokens": usage?.outputTokens,
		"gen_ai.usage.cache_read.input_tokens": usage?.cachedInputTokens,
		"gen_ai.usage.cache_creation.input_tokens": usage?.cacheWriteTokens,
		"gen_ai.usage.reasoning.output_tokens": usage?.reasoningTokens,
		// The conventions have no names for what follows.
		"gen_ai.usage.cost": cost,
		"workkit.attempts": receipt?.attempts.length,
		"workkit.cache": receipt?.cache,
		"cloudflare.ai_gateway.log_id": receipt?.gateway?.logId,
	};
	const present = Object.entries(known).filter(([, value]) => value !== undefined);
	// What is left has values.
	return Object.fromEntries(present) as TelemetryAttributes;
}

/** The class of a failure: the error's code, or its name. Never its message, which may hold what is private. */
export function errorType(error: unknown): string {
	if (isWorkkitError(error)) return error.code;
	return error instanceof Error ? error.name : "_OTHER";
}
