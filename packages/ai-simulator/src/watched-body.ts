/** What is told of a body on its way to the reader. */
export interface BodyWatcher {
	readonly frame: (bytes: Uint8Array) => void;
	/** Told once. */
	readonly end: (outcome: "finished" | "cancelled" | "broken") => void;
}

/** The same body, still read at the reader's pace, with `watcher` told of every piece and of the end. */
export function watchedBody(body: ReadableStream<Uint8Array>, watcher: BodyWatcher): ReadableStream<Uint8Array> {
	const reader = body.getReader();
	let open = true;
	const end = (outcome: Parameters<BodyWatcher["end"]>[0]) => {
		if (open) watcher.end(outcome);
		open = false;
	};
	return new ReadableStream(
		{
			type: "bytes",
			start(controller) {
				// An abort reaches the reader at once, not with its next read.
				reader.closed.catch((error) => {
					end("broken");
					controller.error(error);
				});
			},
			async pull(controller) {
				let next = await reader.read().catch(() => undefined);
				// An empty piece is none: the stream would wait for another for ever.
				while (next?.value?.byteLength === 0) next = await reader.read().catch(() => undefined);
				if (next === undefined || !open) return;
				if (next.done) {
					end("finished");
					controller.close();
					// A reader that brought its own buffer waits for it until it is handed back empty.
					controller.byobRequest?.respond(0);
				} else {
					watcher.frame(next.value);
					// Whoever made the bytes made them with an encoder: no shared memory.
					controller.enqueue(next.value as Uint8Array<ArrayBuffer>);
				}
			},
			cancel(reason) {
				end("cancelled");
				return reader.cancel(reason);
			},
		},
		{ highWaterMark: 0 },
	);
}
