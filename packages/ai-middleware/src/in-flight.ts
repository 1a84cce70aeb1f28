import type { Call } from "@workkit/ai-core";
import { isWorkkitError } from "@workkit/errors";
import type { AftermathOptions } from "./aftermath.ts";
import { quietly } from "./quietly.ts";
import { sharedReceipt } from "./racing-receipt.ts";

/** One answer that several callers wait for. */
interface Flight<T> {
	readonly answer: Promise<T>;
	/** The call that started it. */
	readonly leader: Call;
	readonly controller: AbortController;
	waiting: number;
}

/** Starts what nobody has started yet; `joined` tells whether somebody had. */
export type Join<T> = (
	key: string,
	call: Call,
	start: (signal: AbortSignal | undefined) => Promise<T>,
) => { answer: Promise<T>; joined: boolean };

/** A failure for one more caller: an error of ours has a context of its own, with the receipt of one call. */
function copyOf(error: unknown): unknown {
	if (!isWorkkitError(error)) return error;
	const copy = Object.setPrototypeOf(new Error(), Object.getPrototypeOf(error));
	return Object.defineProperties(copy, {
		...Object.getOwnPropertyDescriptors(error),
		stack: { value: error.stack },
		context: { value: { ...error.context }, enumerable: true },
	});
}

/**
 * Lets callers of the same thing share one answer. A caller who aborts is rejected at once; what is shared is aborted when
 * no caller is left. In a Worker, `waitUntil` keeps the request alive that started it, for the sake of the others.
 */
export function createInFlight<T>(waitUntil: AftermathOptions["waitUntil"]): Join<T> {
	const flights = new Map<string, Flight<T>>();
	return (key, call, start) => {
		// While the storage was asked. What is shared has a signal of its own.
		call.signal?.throwIfAborted();
		const underWay = flights.get(key);
		// A hedged call that waited for its own first request would gain nothing.
		if (underWay && sharedReceipt(underWay.leader.receipt) === sharedReceipt(call.receipt))
			return { answer: start(call.signal), joined: false };
		const joined = underWay !== undefined;
		return { answer: wait(underWay ?? launch(key, call, start), key, call, joined), joined };
	};

	function launch(key: string, leader: Call, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
		const controller = new AbortController();
		const answer = start(controller.signal).finally(() => {
			if (flights.get(key) === flight) flights.delete(key);
		});
		// Every caller may have left.
		const over = answer.catch(() => {});
		quietly(() => waitUntil?.(over));
		const flight: Flight<T> = { answer, leader, controller, waiting: 0 };
		flights.set(key, flight);
		return flight;
	}

	function wait(flight: Flight<T>, key: string, { signal }: Call, joined: boolean): Promise<T> {
		flight.waiting++;
		return new Promise<T>((resolve, reject) => {
			const leave = (): void => {
				reject(signal?.reason);
				if (--flight.waiting > 0) return;
				if (flights.get(key) === flight) flights.delete(key);
				flight.controller.abort(signal?.reason);
			};
			signal?.addEventListener("abort", leave, { once: true });
			const fail = (error: unknown): void => reject(joined ? copyOf(error) : error);
			flight.answer.then(resolve, fail).finally(() => signal?.removeEventListener("abort", leave));
		});
	}
}
