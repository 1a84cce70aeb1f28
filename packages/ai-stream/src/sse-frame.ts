/** One event of a `text/event-stream`, as its blank line closed it. */
export interface SseFrame {
	/** The `data:` lines, joined by `\n`. */
	readonly data: string;
	/** The `event:` field; `undefined` when the frame names none. */
	readonly event: string | undefined;
	/** The `id:` field; `undefined` when the frame has none. */
	readonly id: string | undefined;
	/** The input ended before the frame's blank line: its data may be cut off. */
	readonly unterminated: boolean;
}
