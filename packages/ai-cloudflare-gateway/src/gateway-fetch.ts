import { encodeControls, type GatewayControls, parseLeniently } from "@workkit/ai-core";
import { ConfigError, ValidationError } from "@workkit/errors";
import { type GatewayBinding, openGateway } from "./gateway-binding.ts";
import { askGateway } from "./gateway-error.ts";
import { checkGatewayId } from "./gateway-id.ts";
import { strictMetadata } from "./gateway-log.ts";

/** Settings of a `fetch` through a gateway. */
export interface GatewayFetchOptions extends GatewayControls {
	/** The Worker's AI binding, `env.AI`. */
	readonly binding: GatewayBinding;
	/** Name of the gateway. */
	readonly gatewayId: string;
	/**
	 * The vendors' keys are stored in the gateway, or its credits pay: what a client sends as its key, which many insist on,
	 * goes nowhere. Default `false`.
	 */
	readonly storedKeys?: boolean | undefined;
	/** Further base URLs, and the path below the gateway that stands for each: `{ "https://models.example": "custom-mine" }`. */
	readonly baseUrls?: Readonly<Record<string, string>> | undefined;
}

/** A `fetch` of the web's own signature. */
export type GatewayFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Vendors' own URLs, and what stands for them below a gateway. Source: Cloudflare's pages on providers. */
const vendors: Readonly<Record<string, string>> = {
	"https://api.openai.com/v1": "openai",
	"https://api.anthropic.com": "anthropic",
	"https://api.groq.com/openai/v1": "groq",
	"https://api.mistral.ai": "mistral",
	"https://api.deepseek.com": "deepseek",
	"https://api.x.ai": "grok",
	"https://openrouter.ai/api": "openrouter",
	"https://api.perplexity.ai": "perplexity-ai",
	"https://api.cerebras.ai/v1": "cerebras",
	"https://api.cohere.ai": "cohere",
	"https://api.cohere.com": "cohere",
	"https://generativelanguage.googleapis.com": "google-ai-studio",
	"https://inference.baseten.co": "baseten",
	"https://api.fireworks.ai/inference/v1": "fireworks",
	"https://api.replicate.com/v1": "replicate",
	"https://api.elevenlabs.io": "elevenlabs",
	"https://api.cartesia.ai": "cartesia",
	"https://fal.run": "fal",
	"https://api.ideogram.ai": "ideogram",
	"https://api.parallel.ai": "parallel",
};

/** The path below the gateway that a URL stands for; `""` is the gateway itself. Throws `ConfigError` for one that is none's. */
function pathBelow(url: string, { gatewayId, baseUrls }: GatewayFetchOptions): string {
	const [, named, rest] = /^https:\/\/gateway\.ai\.cloudflare\.com\/v1\/[^/?]+\/([^/?]+)\/?(.*)$/.exec(url) ?? [];
	if (named === gatewayId) return rest ?? "";
	const cloudflare = /^https:\/\/api\.cloudflare\.com\/client\/v4\/accounts\/[^/]+\/ai\/(v1\/.+)$/.exec(url)?.[1];
	if (cloudflare) return `workers-ai/${cloudflare}`;
	for (const [base, path] of Object.entries({ ...vendors, ...baseUrls })) {
		const prefix = base.replace(/\/*$/, "/");
		if (url.startsWith(prefix)) return `${path}/${url.slice(prefix.length)}`;
	}
	throw new ConfigError(
		`No provider of the gateway "${gatewayId}" stands for ${new URL(url).origin}: name it in \`baseUrls\`.`,
	);
}

/**
 * A `fetch` for other clients, the official ones of OpenAI and Anthropic among them: what they send to their vendor
 * travels through the binding to a gateway, and comes back as the vendor's own response. It takes POST requests with a JSON
 * body; anything else, file uploads for example, is a `ValidationError`, and a host that the gateway has no name for is a
 * `ConfigError`: nothing goes to another host. Headers named `cf-aig-*` are controls of the one request.
 * Throws `ConfigError` for a name that no gateway can have, `ValidationError` for labels that cannot be sent, and
 * `BindingNotFoundError` without a binding.
 *
 * @example
 * ```ts
 * import { createGatewayFetch, type GatewayBinding } from "@workkit/ai-cloudflare-gateway";
 *
 * declare const env: { AI: GatewayBinding; OPENAI_KEY: string };
 * const fetch = createGatewayFetch({ binding: env.AI, gatewayId: "my-gateway", cacheTtl: 3600 });
 * // new OpenAI({ apiKey: env.OPENAI_KEY, fetch }), new Anthropic({ apiKey: env.ANTHROPIC_KEY, fetch })
 * ```
 */
export function createGatewayFetch(options: GatewayFetchOptions): GatewayFetch {
	const { binding, gatewayId: id, storedKeys, baseUrls: _, metadata, ...controls } = options;
	const gatewayId = checkGatewayId(id);
	const gateway = openGateway(binding, gatewayId);
	const labels = metadata && (strictMetadata(metadata) as GatewayControls["metadata"]);
	const ownHeaders = encodeControls({ ...controls, metadata: labels }, []);

	return async (input, init) => {
		const request = new Request(input, init);
		const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
		signal?.throwIfAborted();
		const [provider = "", ...endpoint] = pathBelow(request.url, options).split("/");
		const body = parseLeniently(await request.text());
		if (request.method !== "POST" || typeof body !== "object" || body === null) {
			throw new ValidationError(
				`${request.method} ${new URL(request.url).pathname} cannot pass the binding: only POST with JSON can.`,
			);
		}
		const extraHeaders = { ...ownHeaders };
		const headers: Record<string, string> = {};
		for (const [name, value] of request.headers) {
			// The connection's own, and the token, which the binding does not need.
			if (/^(host|connection|content-length|accept-encoding|cf-aig-authorization)$/.test(name)) continue;
			(name.startsWith("cf-aig-") ? extraHeaders : headers)[name] = value;
		}
		if (storedKeys)
			for (const name of ["authorization", "x-api-key", "api-key", "x-goog-api-key", "xi-api-key"])
				delete headers[name];
		const data = provider ? { provider, endpoint: endpoint.join("/"), headers, query: body } : body;
		const asked = () => gateway.run(data, { extraHeaders, ...(signal && { signal }) });
		return askGateway({ gatewayId, operation: "run" }, asked, signal);
	};
}
