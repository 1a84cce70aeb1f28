import type { SseFrame } from "./sse-frame.ts";
import { translateSse } from "./translate-sse.ts";

/**
 * The frames of a `text/event-stream` body, pulled by the reader. A body that just ends, ends the stream: whether it was
 * complete is for its protocol to say (`readEvents` knows this library's own).
 *
 * @param body - The response's body.
 *
 * @example
 * ```ts
 * import { sseFrames } from "@workkit/ai-stream";
 *
 * const response = await fetch("https://example.com/events");
 * if (!response.body) throw new Error("no body");
 * for await (const frame of sseFrames(response.body)) console.log(frame.data);
 * ```
 */
export function sseFrames(body: ReadableStream<Uint8Array>): ReadableStream<SseFrame> {
	return translateSse<SseFrame>(body, {
		push(frame, emit) {
			emit(frame);
			return false;
		},
		end() {},
	});
}
