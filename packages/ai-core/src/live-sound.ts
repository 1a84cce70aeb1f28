import { pullStream } from "@workkit/ai-stream";
import { StreamInterruptedError, TimeoutError } from "@workkit/errors";
import { mediaTypeOf } from "./binary.ts";
import type { Call } from "./call.ts";
import { openDeadlines } from "./deadline.ts";
import { explainFailure } from "./failure.ts";
import type { Sound } from "./speech.ts";

/** A signal that also fires when the call's time is up, or the attempt's: whichever is the first. */
function untilTimeout({ deadline, attempt, options, ...call }: Call): { signal: AbortSignal; end(): void } {
	const controller = new AbortController();
	const expireAt = (at: number | undefined, limitMs: number | undefined): unknown =>
		at === undefined
			? undefined
			: setTimeout(
					() => {
						const name = `${call.provider} ${call.operation}`;
						controller.abort(new TimeoutError(name, limitMs, { retryStrategy: { kind: "none" } }));
					},
					Math.max(0, at - Date.now()),
				);
	const { timeout, attemptTimeout } = options;
	const timers = [
		expireAt(deadline, timeout),
		expireAt(attemptTimeout && attempt && attempt.startedAt + attemptTimeout, attemptTimeout),
	];
	return {
		signal: call.signal ? AbortSignal.any([call.signal, controller.signal]) : controller.signal,
		end() {
			for (const timer of timers) clearTimeout(timer as number);
		},
	};
}

/**
 * A sound that is still coming, with its type, which the first bytes tell, else `mediaType`. The call's deadlines and signal hold until
 * its end, by timers of its own: those of the call end with the answer.
 */
export async function openSound(source: ReadableStream<Uint8Array>, call: Call, mediaType: string): Promise<Sound> {
	const standing = untilTimeout(call);
	const { signal, watch, end } = openDeadlines(
		{ ...call, signal: standing.signal },
		{ idle: call.options.idleTimeout },
	);
	let begun = false;
	const sound = pullStream<Uint8Array, Uint8Array>(
		source,
		{
			push(bytes, emit) {
				if (bytes.length > 0) emit(bytes);
				return false;
			},
			end() {},
		},
		{
			signal,
			watch,
			onError(cause) {
				// What the caller has heard would be said twice.
				const once = begun ? { retryStrategy: { kind: "none" } as const } : {};
				return explainFailure(
					signal?.aborted ? signal.reason : new StreamInterruptedError("cut", { cause, ...once }),
					call,
				);
			},
			onEnd() {
				end();
				standing.end();
			},
		},
	);
	const reader = sound.getReader();
	let first: Uint8Array | undefined = (await reader.read()).value;
	if (!first) throw new StreamInterruptedError("malformed");
	begun = true;
	const known = mediaTypeOf(first);
	const whole = new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const value = first ?? (await reader.read()).value;
				first = undefined;
				if (value) controller.enqueue(value);
				else controller.close();
			},
			cancel: (reason) => reader.cancel(reason),
		},
		{ highWaterMark: 0 },
	);
	return { stream: whole, mediaType: known ?? mediaType };
}
