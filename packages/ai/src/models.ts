import type { AiMessage } from "./tools.ts";

/** @deprecated Use `string`: the gateway takes any model's name. */
export type TextEmbeddingModel =
	| `@cf/baai/bge-${"small-en-v1.5" | "base-en-v1.5" | "large-en-v1.5" | "m3"}`
	| "@cf/google/embeddinggemma-300m"
	| "@cf/qwen/qwen3-embedding-0.6b";
/** @deprecated Use `string`: the gateway takes any model's name. */
export type ImageClassificationModel = `@cf/microsoft/resnet-${string}`;
/** @deprecated Use `string`: the gateway takes any model's name. */
export type SpeechToTextModel = `@cf/openai/whisper${string}`;
/** @deprecated Use `string`: the gateway takes any model's name. */
export type TextToImageModel =
	`@cf/${"stabilityai" | "bytedance" | "lykon" | "runwayml" | "black-forest-labs"}/${string}`;
/** @deprecated Use `string`: the gateway takes any model's name. */
export type TranslationModel = `@cf/meta/m2m100-${string}`;
/** @deprecated Use `string`: the gateway takes any model's name. */
export type SummarizationModel = `@cf/facebook/bart-large-${string}`;
/** @deprecated Use `string`: the gateway takes any model's name. */
export type TextGenerationModel =
	| `@hf/${string}/${string}`
	| `@cf/${"meta/llama" | "meta-llama/llama" | "mistral" | "mistralai" | "google/gemma" | "qwen/q" | "deepseek-ai" | "openai/gpt"}${string}`
	| `@cf/${"openchat" | "tiiuae" | "thebloke" | "tinyllama" | "microsoft/phi" | "fblgit" | "defog"}${string}`;
/** @deprecated Use `string`: the gateway takes any model's name. */
export type AiModel =
	| TextEmbeddingModel
	| ImageClassificationModel
	| SpeechToTextModel
	| TextToImageModel
	| TranslationModel
	| SummarizationModel
	| TextGenerationModel;

/** @deprecated Use `AiInput` of `@workkit/ai-gateway`. */
export type TextGenerationInput = ({ messages: AiMessage[] } | { prompt: string }) & {
	[setting: string]: unknown;
	stream?: boolean;
	/** Longest answer, in tokens. */
	max_tokens?: number;
	/** How freely to choose, from 0 to 5. */
	temperature?: number;
	/** Share of the probability to choose among, from 0 to 1. */
	top_p?: number;
	/** How many of the likeliest tokens to choose among. */
	top_k?: number;
};
/** @deprecated Use `RunOutput` of `@workkit/ai-gateway`: `text` is the answer. */
export type TextGenerationOutput = { [field: string]: unknown; response: string };
/** @deprecated Use `EmbedInput` of `@workkit/ai-gateway`. */
export type TextEmbeddingInput = { text: string | string[] };
/** @deprecated Use `EmbedOutput` of `@workkit/ai-gateway`: `vectors` is what `data` was. */
export type TextEmbeddingOutput = {
	/** How many vectors, and how many dimensions. */
	shape: number[];
	/** One vector for each text, as long as the model has dimensions. */
	data: number[][];
};
/** @deprecated Use `AiInput` of `@workkit/ai-gateway`. */
export type ImageClassificationInput = {
	/** The bytes of the file. */
	image: number[];
};
/** @deprecated Use `RunOutput["raw"]` of `@workkit/ai-gateway`. */
export type ImageClassificationOutput = ClassificationLabel[];
/** @deprecated Use `RunOutput["raw"]` of `@workkit/ai-gateway`. */
export type ClassificationLabel = {
	label: string;
	/** From 0 to 1. */
	score: number;
};
/** @deprecated Use `AiInput` of `@workkit/ai-gateway`. */
export type SpeechToTextInput = {
	[setting: string]: unknown;
	/** The bytes of the file, or base64. */
	audio: number[] | string;
};
/** @deprecated Use `RunOutput` of `@workkit/ai-gateway`: `text` is the transcript. */
export type SpeechToTextOutput = { [field: string]: unknown; text: string };
/** @deprecated Use `AiInput` of `@workkit/ai-gateway`. */
export type TextToImageInput = { [setting: string]: unknown; prompt: string };
/** @deprecated Use `RunOutput["raw"]` of `@workkit/ai-gateway`. */
export type TextToImageOutput = ReadableStream<Uint8Array>;
/** @deprecated Use `AiInput` of `@workkit/ai-gateway`. */
export type TranslationInput = { text: string; target_lang: string; source_lang?: string };
/** @deprecated Use `RunOutput` of `@workkit/ai-gateway`: `text` is the translation. */
export type TranslationOutput = { translated_text: string };
/** @deprecated Use `AiInput` of `@workkit/ai-gateway`. */
export type SummarizationInput = {
	input_text: string;
	/** Longest summary, in tokens. */
	max_length?: number;
};
/** @deprecated Use `RunOutput` of `@workkit/ai-gateway`: `text` is the summary. */
export type SummarizationOutput = { summary: string };

type Task<M> = M extends TextEmbeddingModel
	? [TextEmbeddingInput, TextEmbeddingOutput]
	: M extends ImageClassificationModel
		? [ImageClassificationInput, ImageClassificationOutput]
		: M extends SpeechToTextModel
			? [SpeechToTextInput, SpeechToTextOutput]
			: M extends TextToImageModel
				? [TextToImageInput, TextToImageOutput]
				: M extends TranslationModel
					? [TranslationInput, TranslationOutput]
					: M extends SummarizationModel
						? [SummarizationInput, SummarizationOutput]
						: [TextGenerationInput, TextGenerationOutput];
/** @deprecated Use `AiInput` of `@workkit/ai-gateway`. */
export type InferInput<M extends AiModel> = Task<M>[0];
/** @deprecated Use `RunOutput` of `@workkit/ai-gateway`. */
export type InferOutput<M extends AiModel> = Task<M>[1];
/** What `data` is: what the caller says, else what the model is known for. One signature, as overloads would lose the latter. */
export type Answer<T, M> = [T] extends [never] ? (M extends AiModel ? InferOutput<M> : unknown) : T;
