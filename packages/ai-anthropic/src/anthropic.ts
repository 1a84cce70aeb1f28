import {
	checkHeaderValue,
	type Fetch,
	type HttpProvider,
	httpProvider,
	mergeHeaders,
	type Via,
} from "@workkit/ai-core";
import { decode } from "./decode.ts";
import { defaultVersion, encode } from "./encode.ts";
import { translate } from "./translate.ts";

/** Settings of an Anthropic provider. */
export interface AnthropicOptions {
	/** Sent as `x-api-key`. */
	readonly apiKey: string;
	/** Base URL with its version segment. Default `https://api.anthropic.com/v1`. Replaces `via`. */
	readonly baseUrl?: string | undefined;
	/** Extra headers of every request, for example `anthropic-beta`. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** Default: the global `fetch`. */
	readonly fetch?: Fetch | undefined;
	/** Where requests travel instead of straight to the vendor, for example `cloudflareGateway(…)`. */
	readonly via?: Via | undefined;
	/**
	 * The `anthropic-version` header. Default `2023-06-01`. Under `2026-10-21` the vendor refuses sampling settings
	 * (`temperature`, `topP`, `topK`): they are left out, with a warning.
	 */
	readonly version?: string | undefined;
}

/** Settings of an Anthropic provider that sends no key, since the way that its requests take brings one. */
export interface KeylessAnthropicOptions extends Omit<AnthropicOptions, "apiKey"> {
	/** Left out: `undefined` is taken for a key that is missing. */
	readonly apiKey?: never;
	readonly via: Via;
}

/** What this provider can do: Anthropic has no embeddings. */
export type AnthropicProvider = HttpProvider;

/**
 * A provider for Anthropic's Messages API. Throws `ConfigError` for a key, header or URL that cannot be sent.
 *
 * `max_tokens`, which the vendor requires, is 32,000 when `maxTokens` is not set. `cacheControl: "ephemeral"` on a message
 * becomes a `cache_control` block. `responseFormat: "json"` has no native form there: an instruction asks for it.
 *
 * @example
 * ```ts
 * import { anthropic } from "@workkit/ai-anthropic";
 * import { createGateway } from "@workkit/ai-core";
 *
 * declare const env: { ANTHROPIC_KEY: string };
 * const gateway = createGateway({
 * 	providers: { anthropic: anthropic({ apiKey: env.ANTHROPIC_KEY }) },
 * 	defaultProvider: "anthropic",
 * });
 * const { text } = await gateway.run("claude-sonnet-5", { prompt: "Say hello." });
 * ```
 */
export function anthropic(options: AnthropicOptions | KeylessAnthropicOptions): AnthropicProvider {
	const { apiKey, version = defaultVersion } = options;
	if (!options.via || "apiKey" in options) checkHeaderValue(apiKey, "anthropic: `apiKey`");
	const credentials = mergeHeaders(
		{ ...(apiKey && { "x-api-key": apiKey }), "anthropic-version": version },
		options.headers,
	);
	return httpProvider(
		{
			vendor: "anthropic",
			baseUrl: "https://api.anthropic.com/v1",
			credentials,
			encode(call) {
				// What is sent must fit the version that is sent, wherever that was set.
				const headers = call.options.headers ? mergeHeaders(credentials, call.options.headers) : credentials;
				return encode(call, headers["anthropic-version"]);
			},
			decode,
			translator: translate,
		},
		options,
	);
}
