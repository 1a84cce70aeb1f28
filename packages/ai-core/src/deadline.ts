import { type RetryStrategy, TimeoutError } from "@workkit/errors";
import type { Call, Watch } from "./call.ts";

/** Deadlines of a call or an attempt: one signal, which somebody must end so that no timer stays behind. */
export interface Deadlines {
	readonly signal: AbortSignal | undefined;
	/** Present when waits are measured. */
	readonly watch?: Watch;
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

/** The call's signal, which also fires with a `TimeoutError` at the first limit that is passed. */
export function openDeadlines(call: Call, { total, left = total, first, idle, retryStrategy }: Limits): Deadlines {
	if ((left ?? first ?? idle) === undefined) return { signal: call.signal, end() {} };
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
	return new Promise((resolve, reject) => {
		const abort = (): void => {
			reject(signal.reason);
			// An answer that cannot be cancelled ends in the `catch` too.
			promise.then((late) => (late as ReadableStream).cancel(signal.reason)).catch(() => {});
		};
		signal.addEventListener("abort", abort);
		if (signal.aborted) abort();
		promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
	});
}
