/** Resolves after `delayMs`; `Infinity` never resolves. Rejects with the signal's reason as soon as `signal` aborts. */
export function sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		if (signal?.aborted) return reject(signal.reason);
		const abort = () => {
			if (timer !== undefined) clearTimeout(timer);
			reject(signal?.reason);
		};
		// setTimeout(…, Infinity) would fire at once.
		const timer =
			delayMs === Number.POSITIVE_INFINITY
				? undefined
				: setTimeout(() => {
						signal?.removeEventListener("abort", abort);
						resolve();
					}, delayMs);
		signal?.addEventListener("abort", abort, { once: true });
	});
}
