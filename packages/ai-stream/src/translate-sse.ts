import { type PullOptions, pullStream, type Step } from "./pull-stream.ts";
import type { SseFrame } from "./sse-frame.ts";
import { createSseParser } from "./sse-parser.ts";

/** Turns the frames of one stream into events; `push` returns `true` for a terminal frame. It holds state: one stream, one translator. */
export type Translator<E> = Step<SseFrame, E>;

/** The step that decodes bytes, splits them into frames and gives these to a translator. */
export function sseStep<E>(translator: Translator<E>): Step<Uint8Array, E> {
	// The parser drops a byte order mark: runtimes disagree on what a decoder does with one between chunks.
	// Only the types of workers demand `fatal`.
	const decoder = new TextDecoder("utf-8", { ignoreBOM: true } as ConstructorParameters<typeof TextDecoder>[1]);
	let complete = false;
	let emitEvent: (event: E) => void;
	const parser = createSseParser((frame) => {
		if (!complete && translator.push(frame, emitEvent)) complete = true;
	});
	return {
		push(chunk, emit) {
			emitEvent = emit;
			parser.push(decoder.decode(chunk, { stream: true }));
			return complete;
		},
		end(emit) {
			emitEvent = emit;
			if (!complete) {
				parser.push(decoder.decode());
				parser.end();
			}
			translator.end(emit);
		},
	};
}

/**
 * Reads a `text/event-stream` body as a stream of events, pulled by the reader. Events that were translated before a
 * failure are delivered before `read()` rejects. After the translator's terminal frame the rest of the body is not read.
 *
 * @param body - The response's body.
 *
 * @example
 * ```ts
 * import { translateSse } from "@workkit/ai-stream";
 *
 * const response = await fetch("https://example.com/events");
 * if (!response.body) throw new Error("no body");
 * const lengths = translateSse<number>(response.body, {
 * 	push(frame, emit) {
 * 		emit(frame.data.length);
 * 		return frame.data === "[DONE]";
 * 	},
 * 	end() {},
 * });
 * ```
 */
export function translateSse<E>(
	body: ReadableStream<Uint8Array>,
	translator: Translator<E>,
	options?: PullOptions,
): ReadableStream<E> {
	return pullStream(body, sseStep(translator), options);
}
