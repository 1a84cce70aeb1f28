import {
	type AiOutput,
	type Call,
	type Chain,
	checkResponse,
	mergeHeaders,
	outputOf,
	type ProviderMap,
	readGatewayFacts,
	readJson,
	secretsOf,
	send,
	type Wire,
	walkedElsewhere,
	wireKey,
	writing,
} from "@workkit/ai-core";
import { StreamInterruptedError, ValidationError } from "@workkit/errors";
import { type CloudflareGatewayOptions, gatewayAddress, pathOf } from "./gateway-address.ts";

/** The vendors that the endpoint is documented for here; any other's key must not travel under their name. */
const vendors = ["openai", "anthropic"];

function wireOf(providers: ProviderMap, key: string): Wire {
	const wire = Object.hasOwn(providers, key) && (providers[key] as { [wireKey]?: Wire })[wireKey];
	if (wire && vendors.includes(wire.codec.vendor)) return wire;
	throw new ValidationError(
		`runFallback: "${key}" is no provider of type ${vendors.join(" or ")} without a \`baseUrl\` of its own.`,
	);
}

/**
 * Serves `runFallback` by Cloudflare AI Gateway's Universal Endpoint: the gateway tries the entries in order, on an error
 * or a timeout, and answers with the first success. Entries may be OpenAI and Anthropic providers without a `baseUrl` of
 * their own. Throws `ConfigError` for ids and tokens that are empty or cannot be sent.
 *
 * Cloudflare has deprecated this endpoint. It goes on working; new code is better off with `fallback(…)` of
 * `@workkit/ai-middleware`, which also covers streams and Workers AI, or with a dynamic route: the model `dynamic/<route>`.
 *
 * @example
 * ```ts
 * import { universalEndpoint } from "@workkit/ai-cloudflare-gateway";
 * import { createGateway } from "@workkit/ai-core";
 * import { anthropic } from "@workkit/ai-anthropic";
 * import { openai } from "@workkit/ai-openai";
 *
 * declare const env: { ACCOUNT_ID: string; ANTHROPIC_KEY: string; OPENAI_KEY: string };
 * const gateway = createGateway({
 * 	providers: { claude: anthropic({ apiKey: env.ANTHROPIC_KEY }), gpt: openai({ apiKey: env.OPENAI_KEY }) },
 * 	defaultProvider: "claude",
 * 	chain: universalEndpoint({ accountId: env.ACCOUNT_ID, gatewayId: "my-gateway" }),
 * });
 * const { text, provider } = await gateway.runFallback(
 * 	[
 * 		{ provider: "claude", model: "claude-sonnet-4-6" },
 * 		{ provider: "gpt", model: "gpt-5.2" },
 * 	],
 * 	{ prompt: "Say hello." },
 * );
 * ```
 */
export function universalEndpoint(options: CloudflareGatewayOptions): Chain {
	const address = gatewayAddress(options);
	return (entries, providers) => {
		if (!Array.isArray(entries) || !entries[0]) throw new ValidationError("runFallback: the list of entries is empty.");
		const wires = entries.map(({ provider }) => wireOf(providers, provider));
		const act = async (call: Call<"run">): Promise<AiOutput> => {
			const warnings: string[] = [];
			const calls = entries.map(({ provider, model }) => ({ ...call, provider, model }));
			const body = writing(() =>
				JSON.stringify(
					wires.map(({ codec, headers }, index) => {
						const { path, body: query, warnings: lost = [] } = codec.encode(calls[index] ?? call);
						warnings.push(...lost);
						const [provider, ...endpoint] = (pathOf(codec.vendor) + path).split("/");
						return {
							provider,
							endpoint: endpoint.join("/"),
							headers: mergeHeaders(headers, call.options.headers),
							query,
						};
					}),
				),
			);
			const headers = { "content-type": "application/json", ...address.headers(call, warnings) };
			const response = await send(address.url, headers, body, call, wires[0]?.fetch);
			const facts = readGatewayFacts(response.headers);
			call.receipt.gateway = facts;
			const secrets = (): string[] => [headers, ...wires.map((wire) => wire.headers)].flatMap(secretsOf);
			await checkResponse(response, { ...call, secrets });
			return readJson(response, (raw) => {
				const step = facts.step ?? wires.findIndex(({ codec }, index) => canRead(codec, raw, calls[index] ?? call));
				const winner = calls[step];
				const turn = winner && wires[step]?.codec.decode(raw, { ...winner, secrets });
				if (!turn) throw new StreamInterruptedError("malformed");
				if (call.attempt) Object.assign(call.attempt, { provider: winner.provider, model: winner.model });
				turn.raw = raw;
				turn.warnings.push(...warnings);
				return outputOf(turn, winner);
			});
		};
		return walkedElsewhere(entries, act);
	};
}

/** Whether the answer has the codec's shape: the last resort where the gateway does not name the step. */
function canRead(codec: Wire["codec"], raw: unknown, call: Call): boolean {
	try {
		codec.decode(raw, call);
		return true;
	} catch {
		return false;
	}
}
