import type { Prompt } from "./prompt.ts";
import { countTokens } from "./tokens.ts";

const IMAGE_TOKENS = 85;

/** What a wire has read of a chat request. */
export interface PromptParts extends Omit<Prompt, "operation" | "text" | "toolResults" | "inputTokens"> {
	/** The tools as sent: they count as input too. */
	readonly toolsText: unknown;
}

/** Completes a chat prompt with what follows from its turns. */
export function promptOf({ toolsText, ...parts }: PromptParts): Prompt {
	const { turns } = parts;
	const lastAnswer = turns.map((turn) => turn.role).lastIndexOf("assistant");
	const asSent = [...turns.map((turn) => turn.text), toolsText == null ? "" : JSON.stringify(toolsText)];
	const images = turns.reduce((sum, turn) => sum + turn.images, 0);
	return {
		...parts,
		operation: "chat",
		text: turns.filter((turn) => turn.role === "user").at(-1)?.text ?? "",
		toolResults: turns.filter((turn, index) => turn.role === "tool" && index > lastAnswer).map((turn) => turn.text),
		inputTokens: asSent.reduce((sum, text) => sum + countTokens(text), IMAGE_TOKENS * images),
	};
}

/** A prompt for embeddings: no turns, no tools, only texts. */
export function embedPromptOf(
	parts: Pick<Prompt, "wire" | "model" | "requestNumber">,
	texts: readonly string[],
): Prompt {
	return taskPromptOf({ ...parts, operation: "embed" }, texts);
}

/** A prompt for a task that is no conversation. */
export function taskPromptOf(
	parts: Pick<Prompt, "wire" | "operation" | "model" | "requestNumber">,
	texts: readonly string[],
): Prompt {
	return {
		...parts,
		text: texts[0] ?? "",
		turns: [],
		tools: [],
		toolChoice: "none",
		parallelTools: false,
		toolResults: [],
		format: undefined,
		reasoning: false,
		maxTokens: undefined,
		stopSequences: [],
		stream: false,
		inputTokens: texts.reduce((sum, text) => sum + countTokens(text), 0),
	};
}
