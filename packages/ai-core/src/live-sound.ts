import { pullStream, putBack } from "@workkit/ai-stream";
import { StreamInterruptedError } from "@workkit/errors";
import { mediaTypeOf } from "./binary.ts";
import type { Call, OperationName } from "./call.ts";
import { type Deadlines, openDeadlines } from "./deadline.ts";
import { explainFailure } from "./failure.ts";
import type { Sound } from "./speech.ts";

/** What is left of the call's time, which is not worth another try, and of the attempt's, and the waits. */
function openRest(call: Call): Deadlines<OperationName> {
	const { deadline, attempt, options } = call;
	const { timeout, attemptTimeout, idleTimeout } = options;
	const nowMs = Date.now();
	const whole = openDeadlines(call, {
		total: timeout,
		left: deadline && deadline - nowMs,
		retryStrategy: { kind: "none" },
	});
	const once = openDeadlines(
		{ ...whole.call, watch: undefined },
		{
			total: attemptTimeout,
			left: attemptTimeout && attempt && attempt.startedAt + attemptTimeout - nowMs,
			idle: idleTimeout,
		},
	);
	return {
		call: once.call,
		end() {
			once.end();
			whole.end();
		},
	};
}

/**
 * A sound that is still coming, with its type, which the first bytes tell, else `mediaType`. The call's deadlines and signal hold until
 * its end, opened again: those of the call end with the answer.
 */
export async function openSound(source: ReadableStream<Uint8Array>, call: Call, mediaType: string): Promise<Sound> {
	const { call: held, end } = openRest(call);
	const { signal, watch } = held;
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
				const error = signal?.aborted ? signal.reason : new StreamInterruptedError("cut", { cause });
				// What the caller has heard would be said twice. A reason from elsewhere stays as it is.
				if (begun && !call.signal?.aborted) Object.assign(error, { retryStrategy: { kind: "none" } });
				return explainFailure(error, call);
			},
			onEnd: end,
		},
	);
	const reader = sound.getReader();
	const first = await reader.read();
	if (!first.value) throw new StreamInterruptedError("malformed");
	begun = true;
	return { stream: putBack(reader, first), mediaType: mediaTypeOf(first.value) ?? mediaType };
}
