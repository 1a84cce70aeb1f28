import type { AnthropicOptions } from "@workkit/ai-anthropic";
import type {
	AiInput,
	AiOutput,
	EmbedInput,
	EmbedOutput,
	GatewayStreamEvent,
	Provider,
	RunOptions,
	StreamOptions,
} from "@workkit/ai-core";
import type { OpenAiOptions } from "@workkit/ai-openai";
import type { WorkersAiOptions } from "@workkit/ai-workers-ai";

/** Workers AI through its binding. */
export interface WorkersAiProviderConfig extends WorkersAiOptions {
	readonly type: "workers-ai";
	/** What it can do beside text and vectors: `workersAiTasks`. Nobody else pays for it in bytes. */
	readonly tasks?: ((options: WorkersAiOptions) => Provider) | undefined;
}

/** OpenAI, or any service that speaks its chat wire. */
export interface OpenAiProviderConfig extends Omit<OpenAiOptions, "via"> {
	readonly type: "openai";
	/** What it can do beside text and vectors: `openaiTasks`. Nobody else pays for it in bytes. */
	readonly tasks?: ((options: OpenAiOptions) => Provider) | undefined;
}

/** Anthropic. */
export interface AnthropicProviderConfig extends Omit<AnthropicOptions, "via"> {
	readonly type: "anthropic";
}

/**
 * A provider of the caller's own: functions that take what the gateway's methods take. `options.signal` carries the
 * caller's abort and every deadline; pass it on.
 */
export interface CustomProviderConfig {
	readonly type: "custom";
	/** Answers when the answer is complete. */
	run(model: string, input: AiInput, options?: RunOptions): Promise<AiOutput>;
	/** Answers with events as they come. Must end with a `done` event: a stream without is taken for cut. */
	stream?(model: string, input: AiInput, options?: StreamOptions): Promise<ReadableStream<GatewayStreamEvent>>;
	/** Answers with one vector per text, in the order of the texts. */
	embed?(model: string, input: EmbedInput, options?: RunOptions): Promise<EmbedOutput>;
}

/** A provider as a plain record. */
export type ProviderConfig =
	| WorkersAiProviderConfig
	| OpenAiProviderConfig
	| AnthropicProviderConfig
	| CustomProviderConfig;

/** Names of the provider records. */
export type ProviderType = ProviderConfig["type"];

/** Providers by the caller's names: records, or provider objects, which have no `type`. */
export type ProviderMap<K extends string = string> = {
	readonly [P in K]: ProviderConfig | (Provider & { readonly type?: never });
};
