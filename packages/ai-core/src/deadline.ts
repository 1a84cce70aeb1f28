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
	/** Until the first event of a stream, its vendor's pings notwithstanding. */
	readonly first?: number | undefined;
	/** Between the arrivals of a stream. */
	readonly idle?: number | undefined;
	readonly retryStrategy?: RetryStrategy;
}

/** The call's signal, which also fires with a `TimeoutError` at the first limit that is passed. */
export function openDeadlines(call: Call, { total, first, idle, ...options }: Limits): Deadlines {
	const { signal } = call;
	if ((total ?? first ?? idle) === undefined) return { signal, end() {} };
	const controller = new AbortController();
	type Timer = ReturnType<typeof setTimeout> | undefined;
	const after = (ms: number | undefined, limit = ms): Timer =>
		ms === undefined
			? undefined
			: setTimeout(
					() => controller.abort(new TimeoutError(`${call.provider} ${call.operation}`, limit, options)),
					Math.max(0, ms),
				);
	const whole = after(total);
	let waiting: Timer;
	let left = first;
	let since = 0;
	const arrive = (): void => {
		clearTimeout(waiting as number);
		if (left !== undefined) left -= Date.now() - since;
	};
	return {
		signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
		watch: {
			wait() {
				since = Date.now();
				waiting = left === undefined ? after(idle) : after(left, first);
			},
			arrive,
			begun() {
				left = undefined;
			},
		},
		end() {
			clearTimeout(whole as number);
			arrive();
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
			promise
				.then((late) => {
					if (late instanceof ReadableStream) return late.cancel(signal.reason);
				})
				.catch(() => {});
		};
		if (signal.aborted) abort();
		else signal.addEventListener("abort", abort);
		promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
	});
}
