import type { OpenRecord } from "./exchange.ts";
import type { ReplyFault } from "./reply.ts";
import { sleep } from "./sleep.ts";

/** What a body consists of and what happens to it on the way. */
export interface BodyOptions {
	/** Bytes are handed on and no longer the caller's. */
	readonly frames: Iterable<string | Uint8Array<ArrayBuffer>>;
	readonly record: OpenRecord;
	/** Milliseconds between frames. */
	readonly paceMs: number;
	readonly fault: ReplyFault | undefined;
	/** What `malformed` puts between the frames; undefined drops the rest instead. */
	readonly brokenFrame: string | undefined;
	readonly signal: AbortSignal | undefined;
}

/**
 * The frames as bytes, one per read: nothing is produced before somebody asks for it.
 *
 * Cancelling it and aborting the signal are recorded as `cancelled`; the signal also errors it with the signal's reason.
 */
export function bodyStream(options: BodyOptions): ReadableStream<Uint8Array> {
	const { record, paceMs, fault, brokenFrame, signal } = options;
	const encoder = new TextEncoder();
	const iterator = options.frames[Symbol.iterator]();
	const stopped = new AbortController();
	let next = iterator.next();
	let bytesLeft = fault?.afterBytes ?? Number.POSITIVE_INFINITY;
	/** Frames before the fault strikes; infinite when there is none, or it has struck. */
	let waitFor = Number.POSITIVE_INFINITY;
	if (fault !== undefined) waitFor = fault.afterBytes === undefined ? (fault.afterFrames ?? 1) : Number.MAX_VALUE;

	const giveUp = () => {
		record.cancelled = true;
		stopped.abort();
		signal?.removeEventListener("abort", abort);
	};
	let abort = () => {};

	const close = (controller: ReadableByteStreamController, finished: boolean) => {
		record.finished = finished;
		signal?.removeEventListener("abort", abort);
		controller.close();
		// A reader that brought its own buffer waits for it until it is handed back empty.
		controller.byobRequest?.respond(0);
	};
	const cut = (controller: ReadableByteStreamController) => {
		signal?.removeEventListener("abort", abort);
		controller.error(new TypeError("network connection lost"));
	};
	const send = (controller: ReadableByteStreamController, bytes: ReturnType<TextEncoder["encode"]>) => {
		record.framesSent++;
		bytesLeft -= bytes.length;
		controller.enqueue(bytes);
	};
	/** Resolves to whether the client is still there. */
	const wait = (delayMs: number): Promise<boolean> =>
		sleep(delayMs, stopped.signal).then(
			() => true,
			// Whoever waited has been told.
			() => false,
		);
	const strike = async (controller: ReadableByteStreamController): Promise<void> => {
		waitFor = Number.POSITIVE_INFINITY;
		if (fault?.type === "stall") await wait(Number.POSITIVE_INFINITY);
		else if (fault?.type === "cut") cut(controller);
		else if (fault?.type === "end" || brokenFrame === undefined) close(controller, false);
		else send(controller, encoder.encode(brokenFrame));
	};

	return new ReadableStream(
		{
			type: "bytes",
			start(controller) {
				abort = () => {
					giveUp();
					controller.error(signal?.reason);
				};
				signal?.addEventListener("abort", abort, { once: true });
			},
			async pull(controller) {
				if (paceMs > 0 && record.framesSent > 0 && !(await wait(paceMs))) return;
				if (record.framesSent >= waitFor) return strike(controller);
				if (next.done) return close(controller, true);
				const bytes = typeof next.value === "string" ? encoder.encode(next.value) : next.value;
				next = iterator.next();
				const isPending = waitFor < Number.POSITIVE_INFINITY;
				if (isPending && bytes.length >= bytesLeft) {
					if (bytesLeft === 0) return strike(controller);
					waitFor = record.framesSent + 1;
					return send(controller, bytes.subarray(0, bytesLeft));
				}
				// The answer is too short for its fault.
				if (isPending && next.done && record.framesSent + 1 < waitFor) return strike(controller);
				send(controller, bytes);
				// Closed along with the last frame: a client that stops at `[DONE]` has read the answer to its end.
				if (next.done && !isPending) close(controller, true);
			},
			cancel: giveUp,
		},
		{ highWaterMark: 0 },
	);
}
