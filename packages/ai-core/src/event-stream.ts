import { pullStream, type Step } from "@workkit/ai-stream";
import { isErrorCode, isWorkkitError, RetryStrategies, StreamInterruptedError } from "@workkit/errors";
import type { Call } from "./call.ts";
import { explainFailure } from "./failure.ts";
import type { AnyStreamEvent, GatewayStreamEvent } from "./stream-event.ts";
import { doneOf, type Emit, partialOf, type Turn } from "./turn.ts";

/** Who waits for the end of a stream that this module made. */
const ends = new WeakMap<ReadableStream, (() => void)[]>();

/** Whether the stream keeps the contract by itself, because `eventStream` made it. */
export function isGuarded(stream: ReadableStream): boolean {
	return ends.has(stream);
}

/** Calls back once when the stream ended, failed or was cancelled. Only for a stream of `eventStream`. */
export function whenEnded(stream: ReadableStream, callback: () => void): void {
	ends.get(stream)?.push(callback);
}

/**
 * Lifts what reads a source to the stream that callers get: it emits only the events that were asked for, closes with
 * one `done`, and fails with the caller's own reason, or an error that carries `context.partial`.
 */
export function eventStream<C>(
	source: ReadableStream<C>,
	step: Step<C, AnyStreamEvent>,
	turn: Turn,
	call: Call<"stream">,
): ReadableStream<GatewayStreamEvent> {
	const { signal, watch } = call;
	const wanted = new Set<string>(["text", "tool_use", "done", ...(call.options.events ?? [])]);
	const callbacks: (() => void)[] = [];
	let begun = false;
	let emitted: (event: GatewayStreamEvent) => void;
	const emit: Emit = (event) => {
		if (!begun) watch?.begun();
		begun = true;
		// The set holds the names that the stream's type has.
		if (wanted.has(event.type)) emitted(event as GatewayStreamEvent);
	};

	function fail(error: unknown): unknown {
		const expected = isWorkkitError(error) || (signal?.aborted && error === signal.reason);
		const failure = expected ? error : new StreamInterruptedError("cut", { cause: error });
		if (isWorkkitError(failure)) {
			failure.context.partial = partialOf(turn);
			// Part of the answer is with the caller: trying again would say it twice.
			if (begun && isErrorCode(failure, "WORKKIT_STREAM_INTERRUPTED")) {
				Object.assign(failure, { retryStrategy: RetryStrategies.none });
			}
		}
		return explainFailure(failure, call);
	}

	const stream = pullStream<C, GatewayStreamEvent>(
		source,
		{
			push(chunk, next) {
				emitted = next;
				return step.push(chunk, emit);
			},
			end(next) {
				emitted = next;
				step.end(emit);
				next(doneOf(turn, call));
			},
		},
		{
			signal,
			onWait: watch?.wait,
			onArrival: watch?.arrive,
			onError: fail,
			onEnd() {
				for (const callback of callbacks) callback();
			},
		},
	);
	ends.set(stream, callbacks);
	return stream;
}
