import {
	checkHeaderValue,
	type Fetch,
	type HttpProvider,
	httpProvider,
	type Provider,
	type Via,
} from "@workkit/ai-core";
import { decode } from "./decode.ts";
import { decodeEmbedding, encodeEmbedding } from "./embed.ts";
import { encode } from "./encode.ts";
import { translate } from "./translate.ts";

/** Settings of an OpenAI provider. */
export interface OpenAiOptions {
	/** Sent as `Authorization: Bearer`. A local server that needs none takes any text. */
	readonly apiKey: string;
	/**
	 * Base URL of any service that speaks OpenAI's chat wire, with its version segment. Default
	 * `https://api.openai.com/v1`. A query string (Azure's `?api-version=…`) is kept. Replaces `via`.
	 */
	readonly baseUrl?: string | undefined;
	/** Extra headers of every request. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** Default: the global `fetch`. */
	readonly fetch?: Fetch | undefined;
	/** Where requests travel instead of straight to the vendor, for example `cloudflareGateway(…)`. */
	readonly via?: Via | undefined;
}

/** Settings of an OpenAI provider that sends no key, since the way that its requests take brings one. */
export interface KeylessOpenAiOptions extends Omit<OpenAiOptions, "apiKey"> {
	/** Left out: `undefined` is taken for a key that is missing. */
	readonly apiKey?: never;
	readonly via: Via;
}

const ownUrl = "https://api.openai.com/v1";

/** What this provider can do. */
export type OpenAiProvider = HttpProvider & Required<Pick<Provider, "embed">>;

/**
 * A provider for OpenAI and for every service that speaks its chat wire (Groq, DeepSeek, Mistral, xAI, Together,
 * OpenRouter, Ollama, Azure, …). Throws `ConfigError` for a key, header or URL that cannot be sent.
 *
 * `maxTokens` is sent as `max_completion_tokens` to OpenAI itself and as `max_tokens` elsewhere. Streams ask for usage
 * (`stream_options.include_usage`); a service that refuses the field is called with `stream_options: null` in the input.
 *
 * @example
 * ```ts
 * import { createGateway } from "@workkit/ai-core";
 * import { openai } from "@workkit/ai-openai";
 *
 * declare const env: { OPENAI_KEY: string; GROQ_KEY: string };
 * const gateway = createGateway({
 * 	providers: {
 * 		openai: openai({ apiKey: env.OPENAI_KEY }),
 * 		groq: openai({ apiKey: env.GROQ_KEY, baseUrl: "https://api.groq.com/openai/v1" }),
 * 	},
 * 	defaultProvider: "openai",
 * });
 * const { text } = await gateway.run("gpt-5.2", { prompt: "Say hello." });
 * ```
 */
export function openai(options: OpenAiOptions | KeylessOpenAiOptions): OpenAiProvider {
	const { apiKey, via, baseUrl = via?.vendor ?? ownUrl } = options;
	if (!via || "apiKey" in options) checkHeaderValue(apiKey, "openai: `apiKey`");
	const own = /^https:\/\/(\w+\.)?api\.openai\.com\//i.test(baseUrl);
	return httpProvider(
		{
			vendor: "openai",
			baseUrl: ownUrl,
			credentials: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
			encode: (call) => encode(call, own),
			decode,
			translator: translate,
			embed: { encode: encodeEmbedding, decode: decodeEmbedding },
		},
		options,
	) as OpenAiProvider;
}
