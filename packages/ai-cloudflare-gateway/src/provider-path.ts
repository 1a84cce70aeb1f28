import { segment } from "./gateway-address.ts";

/**
 * Who is behind a gateway. Any name is accepted: a new vendor's slug, `custom-<slug>`, or the path below the gateway that
 * `/chat/completions` follows, such as `cerebras/v1`. `compat` takes models of many of them (`groq/llama-3.3-70b-versatile`,
 * `dynamic/<route>`, `cloudflare/auto`). Source: Cloudflare's directory of providers.
 */
export type GatewayProviderName =
	| "openai"
	| "anthropic"
	| "workers-ai"
	| "azure-openai"
	| "baseten"
	| "cerebras"
	| "cohere"
	| "compat"
	| "deepseek"
	| "fireworks"
	| "google-ai-studio"
	| "grok"
	| "groq"
	| "mistral"
	| "openrouter"
	| "perplexity-ai"
	| NativeProviderName
	| (string & {});

/** Those that speak no wire but their own: for `aiGateway(…).run` and `createGatewayFetch`. */
type NativeProviderName =
	| "adobe-firefly"
	| "aws-bedrock"
	| "cartesia"
	| "deepgram"
	| "elevenlabs"
	| "fal"
	| "google-vertex-ai"
	| "huggingface"
	| "ideogram"
	| "parallel"
	| "replicate";

/** What stands between a provider's name and the paths of OpenAI's wire, where something does. */
const versions: Readonly<Record<string, string>> = {
	anthropic: "v1",
	baseten: "v1",
	cohere: "compatibility/v1",
	"google-ai-studio": "v1beta/openai",
	grok: "v1",
	mistral: "v1",
	openrouter: "v1",
	"workers-ai": "v1",
};

/** The path of a provider, or of a codec's vendor, below a gateway. Each part is encoded; throws `ConfigError` for one that leads elsewhere. */
export function providerPath(provider: string): string {
	const path = provider
		.split("/")
		.map((part) => segment(part, "provider"))
		.join("/");
	return Object.hasOwn(versions, path) ? `${path}/${versions[path]}` : path;
}

/** The provider's path; `undefined` for the codec's own vendor. Throws `ConfigError` for a path that leads elsewhere. */
export function vendorOf(provider: GatewayProviderName = "openai"): string | undefined {
	const path = providerPath(provider);
	return path === "openai" ? undefined : path;
}
