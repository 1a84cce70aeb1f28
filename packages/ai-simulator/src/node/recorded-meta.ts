import type { RecordedMeta, RecordedTiming } from "../recorded-case.ts";
import { sha256 } from "./record-files.ts";

/** Answer headers that are kept: none of them tells who asked. */
const KEPT =
	/^(content-type|date|server|retry-after(-ms)?|x-should-retry|(x-)?request-id|cf-ray|cf-ai-req-id|cf-aig-(log-id|cache-status|step)|openai-(processing-ms|version|model)|(x|anthropic)-ratelimit-.+)$/;
/** Parameters of a query that let somebody in. */
const CREDENTIAL = /key|token|secret|sig|auth|password|credential/i;
const WIRES: readonly (readonly [path: RegExp, wire: string])[] = [
	[/\/ai\/run\/|\/ai\/v1\//, "workers-ai"],
	[/\/(chat\/completions|embeddings|completions)$/, "openai-chat"],
	[/\/responses(\/|$)/, "openai-responses"],
	[/\/messages(\/|$)/, "anthropic-messages"],
];

/** What was seen of one exchange. */
export interface Seen {
	readonly provider: string;
	readonly number: number;
	readonly method: string;
	/** Where it was sent, query and all. */
	readonly url: URL;
	/** Where the recorder was asked. */
	readonly path: string;
	readonly status: number;
	readonly headers: Headers;
	readonly body: Uint8Array;
	readonly requestSha256: string;
	readonly timing: RecordedTiming;
}

/** `meta.json` of an exchange, without anything that lets somebody in. */
export function metaOf(seen: Seen): RecordedMeta {
	const { provider, url, headers, body } = seen;
	const type = headers.get("content-type") ?? "";
	const streaming = type.includes("event-stream");
	const query = [...url.searchParams].filter(([name]) => !CREDENTIAL.test(name));
	const described = {
		wire: WIRES.find(([path]) => path.test(url.pathname))?.[1] ?? "other",
		endpoint: url.pathname.endsWith("/embeddings") ? "embeddings" : "chat",
		streaming,
		fidelity: "exact",
		provenance: "http-recording",
		features: [],
	};
	return {
		name: `${provider}/${String(seen.number).padStart(4, "0")}-${streaming ? "stream" : "whole"}-${seen.status}`,
		provider,
		...described,
		status: seen.status,
		headers: Object.fromEntries([...headers].filter(([name]) => KEPT.test(name))),
		method: seen.method,
		url: `${url.origin}${url.pathname}`,
		query: query.length === 0 ? null : new URLSearchParams(query).toString(),
		path: seen.path,
		body: streaming ? "response.sse" : type.includes("json") ? "response.json" : "response.bin",
		bodyBytes: body.length,
		bodySha256: sha256(body),
		requestSha256: seen.requestSha256,
		timing: seen.timing,
	};
}

/** What a request lets itself in with: its keys and cookies, and the credentials in its query. */
export function secretsOf(headers: Headers, url: URL): string[] {
	const values: string[] = [];
	for (const [name, value] of headers) {
		if (/auth|key|token|secret|cookie/i.test(name)) values.push(value.replace(/^(Bearer|Basic)\s+/i, ""));
	}
	for (const [name, value] of url.searchParams) if (CREDENTIAL.test(name)) values.push(value);
	// Shorter ones are in any text by accident.
	return values.filter((value) => value.length >= 6);
}
