/** A client that has left may have read all it wanted: its answer gets so long to end, and is whole then. */
const GRACE_MS = 500;

/** How a recorded body came to its end: `left` is one that the client broke off. */
export type BodyEnd = "done" | "cut" | "left";

/** What is told of a body on its way. */
export interface BodyWatch {
	readonly chunk: (bytes: Uint8Array) => void;
	/** Called once; the client sees the end after it. */
	readonly end: (how: BodyEnd) => void;
	/** Aborts when the client has left. */
	readonly client: AbortSignal;
	/** Ends the upstream's answer. */
	readonly stop: () => void;
}

/**
 * Passes a body on as it comes, one chunk per read, and tells of it.
 *
 * Clients hang up when they have read `[DONE]`, before the body's end: what is left of it is read without them.
 */
export function recordingBody(upstream: ReadableStream<Uint8Array>, watch: BodyWatch): ReadableStream<Uint8Array> {
	const { client } = watch;
	const reader = upstream.getReader();
	let isLate = false;
	let hasEnded = false;
	let last: Promise<unknown> = Promise.resolve();

	const readOne = async (): Promise<Uint8Array | undefined> => {
		if (hasEnded) return undefined;
		const next = await reader.read().catch((error: unknown) => {
			hasEnded = true;
			watch.end(isLate ? "left" : "cut");
			throw error;
		});
		hasEnded = next.done;
		if (next.done) watch.end("done");
		else watch.chunk(next.value);
		return next.value;
	};
	// The client's reads and the last ones without it may not overtake each other.
	const read = (): Promise<Uint8Array | undefined> => {
		const next = last.then(readOne, readOne);
		last = next.catch(() => undefined);
		return next;
	};
	const finish = async () => {
		const timer = setTimeout(() => {
			isLate = true;
			watch.stop();
		}, GRACE_MS);
		// Its end has been told.
		while (!hasEnded) await read().catch(() => undefined);
		clearTimeout(timer);
	};
	client.addEventListener("abort", finish, { once: true });

	return new ReadableStream(
		{
			async pull(controller) {
				const chunk = await read();
				if (chunk !== undefined) return controller.enqueue(chunk);
				client.removeEventListener("abort", finish);
				controller.close();
			},
		},
		{ highWaterMark: 0 },
	);
}
