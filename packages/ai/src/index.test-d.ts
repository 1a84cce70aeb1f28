import { expectTypeOf } from "vitest";
import { z } from "zod";
import * as old from "./index.ts";

declare const env: { AI: Ai };
const model = "@cf/meta/llama-3.1-8b-instruct";

// Inference from the model's name.
expectTypeOf<old.InferInput<typeof model>>().toEqualTypeOf<old.TextGenerationInput>();
expectTypeOf<old.InferOutput<typeof model>>().toEqualTypeOf<old.TextGenerationOutput>();
expectTypeOf<old.InferOutput<"@cf/baai/bge-base-en-v1.5">>().toEqualTypeOf<old.TextEmbeddingOutput>();
expectTypeOf<old.InferInput<"@cf/openai/whisper">>().toEqualTypeOf<old.SpeechToTextInput>();
expectTypeOf<old.InferOutput<"@cf/microsoft/resnet-50">>().toEqualTypeOf<old.ClassificationLabel[]>();
expectTypeOf<old.InferOutput<"@cf/lykon/dreamshaper-8-lcm">>().toEqualTypeOf<ReadableStream<Uint8Array>>();
expectTypeOf<old.InferInput<"@cf/meta/m2m100-1.2b">>().toEqualTypeOf<old.TranslationInput>();
expectTypeOf<old.InferOutput<"@cf/facebook/bart-large-cnn">>().toEqualTypeOf<old.SummarizationOutput>();
// @ts-expect-error: no model of Workers AI.
type _Wrong = old.InferInput<"gpt-4">;

// A client's results: by the model, by the caller's word, or unknown.
const client: old.WorkkitAiClient = old.ai(env.AI);
expectTypeOf(client.run(model, { prompt: "Hi" })).resolves.toEqualTypeOf<old.AiResult<old.TextGenerationOutput>>();
expectTypeOf(client.run<{ mine: 1 }>(model, { prompt: "Hi" })).resolves.toEqualTypeOf<old.AiResult<{ mine: 1 }>>();
expectTypeOf(client.run(String(model), { anything: 1 })).resolves.toEqualTypeOf<old.AiResult>();

const messages = [{ role: "user" as const, content: "Hi" }];
expectTypeOf(client.run(model, { messages })).resolves.toEqualTypeOf<old.AiResult<old.TextGenerationOutput>>();

// Both forms of withRetry.
expectTypeOf(old.withRetry(() => client.run(model, { messages }))).resolves.toEqualTypeOf<
	old.AiResult<old.TextGenerationOutput>
>();
expectTypeOf(old.withRetry(env.AI, model, {})).resolves.toEqualTypeOf<old.RetryResult<old.TextGenerationOutput>>();
expectTypeOf(old.withRetry(async () => 5)).resolves.toEqualTypeOf<number>();
expectTypeOf(old.withRetry<{ mine: 1 }>(env.AI, model, {})).resolves.toEqualTypeOf<old.RetryResult<{ mine: 1 }>>();
// @ts-expect-error: no way to wait.
old.withRetry(async () => 5, { backoff: "sometimes" });

expectTypeOf(old.fallback<{ mine: 1 }>(env.AI, [], {})).resolves.toEqualTypeOf<old.FallbackResult<{ mine: 1 }>>();
expectTypeOf(old.streamAI(env.AI, model, {})).resolves.toEqualTypeOf<ReadableStream<Uint8Array>>();
expectTypeOf(
	old.structuredAI(env.AI, model, { prompt: "Hi" }, { schema: z.object({ n: z.string().transform(Number) }) }),
).resolves.toEqualTypeOf<old.StructuredResult<{ n: number }>>();
expectTypeOf(
	old.aiWithTools(env.AI, model, { prompt: "Hi" }, { tools: [] }),
).resolves.toEqualTypeOf<old.ToolUseResult>();

// Cloudflare's own binding is one of ours.
expectTypeOf<Ai>().toExtend<old.AiBinding>();

// Every old name of a type resolves.
type _Names = [
	old.AiMessage,
	old.AiModel,
	old.AiGatewayConfig,
	old.BackoffStrategy,
	old.FallbackEntry,
	old.FallbackOptions,
	old.ImageClassificationInput,
	old.ImageClassificationModel,
	old.ImageClassificationOutput,
	old.MessageRole,
	old.RetryOptions,
	old.RunOptions,
	old.SpeechToTextModel,
	old.SpeechToTextOutput,
	old.StreamOptions,
	old.StructuredOptions,
	old.StructuredOutputError,
	old.SummarizationInput,
	old.SummarizationModel,
	old.TextEmbeddingInput,
	old.TextEmbeddingModel,
	old.TextGenerationModel,
	old.TextToImageInput,
	old.TextToImageModel,
	old.TextToImageOutput,
	old.ToolCall,
	old.ToolDefinition,
	old.ToolHandler,
	old.ToolMessage,
	old.ToolRegistry,
	old.ToolResult,
	old.ToolUseOptions,
	old.TranslationModel,
	old.TranslationOutput,
];
