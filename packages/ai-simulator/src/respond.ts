import { bodyStream } from "./body-stream.ts";
import type { Exchange } from "./exchange.ts";
import type { ReplyFault } from "./reply.ts";

/** What is optional about a JSON response. */
export interface JsonOptions {
	/** Default 200. */
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly fault?: ReplyFault | undefined;
}

/** A JSON response, `application/json` without a charset; a string is sent as it is. */
export function respondJson(exchange: Exchange, body: unknown, options: JsonOptions = {}): Response {
	const text = typeof body === "string" ? body : JSON.stringify(body);
	const middle = Math.floor(text.length / 2);
	const frames = options.fault === undefined ? [text] : [text.slice(0, middle), text.slice(middle)];
	const { record, signal, delivery } = exchange;
	const status = options.status ?? 200;
	const stream = bodyStream({ frames, record, paceMs: 0, fault: options.fault, brokenFrame: undefined, signal });
	return new Response(stream, {
		status,
		headers: { "content-type": "application/json", ...options.headers, ...(status < 400 ? delivery.headers : {}) },
	});
}

/** What a streamed response carries. */
export interface EventsOptions {
	readonly frames: Iterable<string>;
	readonly fault: ReplyFault | undefined;
	/** Sent after `afterFrames` frames, as the last one. */
	readonly error: { readonly afterFrames: number; readonly frame: string } | undefined;
	readonly headers?: Readonly<Record<string, string>>;
	/** Default `text/event-stream; charset=utf-8`. */
	readonly contentType?: string;
}

/** A streamed response of server-sent events, paced by the reply's or the simulator's `paceMs`. */
export function respondEvents(exchange: Exchange, options: EventsOptions): Response {
	const { record, signal, settings, delivery, onFrames } = exchange;
	const frames = options.error === undefined ? options.frames : endWith(options.frames, options.error);
	const kept = onFrames && [...frames];
	if (kept) onFrames(kept);
	const stream = bodyStream({
		frames: kept ?? frames,
		record,
		paceMs: delivery.paceMs ?? settings.paceMs,
		fault: options.fault,
		brokenFrame: 'data: {"broken":\n\n',
		signal,
	});
	return new Response(stream, {
		headers: {
			"content-type": options.contentType ?? "text/event-stream; charset=utf-8",
			"cache-control": "no-cache",
			...options.headers,
			...delivery.headers,
		},
	});
}

function* endWith(frames: Iterable<string>, error: { afterFrames: number; frame: string }): Generator<string> {
	let sent = 0;
	for (const frame of frames) {
		if (sent++ >= error.afterFrames) break;
		yield frame;
	}
	yield error.frame;
}
