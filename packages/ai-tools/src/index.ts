export { aiWithTools } from "./ai-with-tools.ts";
export type { AnswerLike } from "./answer-reader.ts";
export type { RunGateway, StreamGateway } from "./ask.ts";
export { createToolRegistry, type RegisteredTool, type ToolRegistry } from "./create-tool-registry.ts";
export { estimateTokens } from "./estimate-tokens.ts";
export { fromJsonSchema } from "./from-json-schema.ts";
export { jsonSchemaIssues } from "./json-schema-issues.ts";
export type { ExecuteOptions } from "./run-tool.ts";
export type { InferInput, InferOutput, StandardConverter, StandardResult, StandardSchema } from "./standard-schema.ts";
export {
	type JsonSchemaConverter,
	type JsonSchemaOptions,
	standardSchemaToJsonSchema,
} from "./standard-schema-to-json-schema.ts";
export {
	type PartialOf,
	type StructuredStreamEvent,
	type StructuredStreamOptions,
	streamStructured,
} from "./stream-structured.ts";
export { type StreamWithToolsOptions, streamWithTools } from "./stream-with-tools.ts";
export { structuredAI } from "./structured-ai.ts";
export type { StructuredAttempt } from "./structured-attempts.ts";
export {
	type StructuredAnswer,
	StructuredOutputError,
	StructuredOutputRefusedError,
	StructuredOutputTruncatedError,
	StructuredRetryExhaustedError,
} from "./structured-errors.ts";
export type { StructuredOptions } from "./structured-options.ts";
export type { StructuredResult } from "./structured-result.ts";
export { type StructuredRetryOptions, structuredWithRetry } from "./structured-with-retry.ts";
export { type Tool, type ToolContext, type ToolInput, type ToolOptions, tool } from "./tool.ts";
export type { ToolLoopInput, ToolLoopOptions, ToolTurn } from "./tool-loop-options.ts";
export type { ToolLoopEvent, ToolLoopResult, ToolLoopStop, ToolStreamEvent } from "./tool-loop-result.ts";
export type { ToolResult } from "./tool-result.ts";
export type { ToolHandler } from "./tool-set.ts";
