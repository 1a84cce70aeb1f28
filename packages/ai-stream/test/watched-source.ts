/** A source that tells how far it was read and whether it was cancelled. */
export interface WatchedSource<C> {
	readonly stream: ReadableStream<C>;
	/** How often it was asked for a chunk. */
	readonly pulls: number;
	/** The reasons with which it was cancelled. */
	readonly cancelled: readonly unknown[];
}

/**
 * A source of these chunks, which then closes, stays open for ever, or fails. It has no buffer, so that every chunk that
 * it hands out was asked for.
 */
export function watchedSource<C>(
	chunks: Iterable<C>,
	end: "close" | "stay open" | { error: unknown } = "close",
): WatchedSource<C> {
	const iterator = chunks[Symbol.iterator]();
	const cancelled: unknown[] = [];
	let pulls = 0;
	const stream = new ReadableStream<C>(
		{
			pull(controller) {
				pulls++;
				const { done, value } = iterator.next();
				if (!done) return controller.enqueue(value);
				if (end === "close") return controller.close();
				if (end !== "stay open") return controller.error(end.error);
				return new Promise(() => {});
			},
			cancel(reason) {
				cancelled.push(reason);
			},
		},
		{ highWaterMark: 0 },
	);
	return {
		stream,
		cancelled,
		get pulls() {
			return pulls;
		},
	};
}
