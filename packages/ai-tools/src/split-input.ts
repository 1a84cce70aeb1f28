import type { ChatMessage, MessagesInput, PromptInput } from "@workkit/ai-core";
import { ValidationError } from "@workkit/errors";

/** The conversation, and the settings beside it. Throws `ValidationError` for an input that is no conversation. */
export function splitInput(input: MessagesInput | PromptInput): { given: readonly ChatMessage[]; settings: object } {
	const { prompt, messages, ...settings } = input as { prompt?: string; messages?: readonly ChatMessage[] };
	const given = messages ?? (typeof prompt === "string" && [{ role: "user" as const, content: prompt }]);
	if (!Array.isArray(given)) throw new ValidationError("The input needs either `messages` or `prompt`.");
	return { given, settings };
}
