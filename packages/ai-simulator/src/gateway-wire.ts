import { anthropic } from "./anthropic.ts";
import { decodePart } from "./decode-part.ts";
import type { Exchange } from "./exchange.ts";
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

/** Providers that credits can pay. */
const CREDITS = ["openai", "anthropic", "google-ai-studio", "google-vertex-ai", "grok", "groq"];

/** A provider that speaks OpenAI's wire; its address ends in the path of an endpoint. */
export function openaiProvider(slug: string, url: string): Provider {
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

/** A provider that speaks Anthropic's wire. */
export function anthropicProvider(slug: string, url: string): Provider {
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

/** Workers AI, as its REST API answers: `path` is a model or begins with `v1/`. */
export function workersAiProvider(path: string): Provider {
	const model = path.startsWith("v1/") ? undefined : decodePart(path.replace(/^run\//, "").replace(/\?.*$/, ""));
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

/** OpenAI's wire below a resource and a deployment. */
export function azureProvider(path: string): Provider {
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

/** A provider whose own wire is not simulated. */
export function nativeProvider(slug: string, path: string): Provider {
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
