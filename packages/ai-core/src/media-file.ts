import { pullStream } from "@workkit/ai-stream";
import { StreamInterruptedError, TimeoutError } from "@workkit/errors";
import { type Binary, type MediaFile, mediaTypeOf, readBinary, toBlob } from "./binary.ts";
import type { Call } from "./call.ts";
import { openDeadlines } from "./deadline.ts";
import { explainFailure } from "./failure.ts";
import type { Sound } from "./speech.ts";

const unknownType = "application/octet-stream";

/**
 * A file that a model answered with: its bytes, or base64. `mediaType` is for files whose beginning tells none. Throws
 * `StreamInterruptedError` for what is no file.
 */
export async function readMediaFile(answer: unknown, mediaType: string = unknownType): Promise<MediaFile> {
	try {
		const bytes = await readBinary(answer as Binary, "");
		return { bytes, mediaType: mediaTypeOf(bytes) ?? mediaType };
	} catch (cause) {
		throw new StreamInterruptedError(answer instanceof ReadableStream ? "cut" : "malformed", { cause });
	}
}

/**
 * A sound that a model answered with: whole, or as it comes when `live` is its call, whose deadlines and signal then hold
 * until its end. `mediaType` as for {@link readMediaFile}.
 */
export async function readSound(answer: unknown, live: Call | false | undefined, mediaType?: string): Promise<Sound> {
	if (live && answer instanceof ReadableStream) return openSound(answer, live, mediaType);
	const file = await readMediaFile(answer, mediaType);
	return live ? { stream: toBlob(file.bytes).stream(), mediaType: file.mediaType } : file;
}

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

/** A sound that is still coming, with its type, which the first bytes tell. */
async function openSound(
	source: ReadableStream<Uint8Array>,
	call: Call,
	mediaType: string = unknownType,
): Promise<Sound> {
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
