export { type AnthropicOptions, anthropic } from "@workkit/ai-anthropic";
export { type CloudflareGatewayOptions, cloudflareGateway, universalEndpoint } from "@workkit/ai-cloudflare-gateway";
export {
	type AiInput,
	type AiOutput,
	type Attempt,
	type Call,
	type ChatMessage,
	type CompleteGateway,
	type ContentPart,
	type DoneEvent,
	type EmbedInput,
	type EmbedOutput,
	type FallbackEntry,
	type FinishReason,
	type FullGateway,
	type Gateway,
	type GatewayControls,
	type GatewayFacts,
	type GatewayStreamEvent,
	type GatewayToolCall,
	type GatewayToolDefinition,
	type GatewayToolOptions,
	type JsonSchema,
	type MessageRole,
	type Middleware,
	type ModelRef,
	type Next,
	type OptionalEventName,
	type OptionalStreamEvent,
	type Provider,
	type Receipt,
	type ResponseFormat,
	type RunFallback,
	type RunOptions,
	type RunOutput,
	type StreamEvent,
	type StreamOptions,
	type TextEvent,
	type TokenUsage,
	type ToolChoice,
	type ToolUseEvent,
	use,
} from "@workkit/ai-core";
export { type OpenAiOptions, openai } from "@workkit/ai-openai";
export { type Collected, collect, readEvents, textStream, toSseResponse } from "@workkit/ai-stream";
export { type WorkersAiBinding, type WorkersAiGateway, type WorkersAiOptions, workersAi } from "@workkit/ai-workers-ai";
export { errorToResponse, isErrorCode, isWorkkitError, type WorkkitError } from "@workkit/errors";
export { type CfGatewayConfig, createGateway, type GatewayConfig } from "./create-gateway.ts";
export type {
	AnthropicProviderConfig,
	CustomProviderConfig,
	OpenAiProviderConfig,
	ProviderConfig,
	ProviderMap,
	ProviderType,
	WorkersAiProviderConfig,
} from "./provider-config.ts";
