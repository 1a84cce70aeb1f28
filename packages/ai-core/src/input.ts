import type { ChatMessage } from "./message.ts";

/**
 * Sampling settings, under names that are the same for every vendor; the vendors' own spellings (`max_tokens`, `top_p`,
 * …) are read too. A vendor that does not know a setting is not sent it, and the answer's `warnings` say so.
 */
export interface Settings {
	/** Longest answer, in tokens. Default: the vendor's; Anthropic requires one, 32,000 is sent. */
	readonly maxTokens?: number | undefined;
	readonly temperature?: number | undefined;
	readonly topP?: number | undefined;
	readonly topK?: number | undefined;
	/** One or more sequences that end the answer. */
	readonly stop?: string | readonly string[] | undefined;
	/** For repeatable sampling, where the vendor has it. */
	readonly seed?: number | undefined;
	readonly frequencyPenalty?: number | undefined;
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
