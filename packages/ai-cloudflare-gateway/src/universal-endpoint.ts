import {
	type AiOutput,
	type Call,
	type Chain,
	type Codec,
	checkResponse,
	inStreamError,
	mergeHeaders,
	outputOf,
	readGatewayFacts,
	readJson,
	secretsOf,
	send,
	type Wire,
	walkedElsewhere,
	wireKey,
	writing,
} from "@workkit/ai-core";
import { ValidationError } from "@workkit/errors";
import { restVendor } from "./cloudflare-rest.ts";
import { type CloudflareGatewayOptions, gatewayAddress } from "./gateway-address.ts";

/**
 * Serves `runFallback` by Cloudflare AI Gateway's Universal Endpoint: the gateway tries the entries in order, on an error
 * or a timeout, and answers with the first success. Entries may be providers of OpenAI, of Anthropic, and of Workers AI over
 * HTTP: `openai({ apiKey: token, baseUrl: "https://api.cloudflare.com/client/v4/accounts/<accountId>/ai/v1" })`, with the
 * gateway's own account. Any other makes the call fail with `ValidationError`: the endpoint would send its key to another
 * host. Throws `ConfigError` for ids and tokens that are empty or cannot be sent.
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
	// Where the endpoint sends requests, and under which name.
	const paths: Readonly<Record<string, string>> = {
		"https://api.openai.com/v1": "openai",
		"https://api.anthropic.com/v1": "anthropic/v1",
		[`https://api.cloudflare.com/client/v4/accounts/${options.accountId}/ai/v1`]: "workers-ai/v1",
	};
	return (entries, providers) => {
		const chain = entries.map(({ provider, model, config }) => {
			const wire = Object.hasOwn(providers, provider) && (providers[provider] as { [wireKey]?: Wire })[wireKey];
			const behind = wire ? wire.via?.vendor : undefined;
			const path = wire && (behind ?? paths[wire.baseUrl]);
			if (!path || path === restVendor) {
				throw new ValidationError(
					`runFallback: "${provider}" must be a provider of OpenAI, Anthropic or Workers AI at its own URL, or named by \`cloudflareGateway\`.`,
				);
			}
			return { provider, model, config, path, ...wire };
		});

		async function act(outer: Call<"run">): Promise<AiOutput> {
			const warnings: string[] = [];
			const headers = mergeHeaders({ "content-type": "application/json" }, address.headers(outer, warnings));
			const secrets = (): string[] =>
				[headers, ...steps.map((step) => step.headers)].flatMap((sent) => secretsOf(sent)());
			const steps = chain.map(({ provider, model, codec, headers, ...entry }) => {
				const call = { ...outer, provider, model, secrets };
				const request = writing(() => codec.encode(call));
				return { ...entry, codec, call, request, headers: mergeHeaders(headers, outer.options.headers) };
			});
			const body = writing(() =>
				JSON.stringify(
					steps.map(({ path, request, headers, config }) => {
						const [provider, ...endpoint] = (path + request.path).split("/");
						return { provider, endpoint: endpoint.join("/"), headers, query: request.body, config };
					}),
				),
			);
			// Unless the gateway names an entry, it is the chain that fails.
			const whole = { ...outer, provider: outer.model, secrets };
			const response = await send(address.url, headers, body, whole, chain.find(({ fetch }) => fetch)?.fetch);
			const facts = readGatewayFacts(response.headers);
			outer.receipt.gateway = facts;
			const named = steps[facts.step ?? -1];
			const site = named?.call ?? whole;
			note(site);
			await checkResponse(response, site);
			return readJson(response, (raw) => {
				const winner = named ?? steps.find((step) => canRead(step, raw));
				if (!winner) throw inStreamError(raw, whole);
				const { codec, call, request } = winner;
				const turn = codec.decode(raw, call);
				note(call);
				turn.raw = raw;
				turn.warnings.push(...(request.warnings ?? []), ...warnings);
				if (!named) turn.warnings.push("AI Gateway did not say who answered.");
				return outputOf(turn, call);
			});
		}
		return walkedElsewhere(entries, act);
	};
}

/** Writes into the receipt who it was. */
function note({ attempt, provider, model }: Call): void {
	if (attempt) Object.assign(attempt, { provider, model });
}

/** Whether the answer has the codec's shape: the last resort where the gateway does not name the entry. */
function canRead({ codec, call }: { codec: Codec; call: Call }, answer: unknown): boolean {
	try {
		codec.decode(answer, call);
		return true;
	} catch {
		return false;
	}
}
