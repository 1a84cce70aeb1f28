const encoder = new TextEncoder();

/** What a client may learn of an error: its code and message. Errors without a `code` are not this library's; their message stays inside. */
function publicError(error: unknown): { code: string; message: string } {
	const known =
		error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("WORKKIT_");
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
 * @param stream - The events; each must be a value that JSON can tell.
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
	const headers = new Headers(init.headers);
	if (!headers.has("content-type")) headers.set("content-type", "text/event-stream; charset=utf-8");
	if (!headers.has("cache-control")) headers.set("cache-control", "no-cache");
	const reader = stream.getReader();
	const body = new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const send = (frame: string): void => controller.enqueue(encoder.encode(frame));
				try {
					const { done, value } = await reader.read();
					if (done) return controller.close();
					send(`data: ${JSON.stringify(value)}\n\n${value.type === "done" ? "data: [DONE]\n\n" : ""}`);
				} catch (error) {
					reader.cancel(error).catch(() => {});
					send(`event: error\ndata: ${JSON.stringify({ error: publicError(error) })}\n\n`);
					controller.close();
				}
			},
			cancel: (reason) => reader.cancel(reason),
		},
		{ highWaterMark: 0 },
	);
	return new Response(body, { ...init, headers });
}
