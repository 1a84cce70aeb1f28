import type { OpenRecord } from "./exchange.ts";
import type { ReplyFault } from "./reply.ts";
import { sleep } from "./sleep.ts";

/** What a body consists of and what happens to it on the way. */
export interface BodyOptions {
	readonly frames: Iterable<string>;
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
	const iterator = options.frames[Symbol.iterator]();
	const encoder = new TextEncoder();
	const stopped = new AbortController();
	let next = iterator.next();
	let waitFor = fault === undefined ? Number.POSITIVE_INFINITY : (fault.afterFrames ?? 1);

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
	const send = (controller: ReadableByteStreamController, frame: string) => {
		record.framesSent++;
		controller.enqueue(encoder.encode(frame));
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
				try {
					if (paceMs > 0 && record.framesSent > 0) await sleep(paceMs, stopped.signal);
					if (record.framesSent >= waitFor) {
						if (fault?.type === "stall") await sleep(Number.POSITIVE_INFINITY, stopped.signal);
						if (fault?.type === "cut") return cut(controller);
						if (fault?.type === "end" || brokenFrame === undefined) return close(controller, false);
						waitFor = Number.POSITIVE_INFINITY;
						return send(controller, brokenFrame);
					}
				} catch {
					// The client gave up while the stream waited: whoever waits has been told.
					return;
				}
				if (!next.done) {
					send(controller, next.value);
					next = iterator.next();
				}
				// Closed along with the last frame: a client that stops at `[DONE]` has read the answer to its end.
				if (next.done && record.framesSent < waitFor) close(controller, true);
			},
			cancel: giveUp,
		},
		{ highWaterMark: 0 },
	);
}
