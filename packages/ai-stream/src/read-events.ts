import { translateSse } from "./translate-sse.ts";

/**
 * Reads back what `toSseResponse` wrote, in a browser or another Worker. Rejects `read()` when the server reported an
 * error, when data is not JSON, and when the body ended without `[DONE]`.
 *
 * @param body - The response's body.
 *
 * @example
 * ```ts
 * import { readEvents } from "@workkit/ai-stream";
 *
 * const response = await fetch("/chat", { method: "POST", body: JSON.stringify({ prompt: "Hi", stream: true }) });
 * if (!response.body) throw new Error("no body");
 * for await (const event of readEvents<{ type: string; delta?: string }>(response.body)) console.log(event);
 * ```
 */
export function readEvents<E>(body: ReadableStream<Uint8Array>): ReadableStream<E> {
	let done = false;
	return translateSse<E>(body, {
		push(frame, emit) {
			if (frame.data === "[DONE]") {
				done = true;
				return true;
			}
			// Cut inside a frame: `end` says so.
			if (frame.unterminated) return false;
			const value = JSON.parse(frame.data);
			if (frame.event === "error")
				throw Object.assign(new Error(value.error?.message ?? "The stream failed."), value.error);
			emit(value);
			return false;
		},
		end() {
			if (!done) throw new Error("The event stream was cut: it ended without [DONE].");
		},
	});
}
