import { RetryStrategies, TimeoutError } from "@workkit/errors";

/** One signal for work that has to end: by the caller's abort, by a limit of time, or because nobody wants it any more. */
export interface Deadline {
	readonly signal: AbortSignal;
	/** Ends the work for another reason. */
	abort(reason: unknown): void;
	/** Waits for a promise or for the signal, also when whoever makes the promise does not listen to it. */
	race<T>(promise: Promise<T>): Promise<T>;
	/** Leaves no timer and no listener behind. */
	end(): void;
}

/** A timer cannot wait longer: it would fire at once. */
const longestMs = 2 ** 31 - 1;

/** Opens a deadline. Throws the outer signal's reason when that is aborted already. */
export function openDeadline(what: string, timeoutMs: number | undefined, outer: AbortSignal | undefined): Deadline {
	outer?.throwIfAborted();
	const controller = new AbortController();
	const { signal } = controller;
	const abort = (reason: unknown): void => controller.abort(reason);
	const pass = (): void => abort(outer?.reason);
	const expire = (): void => abort(new TimeoutError(what, timeoutMs, { retryStrategy: RetryStrategies.none }));
	// A number here, an object in Node.
	const timer: unknown = timeoutMs === undefined || timeoutMs > longestMs ? undefined : setTimeout(expire, timeoutMs);
	outer?.addEventListener("abort", pass);
	return {
		signal,
		abort,
		race: (promise) =>
			new Promise((resolve, reject) => {
				const stop = (): void => reject(signal.reason);
				signal.addEventListener("abort", stop);
				if (signal.aborted) stop();
				promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
			}),
		end() {
			clearTimeout(timer as number);
			outer?.removeEventListener("abort", pass);
		},
	};
}

/** Does something within a deadline. */
export async function within<T>(
	what: string,
	timeoutMs: number | undefined,
	outer: AbortSignal | undefined,
	act: (deadline: Deadline) => Promise<T>,
): Promise<T> {
	const deadline = openDeadline(what, timeoutMs, outer);
	try {
		return await deadline.race(act(deadline));
	} finally {
		deadline.end();
	}
}
