/** What happens to each chunk of a source. */
export interface Step<C, E> {
	/**
	 * Takes the next chunk and emits what it holds. Returns `true` when nothing after it matters: the source is cancelled.
	 * A throw fails the stream; what was emitted before it is still delivered.
	 */
	push(chunk: C, emit: (event: E) => void): boolean | undefined;
	/** Called once, after the last chunk: emits the closing events, or throws when the source ended too early. */
	end(emit: (event: E) => void): void;
}

/** How a pulled stream is watched. Every member is optional. */
export interface PullOptions {
	/** Fails the stream with `signal.reason` and cancels the source. */
	readonly signal?: AbortSignal | undefined;
	/** Told before each wait for the source's next chunk, and when the wait is over. */
	readonly watch?:
		| {
				/** A wait for the source begins. */
				wait(): void;
				/** The wait is over: a chunk came, or the end. */
				arrive(): void;
		  }
		| undefined;
	/** Maps the reason with which the stream fails. Default: as it is. */
	readonly onError?: ((error: unknown) => unknown) | undefined;
	/** Called once: the stream ended, failed or was cancelled. */
	readonly onEnd?: (() => void) | undefined;
}

/**
 * Derives a stream from another without reading ahead: the source is read only while a reader waits, one chunk at a
 * time, and cancelling the stream cancels the source.
 *
 * @param source - Is locked until the stream ends.
 */
export function pullStream<C, E>(
	source: ReadableStream<C>,
	step: Step<C, E>,
	{ signal, watch, onError, onEnd }: PullOptions = {},
): ReadableStream<E> {
	const reader = source.getReader();
	let output: ReadableStreamDefaultController<E>;
	let emitted = false;
	let ended = false;
	let fail: (() => void) | undefined;

	const emit = (event: E): void => {
		emitted = true;
		output.enqueue(event);
	};
	const end = (reason?: unknown): Promise<void> => {
		ended = true;
		signal?.removeEventListener("abort", abort);
		onEnd?.();
		const cancelled = reader.cancel(reason);
		cancelled.catch(() => {});
		return cancelled;
	};
	const stop = (error: unknown): void => {
		if (ended) return;
		const reason = onError ? onError(error) : error;
		fail = () => output.error(reason);
		end(reason);
		// Erroring drops what is queued: those events go out first, and the next pull fails.
		if (!output.desiredSize) fail();
	};
	const abort = (): void => stop(signal?.reason);

	return new ReadableStream<E>(
		{
			start(controller) {
				output = controller;
				signal?.addEventListener("abort", abort);
				if (signal?.aborted) abort();
			},
			async pull() {
				fail?.();
				emitted = false;
				try {
					while (!emitted && !ended) {
						watch?.wait();
						const { done, value } = await reader.read();
						watch?.arrive();
						if (!ended && (done || step.push(value, emit))) {
							step.end(emit);
							end();
							output.close();
						}
					}
				} catch (error) {
					stop(error);
				}
			},
			cancel: (reason) => (ended ? undefined : end(reason)),
		},
		{ highWaterMark: 0 },
	);
}
