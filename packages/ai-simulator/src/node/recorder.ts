import { canonical, sha256 as textSha256 } from "../replay-match.ts";
import { hashTexts } from "./hash-texts.ts";
import { type Listening, listen } from "./listen.ts";
import { countCases, writeCase } from "./record-files.ts";
import { metaOf, type Seen, secretsOf } from "./recorded-meta.ts";
import { type BodyEnd, recordingBody } from "./recording-body.ts";

/** What is recorded, and to where. */
export interface RecorderOptions {
	/** The real addresses by name: `{ openai: "https://api.openai.com" }` is reached at `<url>/openai/…`. */
	readonly upstreams: Readonly<Record<string, string>>;
	/** The folder that gets `index.json` and `cases/…`; cases that are there stay there. */
	readonly directory: string;
	/**
	 * What is kept of a request's body: all of it, its structure with every text in it as a hash, or nothing. It is found
	 * again in each case. Default `keep`.
	 */
	readonly requests?: "keep" | "hash" | "drop";
	/** Default: a free port. */
	readonly port?: number;
	/** What reaches the upstreams. Default: the global `fetch`. */
	readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** A running recorder. */
export interface Recorder extends Listening {
	/** Names of the cases written so far. */
	readonly recorded: () => string[];
	/** What was passed on and not written, and why. */
	readonly skipped: () => string[];
}

/**
 * Records real traffic: a proxy on 127.0.0.1 that passes everything on and writes down each exchange, body bytes with
 * the time of each chunk, for `createReplay` and `startReplayer`.
 *
 * Request headers are never written, response headers by an allow-list, queries without credentials. An exchange that has
 * a credential of the request in its bodies is not written at all. Nor is one that the client broke off. `close` waits
 * for what is still being written. Rejects when the port is taken.
 *
 * @example
 * ```ts
 * import { startRecorder } from "@workkit/ai-simulator/node";
 *
 * const recorder = await startRecorder({
 *   upstreams: { openai: "https://api.openai.com" },
 *   directory: "recordings",
 * });
 * // new OpenAI({ baseURL: `${recorder.url}/openai/v1` })
 * await recorder.close();
 * ```
 */
export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
	const { upstreams, directory, requests = "keep", port = 0, fetch: send = fetch } = options;
	const recorded: string[] = [];
	const skipped: string[] = [];
	/** Resolve when an exchange is written or given up. */
	const open = new Set<Promise<unknown>>();
	let count = countCases(directory);

	const write = (seen: Omit<Seen, "number">, request: string, secrets: readonly string[]): void => {
		const meta = metaOf({ ...seen, number: ++count });
		const written = request + new TextDecoder().decode(seen.body) + JSON.stringify(meta);
		if (secrets.some((secret) => written.includes(secret))) {
			skipped.push(`${meta.name}: a credential of the request is in it`);
			return;
		}
		const body = parsed(request);
		const kept =
			requests === "drop" || body === undefined ? {} : { request: requests === "hash" ? hashTexts(body) : body };
		writeCase(directory, { meta, body: seen.body, ...kept });
		recorded.push(meta.name);
	};

	const record = async (asked: string, init: RequestInit): Promise<Response> => {
		const { pathname, search } = new URL(asked);
		const [, provider = "", rest = ""] = /^\/([^/]+)(.*)$/.exec(pathname) ?? [];
		const upstream = Object.hasOwn(upstreams, provider) ? upstreams[provider] : undefined;
		if (upstream === undefined) return new Response(`There is no upstream "${provider}".\n`, { status: 404 });
		const url = new URL(upstream.replace(/\/$/, "") + rest + search);
		const headers = new Headers(init.headers);
		const secrets = secretsOf(headers, url);
		for (const name of ["host", "connection", "content-length", "transfer-encoding"]) headers.delete(name);
		headers.set("accept-encoding", "identity");
		const request = init.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : "";
		const requestSha256 = await textSha256(canonical(request));

		const startedAt = performance.now();
		const elapsedMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
		const upstreamStop = new AbortController();
		const stop = () => upstreamStop.abort();
		const client = init.signal ?? new AbortController().signal;
		client.addEventListener("abort", stop, { once: true });
		const response = await send(url.href, { ...init, headers, redirect: "manual", signal: upstreamStop.signal });
		client.removeEventListener("abort", stop);
		const headersMs = elapsedMs();
		const chunks: [number, number][] = [];
		const parts: Uint8Array[] = [];
		let settle = () => {};
		const settled: Promise<unknown> = new Promise<void>((resolve) => {
			settle = resolve;
		}).then(() => open.delete(settled));
		open.add(settled);
		const end = (how: BodyEnd) => {
			settle();
			if (how === "left") return skipped.push(`${pathname}: broken off by the client`);
			const exchange = { provider, method: init.method ?? "GET", url, path: pathname, requestSha256 };
			const { status, headers } = response;
			const timing = { headersMs, chunks, endMs: elapsedMs(), end: how };
			write({ ...exchange, status, headers, body: new Uint8Array(Buffer.concat(parts)), timing }, request, secrets);
		};
		const passedOn = new Headers(response.headers);
		for (const name of ["content-encoding", "content-length", "transfer-encoding", "connection"]) passedOn.delete(name);
		if (response.body === null) end("done");
		const chunk = (bytes: Uint8Array) => {
			chunks.push([elapsedMs(), bytes.length]);
			parts.push(bytes);
		};
		const body = response.body && recordingBody(response.body, { chunk, end, client, stop });
		return new Response(body, { status: response.status, headers: passedOn });
	};

	const listening = await listen(record, port);
	const close = async () => {
		await listening.close();
		await Promise.all(open);
	};
	return { ...listening, close, recorded: () => [...recorded], skipped: () => [...skipped] };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
