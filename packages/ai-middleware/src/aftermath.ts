import { quietly } from "./quietly.ts";

/** What is done once a call is over. */
export interface AftermathOptions {
	/**
	 * Keeps the Worker alive until what follows a call is written, and takes it out of the caller's wait: `ctx.waitUntil.bind(ctx)`. Give it
	 * for streams: what follows a stream is written after its last event; and inside `withHedge`, for which the slower call ends after the
	 * answer. Default: `run` and `embed` wait for it.
	 */
	readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
	/** Told when that fails. The call has its answer, and keeps it. */
	readonly onError?: ((error: unknown) => void) | undefined;
}

/** Does what follows a call; its failure does not become the call's. */
export async function aftermath(
	{ waitUntil, onError }: AftermathOptions,
	act: () => Promise<unknown> | undefined,
): Promise<void> {
	const done = (async () => {
		try {
			await act();
		} catch (error) {
			quietly(() => onError?.(error));
		}
	})();
	try {
		if (waitUntil) return waitUntil(done);
	} catch (error) {
		quietly(() => onError?.(error));
	}
	await done;
}
