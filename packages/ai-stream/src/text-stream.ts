import { pullStream } from "./pull-stream.ts";

/**
 * Only the text deltas of an event stream. It fails when the event stream fails.
 *
 * @param stream - Of events, such as a gateway's.
 *
 * @example
 * ```ts
 * import { textStream } from "@workkit/ai-stream";
 *
 * declare const events: ReadableStream<{ type: "text"; delta: string } | { type: "done" }>;
 * for await (const delta of textStream(events)) console.log(delta);
 * ```
 */
export function textStream(stream: ReadableStream<{ type: string; delta?: unknown }>): ReadableStream<string> {
	return pullStream<{ type: string; delta?: unknown }, string>(stream, {
		push(event, emit) {
			if (event.type === "text" && typeof event.delta === "string") emit(event.delta);
			return false;
		},
		end() {},
	});
}
