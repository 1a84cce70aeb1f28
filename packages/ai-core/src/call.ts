import type { BatchInput, BatchOutput } from "./batch.ts";
import type { ClassificationInput, ClassificationOutput } from "./classification.ts";
import type { EmbedInput, EmbedOutput } from "./embed.ts";
import type { ImageInput, ImageOutput } from "./image.ts";
import type { AiInput } from "./input.ts";
import type { MarkdownInput, MarkdownOutput } from "./markdown.ts";
import type { AiOutput } from "./output.ts";
import type { RankingInput, RankingOutput } from "./ranking.ts";
import type { Attempt, Receipt } from "./receipt.ts";
import type { StreamOptions } from "./run-options.ts";
import type { SpeechInput, SpeechOutput } from "./speech.ts";
import type { GatewayStreamEvent } from "./stream-event.ts";
import type { SummaryInput, SummaryOutput } from "./summary.ts";
import type { TranscriptionInput, TranscriptionOutput } from "./transcription.ts";
import type { TranslationInput, TranslationOutput } from "./translation.ts";

/** What a provider can do: a new operation is a new line here. */
export interface Operations {
	run: { input: AiInput; output: AiOutput };
	stream: { input: AiInput; output: ReadableStream<GatewayStreamEvent> };
	embed: { input: EmbedInput; output: EmbedOutput };
	/** Draws pictures, or changes those that are given. */
	image: { input: ImageInput; output: ImageOutput };
	/** Writes speech down. */
	transcribe: { input: TranscriptionInput; output: TranscriptionOutput };
	/** Reads a text aloud. */
	speak: { input: SpeechInput; output: SpeechOutput };
	/** Puts documents in order by how well they answer a query. */
	rerank: { input: RankingInput; output: RankingOutput };
	/** Translates a text. */
	translate: { input: TranslationInput; output: TranslationOutput };
	/** Shortens a text. */
	summarize: { input: SummaryInput; output: SummaryOutput };
	/** Labels a text or a picture, or finds things in it. */
	classify: { input: ClassificationInput; output: ClassificationOutput };
	/** Converts files to Markdown. The platform chooses its models: the name in their place is for routes, logs and prices. */
	toMarkdown: { input: MarkdownInput; output: MarkdownOutput };
	/** Queues requests, or asks what became of them. */
	batch: { input: BatchInput; output: BatchOutput };
}

/** Name of an operation. */
export type OperationName = keyof Operations;

/** One request on its way through the middleware to a provider. */
export interface Call<K extends OperationName = OperationName> {
	readonly operation: K;
	/** Key of the provider that it goes to. */
	readonly provider: string;
	readonly model: string;
	readonly input: Operations[K]["input"];
	/** The caller's options; `signal` and `timeout` have become the call's `signal`. */
	readonly options: StreamOptions;
	/** The caller's abort and the deadlines, as one signal. Its reason is what the call rejects with. */
	readonly signal: AbortSignal | undefined;
	/** When the total `timeout` expires, in milliseconds since the epoch. */
	readonly deadline?: number | undefined;
	/** Chooses the provider of a call that is made of this one, as for a call of its own. */
	readonly route: (model: string, options: StreamOptions) => string;
	/** The caller named no one model but a chain: caches let it pass. */
	readonly chained?: boolean | undefined;
	/** Answers in the place of the provider. */
	readonly act?: ((call: Call<"run">) => Promise<AiOutput>) | undefined;
	/** Filled on the way; shared by all tries. */
	readonly receipt: Receipt;
	/** The try that is under way: a provider's call has it, a middleware's has not. */
	readonly attempt?: Attempt | undefined;
	/** Credentials of the request, which vendors like to quote: errors leave them out. */
	readonly secrets?: (() => readonly string[]) | undefined;
	/** Streams: told by whoever reads the vendor's body when it waits and when something came. */
	readonly watch?: Watch | undefined;
}

/** Measures the waits of one attempt. */
export interface Watch {
	/** A wait for the vendor begins. */
	wait(): void;
	/** The wait is over. */
	arrive(): void;
	/** The first event was decoded: from here on it is idle time that counts. */
	begun(): void;
}
