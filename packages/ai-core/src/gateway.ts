import type { OperationName, Operations } from "./call.ts";
import type { FallbackEntry } from "./chain.ts";
import type { EmbedInput, EmbedOutput } from "./embed.ts";
import type { AiInput } from "./input.ts";
import type { ModelRef } from "./model-ref.ts";
import type { ModelsOf } from "./models.ts";
import type { AiOutput, RunOutput } from "./output.ts";
import type { Receipt } from "./receipt.ts";
import type { RunOptions, StreamOptions } from "./run-options.ts";
import type { OptionalEventName, StreamEvent } from "./stream-event.ts";

// The operations are methods, and no functions: a gateway whose providers have known keys is a gateway too.

/** Runs a model and answers when the answer is complete. */
export type Run<P extends string = string, O extends AiOutput = AiOutput, M extends string = string> = {
	/** Answers when the answer is complete. */
	run(model: M | ModelRef, input: AiInput, options?: RunOptions<P>): Promise<O>;
}["run"];

/** Runs a model and answers with typed events as they come. */
export type Stream<P extends string = string, M extends string = string> = {
	/** Answers with typed events as they come; ends with one `done`, or rejects. */
	stream<const E extends OptionalEventName = never>(
		model: M | ModelRef,
		input: AiInput,
		options?: StreamOptions<P, E>,
	): Promise<ReadableStream<StreamEvent<NoInfer<E>>>>;
}["stream"];

/** Turns texts into vectors. */
export type Embed<P extends string = string, M extends string = string> = {
	/** Answers with one vector per text, in the order of the texts. */
	embed(model: M, input: EmbedInput, options?: RunOptions<P>): Promise<EmbedOutput>;
}["embed"];

/** Runs a chain that is walked elsewhere, for example by Cloudflare AI Gateway. */
export type RunFallback<P extends string = string> = {
	/** Answers by the first entry that succeeds. */
	runFallback(entries: readonly FallbackEntry<P>[], input: AiInput, options?: RunOptions<P>): Promise<RunOutput>;
}["runFallback"];

/** The operations that a gateway has when one of its providers has them. */
export type TaskName = Exclude<OperationName, "run" | "stream" | "embed">;

/** The method of a gateway for one of them. */
export type Task<K extends TaskName, P extends string = string, M extends string = string> = {
	/** Answers when the answer is complete. */
	task(
		model: M,
		input: Operations[K]["input"],
		options?: RunOptions<P>,
	): Promise<Operations[K]["output"] & { receipt: Receipt }>;
}["task"];

type NamesIn<T> = T extends unknown ? TaskName & keyof T : never;
type NamesSurelyIn<T> = T extends unknown
	? { [K in TaskName & keyof T]: Pick<T, K> extends Required<Pick<T, K>> ? K : never }[TaskName & keyof T]
	: never;

/** The methods for what providers of the type `T` can do: optional where the type leaves it open. */
export type TasksOf<T, P extends string = string> = {
	readonly [K in NamesSurelyIn<T>]: Task<K, P, ModelsOf<T>>;
} & { readonly [K in Exclude<NamesIn<T>, NamesSurelyIn<T>>]?: Task<K, P, ModelsOf<T>> };

/** The methods for operations beside `run`, `stream` and `embed`, as a hand-written gateway may have them. */
export type Tasks<P extends string = string> = {
	readonly [K in keyof Operations as Extract<K, TaskName>]?: {
		/** Answers when the answer is complete. */
		task(model: string, input: Operations[K]["input"], options?: RunOptions<P>): Promise<Operations[K]["output"]>;
	}["task"];
};

/** What wrappers accept: any object of this shape, written by hand or made by `createGateway`. */
export interface Gateway<P extends string = string> extends Tasks<P> {
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

/**
 * A gateway made by `createGateway`: these are there, and those that a provider has; a provider that lacks one answers with
 * `UnsupportedOperationError`. Rejects with a `WorkkitError`, whose `context.receipt` tells of each attempt if there was one, with the
 * reason of the caller's abort, or with what a provider of the caller's own throws.
 */
export interface CompleteGateway<P extends string = string, M extends string = string> {
	/** Where its type keeps the providers' keys, so that a gateway with fewer is none with more. No value has it. */
	readonly "~keys"?: Readonly<Record<P, true>>;
	/** Answers when the answer is complete. */
	readonly run: Run<P, RunOutput, M>;
	/** Answers with typed events as they come; ends with one `done`, or rejects. */
	readonly stream: Stream<P, M>;
	/** Answers with one vector per text, in the order of the texts. */
	readonly embed: Embed<P, M>;
	/** Keys of the providers. */
	providers(): P[];
	/** Key of the provider that answers when neither options nor router name one. */
	defaultProvider(): P;
}

/** A gateway made with a chain. */
export interface FullGateway<P extends string = string, M extends string = string> extends CompleteGateway<P, M> {
	/**
	 * Has a chain of providers tried in order where the chain is walked: by Cloudflare AI Gateway, which has deprecated the
	 * endpoint for it. `fallback(…)` of `@workkit/ai-middleware`, which also covers streams and Workers AI, is the way on.
	 * Rejects as `run` does, and with `ValidationError` for entries that no chain can have.
	 */
	readonly runFallback: RunFallback<P>;
}
