import { sseStep } from "@workkit/ai-stream";
import { ConfigError, StreamInterruptedError } from "@workkit/errors";
import type { Call } from "./call.ts";
import type { Codec, WireRequest } from "./codec.ts";
import { eventStream, turnStream } from "./event-stream.ts";
import { mergeHeaders } from "./header-safety.ts";
import type { Provider } from "./provider.ts";
import { readJson, writing } from "./read-body.ts";
import { checkResponse, type Fetch, send } from "./send.ts";
import { outputOf, type Turn } from "./turn.ts";
import type { Route, Via } from "./via.ts";

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

interface Exchange {
	/** The call with what the exchange found out. */
	readonly call: Call;
	readonly response: Response;
	readonly warnings: readonly string[];
}

/** Key under which an HTTP provider carries its wire format, for what builds requests without sending them. */
export const wireKey: unique symbol = Symbol.for("@workkit/ai-core/wire") as never;

/** What an HTTP provider sends, and how. */
export interface Wire {
	readonly codec: Codec;
	/** Where its requests go, without a trailing slash. The headers are for this host: what sends them elsewhere has to know that it stands for it. */
	readonly baseUrl: string;
	/** Headers of every request, the credentials among them. */
	readonly headers: Readonly<Record<string, string>>;
	readonly fetch: Fetch | undefined;
	readonly via?: Via | undefined;
}

/** What every codec can do, and embeddings if it has them. */
export type HttpProvider = Required<Pick<Provider, "run" | "stream">> &
	Pick<Provider, "embed"> & { readonly [wireKey]?: Wire };

/** Those values of `headers` that errors must not repeat. */
export function secretsOf(headers: Readonly<Record<string, string>>): string[] {
	return Object.entries(headers).map(([name, value]) =>
		/type|version/.test(name) ? "" : value.replace(/^Bearer /i, ""),
	);
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
export function httpProvider(codec: Codec, options: HttpProviderOptions = {}): HttpProvider {
	const { baseUrl = codec.baseUrl, fetch } = options;
	const [, base, query = ""] = /^(https?:\/\/(?![^/?]*@)[\w[][^\s#?]*?)\/*(\?[^\s#]*)?$/i.exec(baseUrl) ?? [];
	if (!base) throw new ConfigError("`baseUrl` must be an http(s) URL without credentials.");
	const headers = mergeHeaders({ "content-type": "application/json" }, codec.credentials, options.headers);
	const via = options.baseUrl === undefined ? options.via : undefined;

	const exchange = async <C extends Call>(call: C, { encode }: { encode(call: C): WireRequest }): Promise<Exchange> => {
		const request = writing(() => {
			const encoded = encode(call);
			return { ...encoded, body: JSON.stringify(encoded.body) };
		});
		const route: Route = via?.route(codec.vendor, call) ?? { baseUrl: base, headers: {} };
		const warnings = [...(request.warnings ?? []), ...(route.warnings ?? [])];
		if (!via && call.options.cfGateway) warnings.push("`cfGateway` is not sent without a gateway.");
		// Checked already, where nothing is added.
		const all = call.options.headers || via ? mergeHeaders(headers, call.options.headers, route.headers) : headers;
		const response = await send(route.baseUrl + request.path + query, all, request.body, call, fetch);
		if (via) call.receipt.gateway = via.facts(response.headers);
		const sent = { ...call, secrets: () => secretsOf(all) };
		await checkResponse(response, sent);
		return { call: sent, response, warnings };
	};

	const decode = ({ call, response, warnings }: Exchange): Promise<Turn> =>
		readJson(response, (raw) => {
			const turn = codec.decode(raw, call);
			turn.raw = raw;
			turn.warnings.push(...warnings);
			return turn;
		});

	const { embed } = codec;
	return {
		[wireKey]: { codec, baseUrl: base + query, headers, fetch, via },
		run: async (call) => outputOf(await decode(await exchange(call, codec)), call),
		async stream(call) {
			const answer = await exchange(call, codec);
			const { body, headers: answered } = answer.response;
			// Some models answer at once whatever they were asked; a gateway's guardrails buffer the whole answer.
			if (/\bjson/.test(answered.get("content-type") ?? "")) return turnStream(await decode(answer), call);
			if (!body) throw new StreamInterruptedError("cut");
			const translator = codec.translator(answer.call);
			translator.turn.warnings.push(...answer.warnings);
			return eventStream(body, sseStep(translator), translator.turn, call);
		},
		...(embed && {
			async embed(call: Call<"embed">) {
				const { response, warnings } = await exchange(call, embed);
				return readJson(response, (raw) => Object.assign(embed.decode(raw, call), warnings[0] && { warnings }));
			},
		}),
	};
}
