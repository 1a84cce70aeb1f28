import type { FallbackEntry } from "./chain.ts";
import type { EmbedInput, EmbedOutput } from "./embed.ts";
import type { AiInput } from "./input.ts";
import type { ModelRef } from "./model-ref.ts";
import type { AiOutput, RunOutput } from "./output.ts";
import type { RunOptions, StreamOptions } from "./run-options.ts";
import type { OptionalEventName, StreamEvent } from "./stream-event.ts";

/** Runs a model and answers when the answer is complete. */
export type Run<P extends string = string, O extends AiOutput = AiOutput> = (
	model: string | ModelRef,
	input: AiInput,
	options?: RunOptions<P>,
) => Promise<O>;

/** Runs a model and answers with typed events as they come. */
export type Stream<P extends string = string> = <const E extends OptionalEventName = never>(
	model: string | ModelRef,
	input: AiInput,
	options?: StreamOptions<P, E>,
) => Promise<ReadableStream<StreamEvent<NoInfer<E>>>>;

/** Turns texts into vectors. */
export type Embed<P extends string = string> = (
	model: string,
	input: EmbedInput,
	options?: RunOptions<P>,
) => Promise<EmbedOutput>;

/** Runs a chain that is walked elsewhere, for example by Cloudflare AI Gateway. */
export type RunFallback<P extends string = string> = (
	entries: readonly FallbackEntry<P>[],
	input: AiInput,
	options?: RunOptions<P>,
) => Promise<RunOutput>;

/** What wrappers accept: any object of this shape, written by hand or made by `createGateway`. */
export interface Gateway<P extends string = string> {
	/** Answers when the answer is complete. */
	run(model: string, input: AiInput, options?: RunOptions<P>): Promise<AiOutput>;
	/** Answers with typed events as they come; ends with one `done`, or rejects. */
	stream?<const E extends OptionalEventName = never>(
		model: string,
		input: AiInput,
		options?: StreamOptions<P, E>,
	): Promise<ReadableStream<StreamEvent<NoInfer<E>>>>;
	/** Answers with one vector per text, in the order of the texts. */
	embed?(model: string, input: EmbedInput, options?: RunOptions<P>): Promise<EmbedOutput>;
	/** Answers by the first entry of a chain, walked elsewhere, that succeeds. */
	runFallback?(entries: readonly FallbackEntry<P>[], input: AiInput, options?: RunOptions<P>): Promise<AiOutput>;
	/** Keys of the providers. */
	providers(): string[];
	/** Key of the provider that answers when neither options nor router name one. */
	defaultProvider(): string;
}

/** A gateway made by `createGateway`: every operation is there; a provider that lacks one answers with `UnsupportedOperationError`. */
export interface CompleteGateway<P extends string = string> {
	readonly run: Run<P, RunOutput>;
	readonly stream: Stream<P>;
	readonly embed: Embed<P>;
	/** Keys of the providers. */
	providers(): P[];
	/** Key of the provider that answers when neither options nor router name one. */
	defaultProvider(): P;
}

/** A gateway made with a chain. */
export interface FullGateway<P extends string = string> extends CompleteGateway<P> {
	/**
	 * Has a chain of providers tried in order where the chain is walked: by Cloudflare AI Gateway, which has deprecated the
	 * endpoint for it. `fallback(…)` of `@workkit/ai-middleware`, which also covers streams and Workers AI, is the way on.
	 */
	readonly runFallback: RunFallback<P>;
}
