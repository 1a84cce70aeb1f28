import { type RetryStrategy, TimeoutError } from "@workkit/errors";
import type { Call, OperationName } from "./call.ts";

/** A call or an attempt within deadlines, which somebody must end so that no timer stays behind. */
export interface Deadlines<K extends OperationName> {
	readonly call: Call<K>;
	end(): void;
}

/** How long a call or an attempt may take, in milliseconds. */
export interface Limits {
	readonly total?: number | undefined;
	/** What is left of `total` where it began before. Default all of it. */
	readonly left?: number | undefined;
	/** Until the first event of a stream, its vendor's pings notwithstanding. */
	readonly first?: number | undefined;
	/** Between the arrivals of a stream. */
	readonly idle?: number | undefined;
	readonly retryStrategy?: RetryStrategy;
}

/** A timer's handle is a number here and an object in Node, hence the casts where one is cleared. */
type Timer = unknown;

/** The call with a signal that also fires with a `TimeoutError` at the first limit that is passed; as it is without limits. */
export function openDeadlines<K extends OperationName>(
	call: Call<K>,
	{ total, left = total, first, idle, retryStrategy }: Limits,
): Deadlines<K> {
	if ((left ?? first ?? idle) === undefined) return { call, end() {} };
	const controller = new AbortController();
	const after = (limit: number | undefined, ms = limit): Timer => {
		const expire = (): void =>
			controller.abort(new TimeoutError(`${call.provider} ${call.operation}`, limit, { retryStrategy }));
		return ms === undefined ? undefined : setTimeout(expire, Math.max(0, ms));
	};
	const standing = after(total, left);
	let waiting: Timer;
	let since = 0;
	let waited = 0;
	return {
		call: {
			...call,
			signal: call.signal ? AbortSignal.any([call.signal, controller.signal]) : controller.signal,
			watch: {
				wait() {
					clearTimeout(waiting as number);
					since = Date.now();
					waiting = first ? after(first, first - waited) : after(idle);
				},
				arrive() {
					clearTimeout(waiting as number);
					waited += Date.now() - since;
				},
				begun() {
					first = undefined;
				},
			},
		},
		end() {
			clearTimeout(waiting as number);
			clearTimeout(standing as number);
		},
	};
}

/**
 * Waits for a promise, or for the signal: an aborted signal rejects with its reason at once, also when whoever makes the
 * promise does not listen to it. A stream that then comes late is cancelled.
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	if (!signal) return promise;
	// A provider of the caller's own may answer without one.
	const answer = Promise.resolve(promise);
	return new Promise((resolve, reject) => {
		const abort = (): void => {
			reject(signal.reason);
			// An answer that cannot be cancelled ends in the `catch` too.
			answer.then((late) => (late as ReadableStream).cancel(signal.reason)).catch(() => {});
		};
		signal.addEventListener("abort", abort);
		if (signal.aborted) abort();
		answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
	});
}
