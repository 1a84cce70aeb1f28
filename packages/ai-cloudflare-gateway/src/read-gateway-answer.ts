import {
	type AiOutput,
	createGateway,
	type GatewayStreamEvent,
	httpProvider,
	type Provider,
	readGatewayFacts,
	type Wire,
	wireKey,
} from "@workkit/ai-core";
import { ValidationError } from "@workkit/errors";

/** A response of a gateway, to be read once: whole, or as events. Rejects, when it is read, as a provider's own call does. */
export interface GatewayAnswer {
	/** Key of the provider that answered. */
	readonly provider: string;
	/** The whole answer. */
	output(): Promise<AiOutput>;
	/** The answer of a request that asked for a stream. */
	events(): Promise<ReadableStream<GatewayStreamEvent>>;
}

/**
 * Reads what a client's `run` answered with, as the provider would that the request was for. `providers` are those of the
 * requests, in their order: which of them answered, `cf-aig-step` tells. Throws `ValidationError` when that is none of them, or one that
 * speaks no HTTP.
 *
 * @param response - What the client's `run` gave.
 * @param model - That was asked, for the answer to say. Default `"unknown"`.
 *
 * @example
 * ```ts
 * import { anthropic } from "@workkit/ai-anthropic";
 * import { aiGateway, type GatewayBinding, readGatewayAnswer, type UniversalRequest } from "@workkit/ai-cloudflare-gateway";
 * import { openai } from "@workkit/ai-openai";
 *
 * declare const env: { AI: GatewayBinding; OPENAI_KEY: string; ANTHROPIC_KEY: string };
 * declare const requests: readonly UniversalRequest[]; // one to OpenAI, one to Anthropic
 * const response = await aiGateway(env.AI, "my-gateway").run(requests);
 * const providers = { gpt: openai({ apiKey: env.OPENAI_KEY }), claude: anthropic({ apiKey: env.ANTHROPIC_KEY }) };
 * const { text, provider } = await readGatewayAnswer(response, providers).output();
 * ```
 */
export function readGatewayAnswer(
	response: Response,
	providers: Readonly<Record<string, Provider>>,
	model = "unknown",
): GatewayAnswer {
	const [provider = "", asked] = Object.entries(providers)[readGatewayFacts(response.headers).step ?? 0] ?? [];
	const codec = (asked as { [wireKey]?: Wire } | undefined)?.[wireKey]?.codec;
	if (!codec) throw new ValidationError("The answer is of none of these providers, or of one that speaks no HTTP.");
	// It was sent already: what would be sent now goes nowhere.
	const reader = { ...codec, encode: () => ({ path: "", body: {} }) };
	const via = { facts: readGatewayFacts, route: () => ({ baseUrl: codec.baseUrl, headers: {} }) };
	const gateway = createGateway({
		providers: { [provider]: httpProvider(reader, { via, fetch: async () => response }) },
		defaultProvider: provider,
	});
	return { provider, output: () => gateway.run(model, {}), events: () => gateway.stream(model, {}) };
}
