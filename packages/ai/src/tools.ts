import * as successor from "@workkit/ai-gateway";
import { gatewayOn } from "./gateway.ts";
import { notice } from "./notice.ts";

/** @deprecated Use `ChatMessage` of `@workkit/ai-gateway`. */
export type AiMessage = successor.ChatMessage;
/** @deprecated Use `ChatMessage` of `@workkit/ai-gateway`. */
export type ToolMessage = successor.ChatMessage;
/** @deprecated Use `MessageRole` of `@workkit/ai-gateway`. */
export type MessageRole = successor.MessageRole;
/** @deprecated Use `GatewayToolDefinition` of `@workkit/ai-gateway`. */
export type ToolDefinition = successor.GatewayToolDefinition;
/** @deprecated Use `GatewayToolCall` of `@workkit/ai-gateway`. */
export type ToolCall = successor.GatewayToolCall;
/** @deprecated Use `ToolResult` of `@workkit/ai-gateway`. */
export type ToolResult = Pick<successor.ToolResult, "toolCallId" | "content"> & Partial<successor.ToolResult>;
/** @deprecated Use `ToolHandler` of `@workkit/ai-gateway`. */
export type ToolHandler = (call: ToolCall) => unknown;
/** @deprecated Use `ToolRegistry` of `@workkit/ai-gateway`. */
export type ToolRegistry = successor.ToolRegistry;
/** @deprecated Use `ToolLoopOptions` of `@workkit/ai-gateway`. */
export type ToolUseOptions = Pick<successor.ToolLoopOptions, "tools" | "toolChoice" | "maxTurns">;
/** @deprecated Use `ToolLoopResult` of `@workkit/ai-gateway`. */
export type ToolUseResult = Pick<successor.ToolLoopResult, "content" | "toolCalls" | "model" | "turns">;
/** @deprecated Use `StructuredOptions` of `@workkit/ai-gateway`. */
export type StructuredOptions<S extends successor.StandardSchema = successor.StandardSchema> = Pick<
	successor.StructuredOptions<S>,
	"schema" | "maxRetries"
>;
/** @deprecated Use `StructuredResult` of `@workkit/ai-gateway`. */
export type StructuredResult<T = unknown> = Pick<successor.StructuredResult<T>, "data" | "raw" | "model">;

/** @deprecated Use `createToolRegistry` of `@workkit/ai-gateway`. */
export const createToolRegistry: typeof successor.createToolRegistry = successor.createToolRegistry;
/** @deprecated Use `estimateTokens` of `@workkit/ai-gateway`. */
export const estimateTokens: typeof successor.estimateTokens = successor.estimateTokens;
/** @deprecated Use `standardSchemaToJsonSchema` of `@workkit/ai-gateway`. */
export const standardSchemaToJsonSchema: typeof successor.standardSchemaToJsonSchema =
	successor.standardSchemaToJsonSchema;
/** @deprecated Use `StructuredOutputError` of `@workkit/ai-gateway`. */
export const StructuredOutputError: typeof successor.StructuredOutputError = successor.StructuredOutputError;
/** @deprecated Use `StructuredOutputError` of `@workkit/ai-gateway`. */
export type StructuredOutputError = successor.StructuredOutputError;

/**
 * Asks for an answer that fits a schema. Throws `StructuredOutputError` when none does.
 *
 * @param model - Its id, such as `@cf/…`.
 * @param options - The schema, and how often the model may try again.
 * @deprecated Use `structuredAI(gateway, model, input, options)` of `@workkit/ai-gateway`.
 */
export async function structuredAI<S extends successor.StandardSchema>(
	binding: successor.WorkersAiBinding,
	model: string,
	input: successor.ToolLoopInput,
	{ schema, maxRetries }: StructuredOptions<S>,
): Promise<StructuredResult<successor.InferOutput<S>>> {
	notice();
	const result = await successor.structuredAI(gatewayOn(binding), model, input, { schema, maxRetries });
	return { data: result.data, raw: result.raw, model: result.model };
}

/**
 * Lets a model call tools until it answers. Rejects with the error of a model call that fails.
 *
 * @param model - Its id, such as `@cf/…`.
 * @param options - The tools, and for how many turns they may be called.
 * @param handler - Runs the tools that have no `execute` of their own.
 * @deprecated Use `aiWithTools(gateway, model, input, { ...options, handler })` of `@workkit/ai-gateway`.
 */
export async function aiWithTools(
	binding: successor.WorkersAiBinding,
	model: string,
	input: successor.ToolLoopInput,
	options: ToolUseOptions,
	handler?: ToolHandler,
): Promise<ToolUseResult> {
	notice();
	const result = await successor.aiWithTools(gatewayOn(binding), model, input, { ...options, handler });
	return { content: result.content, toolCalls: result.toolCalls, model: result.model, turns: result.turns };
}
