import type { Call } from "./call.ts";
import type { CallLog } from "./call-log.ts";
import { INSPECTOR_PAGE } from "./inspector-page.ts";
import { sleep } from "./sleep.ts";
import { sseFrame } from "./sse.ts";

/** How often the page is told what is new. */
const TICK_MS = 150;

/**
 * The inspector: its page, the calls as JSON, and a stream that sends them again whenever something happened. Undefined
 * when the path is none of its own.
 *
 * - `GET /inspector`: the page
 * - `GET /inspector/calls`: `{ calls }`, without bodies and frames; `GET /inspector/calls/<id>`: one of them, with all
 * - `GET /inspector/events?call=<id>`: server-sent events `{ calls, call }`, `call` being the one asked for
 */
export function inspect(log: CallLog, url: URL, signal: AbortSignal | undefined): Response | undefined {
	const [, first, kind, id] = url.pathname.split("/");
	if (first !== "inspector") return undefined;
	if (kind === undefined || kind === "") return new Response(INSPECTOR_PAGE, { headers: PAGE_HEADERS });
	if (kind === "events")
		return new Response(events(log, url.searchParams.get("call"), signal), { headers: SSE_HEADERS });
	if (kind !== "calls") return new Response("Not found\n", { status: 404 });
	if (id === undefined) return json({ calls: log.calls().map(summary) });
	const call = find(log, id);
	return call === undefined ? json({ error: `There is no call ${id}, or no longer.` }, 404) : json(call);
}

const PAGE_HEADERS = {
	"content-type": "text/html; charset=utf-8",
	"cache-control": "no-store",
	// What the page shows came from elsewhere: should any of it ever be taken for markup, it can still load and run nothing.
	"content-security-policy":
		"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; img-src data:",
};
const SSE_HEADERS = { "content-type": "text/event-stream", "cache-control": "no-store" };

function json(body: unknown, status = 200): Response {
	const headers = { "content-type": "application/json", "cache-control": "no-store" };
	return new Response(JSON.stringify(body), { status, headers });
}

function find(log: CallLog, id: string): Call | undefined {
	return log.calls().find((call) => `${call.id}` === id);
}

/** What the list shows of a call. */
function summary({ frames: _, requestHeaders: __, requestBody: ___, responseHeaders: ____, ...rest }: Call): object {
	return rest;
}

/** The state now, and again after every change, at most every `TICK_MS`. */
function events(log: CallLog, id: string | null, signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
	const stopped = new AbortController();
	const stop = () => stopped.abort();
	signal?.addEventListener("abort", stop, { once: true });
	const encoder = new TextEncoder();
	let seen = -1;
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				try {
					// Asking again and again works in every runtime; in workerd one request must not wake another.
					while (log.version() === seen) await sleep(TICK_MS, stopped.signal);
				} catch {
					return controller.close();
				}
				seen = log.version();
				const calls = log.calls().map(summary);
				controller.enqueue(encoder.encode(sseFrame({ calls, call: id === null ? undefined : find(log, id) })));
			},
			cancel: stop,
		},
		{ highWaterMark: 0 },
	);
}
