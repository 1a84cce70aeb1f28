import { askedJson } from "./asked-json.ts";
import type { Prompt, PromptTool } from "./prompt.ts";
import type { Reply, ReplyToolCall } from "./reply.ts";
import { sampleJson } from "./sample-json.ts";

/**
 * What the model answers when no script does: always the same for the same prompt.
 *
 * It calls a tool when it must, or when the prompt names one; it answers in JSON when asked; otherwise it says what it
 * was told, which images it was shown and what the tools answered.
 */
export function defaultReply(prompt: Prompt): Reply {
	const toolCalls = chooseTools(prompt).map(
		(tool): ReplyToolCall => ({ name: tool.name, arguments: sampleJson(objectSchema(tool.parameters), prompt.text) }),
	);
	const reasoning = prompt.reasoning ? { reasoning: `The user said "${prompt.text}". A short answer will do.` } : {};
	return toolCalls.length > 0 ? { ...reasoning, toolCalls } : { ...reasoning, text: answerText(prompt) };
}

function chooseTools({ tools, toolChoice, toolResults, text, parallelTools }: Prompt): readonly PromptTool[] {
	if (toolChoice === "none") return [];
	if (typeof toolChoice === "object") return tools.filter((tool) => tool.name === toolChoice.name);
	// With the results at hand there is nothing left to call, unless the caller insists.
	const named = toolResults.length > 0 ? [] : tools.filter((tool) => mentions(text, tool.name));
	const chosen = named.length === 0 && toolChoice === "required" ? tools.slice(0, 1) : named;
	return parallelTools ? chosen : chosen.slice(0, 1);
}

function mentions(text: string, name: string): boolean {
	const words = (value: string) => ` ${value.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;
	return words(text).includes(words(name));
}

function objectSchema(parameters: unknown): unknown {
	return parameters ?? { type: "object", properties: {} };
}

function answerText(prompt: Prompt): string {
	const sentences = [`You said "${prompt.text}".`];
	const images = prompt.turns.reduce((sum, turn) => sum + turn.images, 0);
	if (images > 0) sentences.push(images === 1 ? "I saw an image." : `I saw ${images} images.`);
	if (prompt.toolResults.length > 0) sentences.push(`The tools answered: ${prompt.toolResults.join("; ")}.`);
	sentences.push("This answer is simulated.");
	const text = sentences.join(" ");
	if (prompt.format === undefined) {
		const told = prompt.turns.filter((turn) => turn.role === "system").map((turn) => turn.text);
		const asked = askedJson([...told, prompt.text].join("\n"));
		return asked === undefined ? text : JSON.stringify(sampleJson(asked.schema, asked.text));
	}
	return JSON.stringify(
		prompt.format.schema === undefined ? { answer: text } : sampleJson(prompt.format.schema, prompt.text),
	);
}
