import type { Call, CallFrame, ModelPrice } from "./call.ts";
import { costOf, tokensIn } from "./call-tokens.ts";
import { decodePart } from "./decode-part.ts";
import type { OpenRecord } from "./exchange.ts";
import { isRecord } from "./json.ts";
import { maskBody, maskHeaders, maskPath } from "./mask.ts";
import type { Arrival } from "./remote-binding.ts";
import { watchedBody } from "./watched-body.ts";

/** Bytes of one answer that are kept for the inspector. */
const KEPT_BYTES = 256 * 1024;

/** What the log is told, and whom it tells. */
export interface CallLogOptions {
	/** Calls kept; older ones are forgotten. */
	readonly keep: number;
	readonly prices: Readonly<Record<string, ModelPrice>>;
	readonly onCall: ((call: Call) => void) | undefined;
}

/** What is known of a call beside its bytes; `cancelled` is read at its end. */
export type LoggedRecord = Pick<OpenRecord, "wire" | "body" | "cancelled">;

/** One call under way. */
export interface OpenCall {
	/** The answer; reading its body is what the call's frames and end are told by. */
	readonly answered: (response: Response) => Response;
	/** No answer: the client gave up, or the host is said to be out of reach. */
	readonly failed: (error: unknown) => void;
}

/** The last calls, oldest first. */
export interface CallLog {
	readonly open: (arrival: Arrival, body: string, record: LoggedRecord) => OpenCall;
	readonly calls: () => readonly Call[];
	/** Grows with everything that happens to a call. */
	readonly version: () => number;
	readonly clear: () => void;
}

type Draft = { -readonly [Key in keyof Call]: Call[Key] };

/** A log of the last calls. */
export function createCallLog({ keep, prices, onCall }: CallLogOptions): CallLog {
	const calls = new Set<Draft>();
	let version = 0;
	let count = 0;

	const open: CallLog["open"] = (arrival, body, record) => {
		const start = performance.now();
		const elapsedMs = () => Math.round((performance.now() - start) * 10) / 10;
		const frames: CallFrame[] = [];
		const decoder = new TextDecoder();
		const draft: Draft = {
			id: ++count,
			startedAt: Date.now(),
			wire: record.wire,
			method: arrival.method,
			path: maskPath(arrival.url),
			model: modelOf(arrival, record.body),
			requestHeaders: maskHeaders(arrival.headers),
			requestBody: maskBody(body),
			status: undefined,
			responseHeaders: {},
			answeredAtMs: undefined,
			endedAtMs: undefined,
			outcome: "open",
			error: undefined,
			frameCount: 0,
			byteCount: 0,
			frames,
			tokens: { input: undefined, output: undefined },
			cost: undefined,
		};
		calls.add(draft);
		const [oldest] = calls;
		if (calls.size > keep && oldest !== undefined) calls.delete(oldest);
		version++;

		const end = (outcome: Call["outcome"]) => {
			draft.endedAtMs = elapsedMs();
			draft.outcome = record.cancelled ? "cancelled" : outcome;
			draft.cost = costOf(draft.tokens, draft.model === undefined ? undefined : prices[draft.model]);
			version++;
			onCall?.(draft);
		};
		return {
			answered(response) {
				draft.status = response.status;
				draft.responseHeaders = maskHeaders(response.headers);
				draft.answeredAtMs = elapsedMs();
				version++;
				// A socket's answer has no body, and no Response can be made like it.
				if (response.body === null || response.status < 200) {
					end("finished");
					return response;
				}
				const body = watchedBody(response.body, {
					frame(bytes) {
						draft.frameCount++;
						draft.byteCount += bytes.byteLength;
						version++;
						if (draft.byteCount > KEPT_BYTES || !calls.has(draft)) return;
						const text = decoder.decode(bytes, { stream: true });
						frames.push({ atMs: elapsedMs(), text });
						draft.tokens = tokensIn(text, draft.tokens);
					},
					end,
				});
				return new Response(body, {
					status: response.status,
					statusText: response.statusText,
					headers: response.headers,
				});
			},
			failed(error) {
				if (!record.cancelled) draft.error = String(error);
				end("broken");
			},
		};
	};

	return {
		open,
		calls: () => [...calls].map((call) => ({ ...call, frames: [...call.frames] })),
		version: () => version,
		clear() {
			calls.clear();
			count = 0;
			version++;
		},
	};
}

/** The model that a request names, in its body, in the binding's header or in its path. */
function modelOf({ url, headers }: Arrival, body: unknown): string | undefined {
	const first: unknown = Array.isArray(body) ? body[0] : body;
	const query: unknown = isRecord(first) && isRecord(first.query) ? first.query : first;
	if (isRecord(query) && typeof query.model === "string") return query.model;
	const path = /\/ai\/run\/(.+)$|\/workers-ai\/(@.+)$/.exec(url.pathname);
	const named = path?.[1] ?? path?.[2];
	if (named !== undefined) return decodePart(named);
	const endpoint = isRecord(first) && typeof first.endpoint === "string" ? first.endpoint : undefined;
	return headers.get("cf-consn-model-id") ?? (endpoint?.startsWith("@") ? endpoint : undefined);
}
