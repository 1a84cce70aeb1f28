import { anthropic } from "./anthropic.ts";
import type { Exchange } from "./exchange.ts";
import { gatewayError } from "./gateway-error.ts";
import type { GatewayState } from "./gateway-state.ts";
import { openai } from "./openai.ts";
import { workersAiRest } from "./workers-ai.ts";

/** Where a request goes on to, and what answers there. */
export interface Provider {
	/** The platform's name for it. */
	readonly slug: string;
	/** Its own address for the request. */
	readonly url: string;
	/** The header its key travels in. */
	readonly keyHeader: "authorization" | "x-api-key" | "api-key";
	/** Whether credits can pay for it. */
	readonly takesCredits: boolean;
	/** A model that the path names. */
	readonly model: string | undefined;
	/** Headers the account has declared for it. */
	readonly headers: Readonly<Record<string, string>>;
	readonly answer: (exchange: Exchange) => Promise<Response>;
}

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

const CREDITS = ["openai", "anthropic", "google-ai-studio", "google-vertex-ai", "grok", "groq"];

/** The provider `name` as its own path asks for it; throws 2008 for a name that is none. */
export function providerOf(state: GatewayState, name: string, path: string): Provider {
	const slug = ALIASES[name] ?? name;
	const address = OPENAI_WIRE[slug];
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
	const slug = ALIASES[name] ?? name;
	const address = COMPAT_ONLY[slug];
	if (address !== undefined) return openaiProvider(slug, `${address}/${path}`);
	return providerOf(state, slug, VERSIONED.includes(slug) || slug.startsWith("custom-") ? `v1/${path}` : path);
}

function openaiPath(slug: string, path: string): string {
	// Both are accepted: clients that were given the provider's own host send its version along.
	if (slug === "openai" || slug === "groq") return path.replace(/^v1\//, "");
	return path;
}

function openaiProvider(slug: string, url: string): Provider {
	const endpoint = /\/((?:chat\/completions|embeddings|responses|models|completions|moderations)(?:\/[^?]*)?)(?:\?|$)/;
	const path = slug === "openai" ? new URL(url).pathname.replace(/^\/v1/, "") : `/${endpoint.exec(url)?.[1] ?? ""}`;
	return {
		slug,
		url,
		keyHeader: "authorization",
		takesCredits: CREDITS.includes(slug),
		model: undefined,
		headers: {},
		answer: (exchange) => openai(slug === "openai" ? exchange : withAnyModel(exchange), path),
	};
}

/** Names of models are OpenAI's own business: what others call theirs is not checked. */
function withAnyModel(exchange: Exchange): Exchange {
	return { ...exchange, settings: { ...exchange.settings, anyModel: true } };
}

function anthropicProvider(slug: string, url: string): Provider {
	const path = new URL(url).pathname.replace(/^.*?\/v1(?=\/)/, "");
	return {
		slug,
		url,
		keyHeader: "x-api-key",
		takesCredits: CREDITS.includes(slug),
		model: undefined,
		headers: {},
		answer: (exchange) => anthropic(exchange, path),
	};
}

function workersAiProvider(path: string): Provider {
	const model = path.startsWith("v1/")
		? undefined
		: decodeURIComponent(path.replace(/^run\//, "").replace(/\?.*$/, ""));
	const tail = model === undefined ? path : `run/${model}`;
	return {
		slug: "workers-ai",
		url: `https://api.cloudflare.com/client/v4/accounts/sim/ai/${tail}`,
		keyHeader: "authorization",
		takesCredits: false,
		model,
		headers: {},
		answer: (exchange) => workersAiRest(exchange, `/accounts/sim/ai/${tail.replace(/\?.*$/, "")}`),
	};
}

function azureProvider(path: string): Provider {
	const [resource = "", deployment = "", ...rest] = path.split("/");
	const url = `https://${resource}.openai.azure.com/openai/deployments/${deployment}/${rest.join("/")}`;
	const provider = openaiProvider("azure-openai", url);
	return {
		...provider,
		keyHeader: "api-key",
		model: deployment,
		answer(exchange) {
			// The deployment is the model, and the key has a header of its own.
			const headers = new Headers(exchange.headers);
			const key = headers.get("api-key");
			if (key !== null) headers.set("authorization", `Bearer ${key}`);
			const body = { model: deployment, ...(exchange.body as object | undefined) };
			return provider.answer({ ...exchange, headers, body });
		},
	};
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

/** A provider whose own wire is not simulated. */
function nativeProvider(slug: string, path: string): Provider {
	return {
		slug,
		url: `https://${slug}.invalid/${path}`,
		keyHeader: "authorization",
		takesCredits: CREDITS.includes(slug),
		model: undefined,
		headers: {},
		answer: async () => new Response(`The wire of ${slug} is not simulated\n`, { status: 404 }),
	};
}
