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

/** Makes the answer of what came: JSON, or the body of a stream. The call is the one with what its exchange found out. */
type Read<B, T> = (body: B, call: Call, warnings: readonly string[]) => T;

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

/** Lists those values of `headers` that errors must not repeat. */
export function secretsOf(headers: Readonly<Record<string, string>>): () => string[] {
	return () =>
		Object.entries(headers).map(([name, value]) => (/type|version/.test(name) ? "" : value.replace(/^Bearer /i, "")));
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

	const exchange = async <C extends Call, T>(
		call: C,
		{ encode }: { encode(call: C): WireRequest },
		read: Read<unknown, T>,
		open?: Read<Response["body"], T>,
	): Promise<T> => {
		const request = writing(() => encode(call));
		const body = writing(() => JSON.stringify(request.body));
		const route: Route = via?.route(codec.vendor, call) ?? { baseUrl: base, headers: {} };
		const warnings = [...(request.warnings ?? []), ...(route.warnings ?? [])];
		if (!via && call.options.cfGateway) warnings.push("`cfGateway` is not sent without a gateway.");
		// Checked already, where nothing is added.
		const all = call.options.headers || via ? mergeHeaders(headers, call.options.headers, route.headers) : headers;
		const response = await send(route.baseUrl + request.path + query, all, body, call, fetch);
		if (via) call.receipt.gateway = via.facts(response.headers);
		const sent = { ...call, secrets: secretsOf(all) };
		if (!response.ok) await checkResponse(response, sent);
		// Some models answer at once whatever they were asked; a gateway's guardrails buffer the whole answer.
		return open && !/\bjson/.test(response.headers.get("content-type") ?? "")
			? open(response.body, sent, warnings)
			: await readJson(response, (json) => read(json, sent, warnings));
	};

	const decode =
		<T>(use: (turn: Turn, call: Call) => T): Read<unknown, T> =>
		(raw, call, warnings) => {
			const turn = codec.decode(raw, call);
			turn.raw = raw;
			turn.warnings.push(...warnings);
			return use(turn, call);
		};

	const { embed } = codec;
	return {
		[wireKey]: { codec, baseUrl: base + query, headers, fetch, via },
		run: (call) => exchange(call, codec, decode(outputOf)),
		stream: (call) =>
			exchange(call, codec, decode(turnStream), (body, sent, warnings) => {
				if (!body) throw new StreamInterruptedError("cut");
				const translator = codec.translator(sent);
				translator.turn.warnings.push(...warnings);
				return eventStream(body, sseStep(translator), translator.turn, call);
			}),
		...(embed && {
			embed: (call: Call<"embed">) =>
				exchange(call, embed, (raw, _sent, warnings) =>
					Object.assign(embed.decode(raw, call), warnings[0] && { warnings }),
				),
		}),
	};
}
