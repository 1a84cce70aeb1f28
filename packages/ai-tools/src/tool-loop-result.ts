import type {
	ChatMessage,
	FinishReason,
	GatewayToolCall,
	OptionalEventName,
	Receipt,
	StreamEvent,
	TokenUsage,
} from "@workkit/ai-core";
import type { ToolResult } from "./tool-result.ts";

/** Why a loop ended: the model answered; `maxTurns`; `stopWhen`; or it called tools that nobody here runs. */
export type ToolLoopStop = "answer" | "max_turns" | "stop_condition" | "pending_tools";

/** What a tool loop comes to. */
export interface ToolLoopResult {
	/** The text of the last turn that had one; `""` when none had. */
	content: string;
	/** All calls of all turns, in order. */
	toolCalls: GatewayToolCall[];
	/** What came of them. */
	toolResults: ToolResult[];
	/** Calls that nobody here runs. Answer them with tool messages to go on. */
	pendingToolCalls: GatewayToolCall[];
	/** Who answered last. */
	provider: string;
	model: string;
	/** How often the model was called. */
	turns: number;
	stopReason: ToolLoopStop;
	/** How the last turn ended. */
	finishReason?: FinishReason;
	/** The vendor's refusal text of the last turn. */
	refusal?: string;
	/** The sum of all turns; absent when no turn reported any. */
	usage?: TokenUsage;
	/** The turns that the loop added, ready to append to the conversation. */
	messages: ChatMessage[];
	/** All attempts of all turns, and what they cost together. */
	receipt: Receipt;
	/** One for each turn. */
	receipts: Receipt[];
	/** What could not be honoured, in words. */
	warnings: string[];
}

/** What a loop says besides what its turns do. The number of a `turn` is counted from 1. */
export type ToolLoopEvent =
	| ({ type: "tool_result" } & ToolResult)
	/** A turn is over, its tools included; `turn` counts from 1. */
	| { type: "turn"; turn: number; finishReason?: FinishReason; usage?: TokenUsage };

/** Every event of a streamed loop. */
export type ToolStreamEvent<E extends OptionalEventName = never> =
	| Exclude<StreamEvent<E>, { type: "done" }>
	| ToolLoopEvent
	/** The end of the loop, with all that it came to. */
	| ({ type: "done" } & ToolLoopResult);
