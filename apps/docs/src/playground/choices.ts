import type { FaultKey } from "./faults.ts";
import { type ProviderKey, providerOf } from "./providers.ts";

/** Whether the answer is read as it is written, or when it is complete. */
export type Operation = "stream" | "run";

/** What the model is asked for: text, a tool call, or JSON that fits a schema. */
export type Ask = "text" | "tool" | "json";

/** What the reader has chosen. */
export interface Choices {
	readonly provider: ProviderKey;
	readonly model: string;
	readonly operation: Operation;
	readonly ask: Ask;
	readonly fault: FaultKey;
	readonly prompt: string;
}

/** What is asked unless something else is written. */
export const prompts: Readonly<Record<Ask, string>> = {
	text: "What is a gateway good for?",
	tool: "Is it raining in Oslo?",
	json: "Describe the book Momo.",
};

/** What is chosen when the page opens. */
export const firstChoices: Choices = {
	provider: "openai",
	model: "gpt-5.2",
	operation: "stream",
	ask: "text",
	fault: "none",
	prompt: prompts.text,
};

/** The choices after one of them was changed: another provider brings its first model, another task its prompt. */
export function choose<K extends keyof Choices>(choices: Choices, name: K, value: Choices[K]): Choices {
	const changed = { ...choices, [name]: value };
	if (name === "provider") return { ...changed, model: providerOf(changed.provider).models[0] };
	// What the reader wrote stays.
	const isOurs = Object.values(prompts).includes(choices.prompt);
	return name === "ask" && isOurs ? { ...changed, prompt: prompts[changed.ask] } : changed;
}
