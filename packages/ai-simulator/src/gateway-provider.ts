import { gatewayError } from "./gateway-error.ts";
import type { GatewayState } from "./gateway-state.ts";
import {
	anthropicProvider,
	azureProvider,
	nativeProvider,
	openaiProvider,
	type Provider,
	workersAiProvider,
} from "./gateway-wire.ts";
import { ownValue } from "./json.ts";

/** Providers that speak OpenAI's wire: what their address starts with, before the path that follows their name. */
const OPENAI_WIRE: Readonly<Record<string, string>> = {
	openai: "https://api.openai.com/v1",
	groq: "https://api.groq.com/openai/v1",
	mistral: "https://api.mistral.ai",
	deepseek: "https://api.deepseek.com",
	grok: "https://api.x.ai",
	openrouter: "https://openrouter.ai/api",
	"perplexity-ai": "https://api.perplexity.ai",
	cerebras: "https://api.cerebras.ai",
	baseten: "https://inference.baseten.co",
	fireworks: "https://api.fireworks.ai/inference",
};

/** Providers that answer OpenAI's chat completions only when asked through `compat`. */
const COMPAT_ONLY: Readonly<Record<string, string>> = {
	anthropic: "https://api.anthropic.com/v1",
	"google-ai-studio": "https://generativelanguage.googleapis.com/v1beta/openai",
	"google-vertex-ai": "https://aiplatform.googleapis.com/v1beta1/openai",
	cohere: "https://api.cohere.ai/compatibility/v1",
	huggingface: "https://router.huggingface.co/v1",
};

/** Providers that no simulated wire is near to. */
const NATIVE = "adobe-firefly aws-bedrock cartesia deepgram elevenlabs fal ideogram parallel replicate".split(" ");

/** Prefixes of a unified model name that are not the provider's own name. */
const ALIASES: Readonly<Record<string, string>> = {
	xai: "grok",
	google: "google-ai-studio",
	perplexity: "perplexity-ai",
};

/** Providers whose path begins with a version. */
const VERSIONED = ["workers-ai", "mistral", "grok", "openrouter", "cerebras", "fireworks", "baseten"];

/** The provider `name` as its own path asks for it; throws 2008 for a name that is none. */
export function providerOf(state: GatewayState, name: string, path: string): Provider {
	const slug = ownValue(ALIASES, name) ?? name;
	const address = ownValue(OPENAI_WIRE, slug);
	if (address !== undefined) return openaiProvider(slug, `${address}/${openaiPath(slug, path)}`);
	if (slug === "anthropic") return anthropicProvider(slug, `https://api.anthropic.com/${path}`);
	if (slug === "workers-ai") return workersAiProvider(path);
	if (slug === "azure-openai") return azureProvider(path);
	if (slug.startsWith("custom-")) return customProvider(state, slug, path);
	if (NATIVE.includes(slug) || Object.hasOwn(COMPAT_ONLY, slug)) return nativeProvider(slug, path);
	throw gatewayError(2008);
}

/** The provider `name` as `compat` asks for it: always OpenAI's wire. */
export function compatProviderOf(state: GatewayState, name: string, path: string): Provider {
	const slug = ownValue(ALIASES, name) ?? name;
	const address = ownValue(COMPAT_ONLY, slug);
	if (address !== undefined) return openaiProvider(slug, `${address}/${path}`);
	return providerOf(state, slug, VERSIONED.includes(slug) || slug.startsWith("custom-") ? `v1/${path}` : path);
}

function openaiPath(slug: string, path: string): string {
	// Both are accepted: clients that were given the provider's own host send its version along.
	if (slug === "openai" || slug === "groq") return path.replace(/^v1\//, "");
	return path;
}

function customProvider(state: GatewayState, slug: string, path: string): Provider {
	const declared = [...state.customProviders.values()].find((provider) => `custom-${provider.slug}` === slug);
	if (declared === undefined || !declared.enable) throw gatewayError(2008);
	const url = `${declared.base_url.replace(/\/$/, "")}/${path}`;
	const provider = /\/messages(\/count_tokens)?(\?|$)/.test(url)
		? anthropicProvider(slug, url)
		: openaiProvider(slug, url);
	const headers = typeof declared.headers === "string" ? JSON.parse(declared.headers) : {};
	return { ...provider, takesCredits: false, headers };
}
