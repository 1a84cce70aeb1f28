import type { ChatMessage } from "./message.ts";

/**
 * Sampling settings, under names that are the same for every vendor; the vendors' own spellings (`max_tokens`, `top_p`,
 * …) are read too. A vendor that does not know a setting is not sent it, and the answer's `warnings` say so.
 */
export interface Settings {
	/** Longest answer, in tokens. Default: the vendor's; Anthropic requires one, 32,000 is sent. */
	readonly maxTokens?: number | undefined;
	/** How freely to choose, from 0 to the vendor's highest, such as 1, 2 or 5. */
	readonly temperature?: number | undefined;
	/** Share of the probability to choose among, from 0 to 1. */
	readonly topP?: number | undefined;
	/** How many of the likeliest tokens to choose among. */
	readonly topK?: number | undefined;
	/** One or more sequences that end the answer. */
	readonly stop?: string | readonly string[] | undefined;
	/** Seed of repeatable sampling, where the vendor has it. */
	readonly seed?: number | undefined;
	/** Against tokens by how often they were said; OpenAI takes from -2 to 2. */
	readonly frequencyPenalty?: number | undefined;
	/** Against tokens that were said at all; OpenAI takes from -2 to 2. */
	readonly presencePenalty?: number | undefined;
	/** How much to reason, in the vendor's words (`low`, `medium`, `high`, …). */
	readonly reasoningEffort?: string | undefined;
	/** Any other field goes to the vendor as it is; `model`, `messages` and `stream` cannot be replaced this way. */
	readonly [vendorField: string]: unknown;
}

/** A conversation. */
export interface MessagesInput extends Settings {
	readonly messages: readonly ChatMessage[];
	readonly prompt?: never;
}

/** A single question: the same as one user message. */
export interface PromptInput extends Settings {
	readonly prompt: string;
	readonly messages?: never;
}

/** Any other task's raw input, for Workers AI and custom providers. */
export interface RawInput {
	readonly messages?: never;
	readonly prompt?: never;
	readonly [field: string]: unknown;
}

/** What a model is given. */
export type AiInput = MessagesInput | PromptInput | RawInput;
