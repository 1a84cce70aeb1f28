/** What `collect` gathers from an event stream. */
export interface Collected<E extends { type: string }> {
	/** All text deltas, joined. */
	text: string;
	/** The tool calls, in order. */
	toolCalls: Extract<E, { type: "tool_use" }>[];
	/** The closing event with finish reason and usage; `undefined` only for a stream that does not follow the gateway's contract. */
	done: Extract<E, { type: "done" }> | undefined;
}

/**
 * Reads an event stream to its end. Rejects with the stream's own error when it fails.
 *
 * @param stream - Of events, such as a gateway's.
 *
 * @example
 * ```ts
 * import { collect } from "@workkit/ai-stream";
 *
 * declare const events: ReadableStream<{ type: "text"; delta: string } | { type: "done"; finishReason?: string }>;
 * const { text, done } = await collect(events);
 * console.log(text, done?.finishReason);
 * ```
 */
export async function collect<E extends { type: string }>(stream: ReadableStream<E>): Promise<Collected<E>> {
	const result: Collected<E> = { text: "", toolCalls: [], done: undefined };
	const reader = stream.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return result;
		if (value.type === "text") result.text += (value as E & { delta: string }).delta;
		// `type` decides the member of the union; a generic union cannot be narrowed by comparison.
		else if (value.type === "tool_use") result.toolCalls.push(value as Extract<E, { type: "tool_use" }>);
		else if (value.type === "done") result.done = value as Extract<E, { type: "done" }>;
	}
}
