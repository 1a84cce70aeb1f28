import type {
	AiOutput,
	GatewayToolCall,
	MessagesInput,
	PromptInput,
	Receipt,
	RunOptions,
	TokenUsage,
	ToolChoice,
} from "@workkit/ai-core";
import type { ToolRegistry } from "./create-tool-registry.ts";
import type { ToolInput } from "./tool.ts";
import type { ToolResult } from "./tool-result.ts";
import type { ToolHandler } from "./tool-set.ts";

/** What a tool loop is given: a conversation, settings beside it. */
export type ToolLoopInput = MessagesInput | PromptInput;

/** One turn of a loop: what the model said, and what came of its calls. */
export interface ToolTurn {
	/** Counted from 1. */
	readonly turn: number;
	readonly output: AiOutput;
	readonly toolCalls: readonly GatewayToolCall[];
	/** In the order of the calls. */
	readonly toolResults: readonly ToolResult[];
	/** Of the whole loop so far. */
	readonly total: { readonly usage: TokenUsage | undefined; readonly receipt: Receipt };
}

/** How a tool loop goes. Times are in milliseconds. */
export interface ToolLoopOptions<P extends string = string> {
	/** Tools, definitions, or a registry of them. */
	readonly tools: ToolRegistry | readonly ToolInput[];
	/**
	 * Which tools the model may or must call. `"required"` and `{ name }` hold for the first turn only, since a model that
	 * has to call can never answer; a function decides for every turn (counted from 1).
	 */
	readonly toolChoice?: ToolChoice | ((turn: number) => ToolChoice | undefined) | undefined;
	/** Most calls of the model. Default 5. The tools that it calls in the last one still run. */
	readonly maxTurns?: number | undefined;
	/** Forbids tools in the last turn, so that it has to be an answer. Default `false`. */
	readonly finishWithAnswer?: boolean | undefined;
	/** Runs tools that have no `execute`. */
	readonly handler?: ToolHandler | undefined;
	/** How many tools run at the same time at most. Default 6, as many connections as a Worker may have open. */
	readonly concurrency?: number | undefined;
	/** Longest run of a tool that has no `timeout` of its own, in milliseconds. Then the model is told so. Default: none. */
	readonly toolTimeout?: number | undefined;
	/** Asked after each turn with calls, when its tools have run: `true` ends the loop. */
	readonly stopWhen?: ((turn: ToolTurn) => boolean | Promise<boolean>) | undefined;
	/** Told of each turn. What it throws is ignored. */
	readonly onTurn?: ((turn: ToolTurn) => void) | undefined;
	/** Options of every call of the model; `timeout` and `signal` are the whole loop's, tools included. */
	readonly runOptions?: Omit<RunOptions<P>, "toolOptions"> | undefined;
}
