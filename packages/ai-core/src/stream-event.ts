import type { FinishReason } from "./finish-reason.ts";
import type { ChatMessage } from "./message.ts";
import type { Receipt } from "./receipt.ts";
import type { TokenUsage } from "./usage.ts";

/** A piece of the answer's text. */
export interface TextEvent {
	type: "text";
	delta: string;
}

/** A tool call, complete. */
export interface ToolUseEvent {
	type: "tool_use";
	/** Unique within the stream. */
	id: string;
	name: string;
	/** The parsed arguments; `{}` when `invalid`. */
	input: Record<string, unknown>;
	/** The arguments are not a JSON object, or were cut off. */
	invalid?: true;
	/** The arguments as the model wrote them. Present only when `invalid`. */
	argumentsText?: string;
}

/** The end of a complete answer. Every successful stream has exactly one, as its last event. */
export interface DoneEvent {
	type: "done";
	/** Absent when the vendor reports none. */
	usage?: TokenUsage;
	/** The wire's last JSON frame. */
	raw?: unknown;
	finishReason?: FinishReason;
	/** The vendor's own word; `null` when its wire never says it. */
	rawFinishReason?: string | null;
	/** The vendor's id of the answer. */
	id?: string;
	/** The model that the vendor says it ran. */
	servedModel?: string;
	/** The assistant's turn, ready to append to the history. */
	message?: ChatMessage;
	/** What the provider could not honour, in words. */
	warnings?: string[];
	/** Which tier of a fallback answered, where one was on the way. */
	via?: "primary" | "secondary";
	/** Where the text of one model ends and that of the next begins, when a stream that broke was continued. */
	seams?: Seam[];
	receipt?: Receipt;
}

/** A stream broke here, and the next model went on. */
export interface Seam {
	/** Characters of text before it. */
	offset: number;
	/** Who went on. */
	provider: string;
	model: string;
}

/** What every stream emits. */
export type GatewayStreamEvent = TextEvent | ToolUseEvent | DoneEvent;

/** What a stream emits besides, when `options.events` names it. */
export type OptionalStreamEvent =
	| { type: "reasoning"; delta: string }
	| { type: "refusal"; delta: string }
	/** A piece of a tool call's arguments as they are written; `tool_use` follows when they are complete. */
	| { type: "tool_input"; id: string; name: string; delta: string }
	| ({ type: "seam" } & Seam);

/** Names of the events that are opt-in. */
export type OptionalEventName = OptionalStreamEvent["type"];

/** The events of a stream that was asked for the optional events `E`. */
export type StreamEvent<E extends OptionalEventName = never> =
	| GatewayStreamEvent
	| Extract<OptionalStreamEvent, { type: E }>;

/** Every event that a translator may emit; the stream shell keeps back what nobody asked for. */
export type AnyStreamEvent = GatewayStreamEvent | OptionalStreamEvent;
