/** One answer that several callers wait for. */
interface Flight<T> {
	readonly answer: Promise<T>;
	readonly controller: AbortController;
	waiting: number;
}

/** Starts what nobody has started yet; `joined` tells whether somebody had. */
export type Join<T> = (
	key: string,
	signal: AbortSignal | undefined,
	start: (signal: AbortSignal) => Promise<T>,
) => { answer: Promise<T>; joined: boolean };

/**
 * Lets callers of the same thing share one answer. A caller who aborts is rejected at once; what is shared is aborted when
 * no caller is left.
 */
export function createInFlight<T>(): Join<T> {
	const flights = new Map<string, Flight<T>>();
	return (key, signal, start) => {
		const underWay = flights.get(key);
		const flight = underWay ?? launch(key, start);
		return { answer: wait(flight, key, signal), joined: underWay !== undefined };
	};

	function launch(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
		const controller = new AbortController();
		const answer = start(controller.signal).finally(() => {
			if (flights.get(key) === flight) flights.delete(key);
		});
		// Every caller may have left.
		answer.catch(() => {});
		const flight: Flight<T> = { answer, controller, waiting: 0 };
		flights.set(key, flight);
		return flight;
	}

	function wait(flight: Flight<T>, key: string, signal: AbortSignal | undefined): Promise<T> {
		flight.waiting++;
		return new Promise<T>((resolve, reject) => {
			const leave = (): void => {
				reject(signal?.reason);
				if (--flight.waiting > 0) return;
				if (flights.get(key) === flight) flights.delete(key);
				flight.controller.abort(signal?.reason);
			};
			signal?.addEventListener("abort", leave, { once: true });
			if (signal?.aborted) leave();
			flight.answer.then(resolve, reject).finally(() => signal?.removeEventListener("abort", leave));
		});
	}
}
