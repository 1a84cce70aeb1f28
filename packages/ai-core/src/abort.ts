/**
 * Waits for a promise, or for the signal: an aborted signal rejects with its reason at once, also when whoever makes the
 * promise does not listen to it. The listener is gone when the wait is over.
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	if (!signal) return promise;
	return new Promise((resolve, reject) => {
		const abort = (): void => reject(signal.reason);
		if (signal.aborted) abort();
		signal.addEventListener("abort", abort);
		promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
	});
}

/** A signal that somebody must end, so that no timer stays behind. */
export interface Deadline {
	readonly signal: AbortSignal | undefined;
	end(): void;
}

/** The caller's signal, which also fires with `expired()` after `timeoutMs`. Without a timeout it is the signal itself. */
export function openDeadline(
	signal: AbortSignal | undefined,
	timeoutMs: number | undefined,
	expired: () => unknown,
): Deadline {
	if (timeoutMs === undefined) return { signal, end() {} };
	const controller = new AbortController();
	const timer = setTimeout(() => controller.abort(expired()), timeoutMs);
	return {
		signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
		end: () => clearTimeout(timer),
	};
}
