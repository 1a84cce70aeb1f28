import { sseStep } from "@workkit/ai-stream";
import { ConfigError, StreamInterruptedError } from "@workkit/errors";
import type { Call } from "./call.ts";
import type { Codec, WireRequest } from "./codec.ts";
import { eventStream } from "./event-stream.ts";
import { readGatewayFacts } from "./gateway-facts.ts";
import { mergeHeaders } from "./header-safety.ts";
import type { Provider } from "./provider.ts";
import { readJson } from "./read-body.ts";
import { type Fetch, send } from "./send.ts";
import { outputOf } from "./turn.ts";
import { turnStream } from "./turn-stream.ts";
import type { Via } from "./via.ts";

/** How a codec's requests travel. */
export interface HttpProviderOptions {
	/** Replaces the vendor's URL, and `via` with it: nothing of a gateway is sent to it. A query string is kept. */
	readonly baseUrl?: string | undefined;
	/** Extra headers of every request; they replace the codec's own. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** Default: the global `fetch`. */
	readonly fetch?: Fetch | undefined;
	/** Where requests travel instead of straight to the vendor. */
	readonly via?: Via | undefined;
}

function join(baseUrl: string, path: string): string {
	const query = baseUrl.indexOf("?");
	const base = query < 0 ? baseUrl : baseUrl.slice(0, query);
	return base.replace(/\/+$/, "") + path + (query < 0 ? "" : baseUrl.slice(query));
}

function checkUrl(url: string): void {
	if (!/^https?:\/\/[^\s/?#]/.test(url)) throw new ConfigError("`baseUrl` must be an absolute http(s) URL.");
}

/**
 * Makes a provider of a codec. Throws `ConfigError` for a base URL or header that cannot be sent.
 *
 * @example
 * ```ts
 * import { type Codec, createGateway, httpProvider } from "@workkit/ai-core";
 *
 * declare const codec: Codec;
 * const gateway = createGateway({ providers: { mine: httpProvider(codec) }, defaultProvider: "mine" });
 * ```
 */
export function httpProvider(codec: Codec, options: HttpProviderOptions = {}): Required<Omit<Provider, "embed">> & Pick<Provider, "embed"> {
	const { baseUrl, fetch } = options;
	if (baseUrl !== undefined) checkUrl(baseUrl);
	const headers = mergeHeaders({ "content-type": "application/json" }, codec.credentials, options.headers);
	const via = baseUrl === undefined ? options.via : undefined;

	async function exchange(call: Call, request: WireRequest): Promise<{ response: Response; warnings: string[] }> {
		const route = via?.route(codec.vendor, call);
		const warnings = [...(request.warnings ?? []), ...(route?.warnings ?? [])];
		if (!via && call.options.cfGateway) {
			warnings.push("`cfGateway` has no effect: this provider does not travel through AI Gateway.");
		}
		const url = join(route?.baseUrl ?? baseUrl ?? codec.baseUrl, request.path);
		const all =
			request.headers || call.options.headers || route
				? mergeHeaders(headers, request.headers, call.options.headers, route?.headers)
				: headers;
		const response = await send(url, all, request.body, call, fetch);
		if (via) call.receipt.gateway = readGatewayFacts(response.headers);
		return { response, warnings };
	}

	const { embed } = codec;
	return {
		async run(call) {
			const { response, warnings } = await exchange(call, codec.encode(call));
			const turn = codec.decode(await readJson(response), call);
			turn.warnings.push(...warnings);
			return outputOf(turn, call);
		},
		async stream(call) {
			const { response, warnings } = await exchange(call, codec.encode(call));
			// Some models answer at once whatever they were asked; a gateway's guardrails buffer the whole answer.
			if (/\bjson\b/.test(response.headers.get("content-type") ?? "")) {
				const turn = codec.decode(await readJson(response), call);
				turn.warnings.push(...warnings);
				return turnStream(turn, call);
			}
			if (!response.body) throw new StreamInterruptedError("cut", { message: "The answer has no body." });
			const translator = codec.translator(call);
			translator.turn.warnings.push(...warnings);
			return eventStream(response.body, sseStep(translator), translator.turn, call);
		},
		...(embed && {
			async embed(call: Call<"embed">) {
				const { response } = await exchange(call, embed.encode(call));
				return embed.decode(await readJson(response), call);
			},
		}),
	};
}
