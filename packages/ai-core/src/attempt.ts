import { TimeoutError } from "@workkit/errors";
import { type Deadline, openDeadline, untilAborted } from "./abort.ts";
import type { Call, OperationName, Operations, Watch } from "./call.ts";
import { whenEnded } from "./event-stream.ts";
import { explainFailure } from "./failure.ts";
import { guardStream } from "./guard-stream.ts";
import type { Attempt } from "./receipt.ts";

/** Measures the waits of a stream; each expiry aborts the attempt with a retryable `TimeoutError`. */
function openWatch(call: Call, abort: (reason: unknown) => void): Watch {
	const { firstTokenTimeout, idleTimeout } = call.options;
	let timer: ReturnType<typeof setTimeout> | null = null;
	let left = firstTokenTimeout ?? Number.POSITIVE_INFINITY;
	let since = 0;
	let started = false;
	return {
		wait() {
			// The first wait is for the response itself: no byte can be missing yet.
			const idle = since > 0 ? (idleTimeout ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
			const first = started ? Number.POSITIVE_INFINITY : left;
			since = Date.now();
			if (first === Number.POSITIVE_INFINITY && idle === Number.POSITIVE_INFINITY) return;
			const [awaited, limit] = first < idle ? (["first token", firstTokenTimeout] as const) : (["next bytes", idleTimeout] as const);
			const expire = (): void => abort(new TimeoutError(`${call.provider} stream, waiting for the ${awaited}`, limit));
			timer = setTimeout(expire, Math.max(0, Math.min(first, idle)));
		},
		arrive() {
			clearTimeout(timer);
			left -= Date.now() - since;
		},
		begun() {
			started = true;
		},
	};
}

function openTimers(call: Call): Deadline & { watch?: Watch } {
	const { attemptTimeout, firstTokenTimeout, idleTimeout } = call.options;
	const whole = openDeadline(
		call.signal,
		attemptTimeout,
		() => new TimeoutError(`${call.provider} ${call.operation}, one attempt`, attemptTimeout),
	);
	if (call.operation !== "stream" || (firstTokenTimeout ?? idleTimeout) === undefined) return whole;
	const controller = new AbortController();
	const signal = whole.signal ? AbortSignal.any([whole.signal, controller.signal]) : controller.signal;
	const watch = openWatch(call, (reason) => controller.abort(reason));
	return {
		signal,
		watch,
		end() {
			whole.end();
			watch.arrive();
		},
	};
}

/** One try at one provider: its line in the receipt, its deadlines, and what its error says. */
export async function attempt<K extends OperationName>(
	call: Call<K>,
	operation: (call: Call<K>) => Promise<Operations[K]["output"]>,
): Promise<Operations[K]["output"]> {
	const record: Attempt = { provider: call.provider, model: call.model, startedAt: Date.now(), durationMs: 0 };
	call.receipt.attempts.push(record);
	const timers = openTimers(call);
	const { signal, watch } = timers;
	const end = (): void => {
		timers.end();
		record.durationMs = Date.now() - record.startedAt;
	};
	try {
		watch?.wait();
		const answer = operation({ ...call, signal, watch });
		const output = await untilAborted(answer, signal).catch((error) => {
			// Whoever did not listen to the signal may still open a stream that nobody will read.
			answer.then((late) => (late instanceof ReadableStream ? late.cancel(error) : undefined)).catch(() => {});
			throw error;
		});
		watch?.arrive();
		if (!(output instanceof ReadableStream)) {
			end();
			return output;
		}
		const stream = guardStream(output, { ...call, operation: "stream", signal, watch } as Call<"stream">);
		whenEnded(stream, end);
		return stream;
	} catch (error) {
		end();
		throw explainFailure(signal?.aborted ? signal.reason : error, call);
	}
}
