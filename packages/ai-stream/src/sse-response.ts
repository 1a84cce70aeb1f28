import { pullStream } from "./pull-stream.ts";

const encoder = new TextEncoder();

/** What a client may learn of an error: its code and message. Errors without a `code` are not this library's; their message stays inside. */
function publicError(error: unknown): { code: string; message: string } {
	const known = error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("WORKKIT_");
	return known
		? { code: String(error.code), message: error.message }
		: { code: "WORKKIT_INTERNAL", message: "The stream failed." };
}

/**
 * Answers with an event stream: each event as one `data:` line of JSON, `data: [DONE]` after the `done` event. When the
 * stream fails, an `event: error` frame with `{ "error": { code, message } }` closes the body, without `[DONE]`, so that
 * a client can tell a cut answer from a complete one. A client that disconnects cancels the stream, and so the upstream.
 * Headers default to `content-type: text/event-stream` and `cache-control: no-cache`; `init` may add and replace.
 *
 * @example
 * ```ts
 * import { toSseResponse } from "@workkit/ai-stream";
 *
 * declare const events: ReadableStream<{ type: "text"; delta: string } | { type: "done" }>;
 * export const answer = (): Response => toSseResponse(events);
 * ```
 */
export function toSseResponse(stream: ReadableStream<{ type: string }>, init: ResponseInit = {}): Response {
	const headers = new Headers({ "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
	new Headers(init.headers).forEach((value, name) => headers.set(name, value));
	const bytes = pullStream<{ type: string }, Uint8Array>(
		stream,
		{
			push(event, emit) {
				const line = `data: ${JSON.stringify(event)}\n\n`;
				emit(encoder.encode(event.type === "done" ? `${line}data: [DONE]\n\n` : line));
				return false;
			},
			end() {},
		},
		{
			rescue(error, emit) {
				emit(encoder.encode(`event: error\ndata: ${JSON.stringify({ error: publicError(error) })}\n\n`));
			},
		},
	);
	return new Response(bytes, { ...init, headers });
}
