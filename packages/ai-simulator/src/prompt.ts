import type { JsonRecord } from "./json.ts";

/** The vendor interface a request came in by. */
export type Wire = "openai" | "anthropic" | "workers-ai";

/** A tool the caller offers to the model. */
export interface PromptTool {
	readonly name: string;
	/** JSON Schema of the arguments, as sent. */
	readonly parameters: unknown;
}

/** One turn of the conversation, flattened to text. */
export interface PromptTurn {
	readonly role: "system" | "user" | "assistant" | "tool";
	readonly text: string;
	/** Number of images among the turn's parts. */
	readonly images: number;
}

/** What one request asks for, the same whichever wire it came by. A `reply` script decides on it. */
export interface Prompt {
	readonly wire: Wire;
	/** All but `chat` and `embed` are Workers AI's other tasks. */
	readonly operation:
		| "chat"
		| "embed"
		| "rerank"
		| "classify"
		| "translate"
		| "summarize"
		| "describe"
		| "image"
		| "speech"
		| "transcribe";
	readonly model: string;
	/** Text of the last user turn (tasks other than `chat`: the first text). */
	readonly text: string;
	readonly turns: readonly PromptTurn[];
	readonly tools: readonly PromptTool[];
	readonly toolChoice: "auto" | "none" | "required" | { readonly name: string };
	/** Whether several tools may be called in one answer. */
	readonly parallelTools: boolean;
	/** Results that follow the last assistant turn: the model is to answer from them. */
	readonly toolResults: readonly string[];
	/** `schema` is absent when any JSON object will do. */
	readonly format: { readonly schema?: JsonRecord } | undefined;
	/** Whether the caller asked for reasoning. */
	readonly reasoning: boolean;
	/** Longest answer that the caller allows, in tokens. */
	readonly maxTokens: number | undefined;
	readonly stopSequences: readonly string[];
	readonly stream: boolean;
	/** Tokens of everything the caller sent, an image counting 85. */
	readonly inputTokens: number;
	/** Number of this request since the simulator was made or reset, from 1: script "fail twice, then answer" with it. */
	readonly requestNumber: number;
}
