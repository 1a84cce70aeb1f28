import type { RecordedCase } from "./recorded-case.ts";

/** Waits until so many milliseconds after the request, or rejects when `stop` aborts. */
export type WaitUntil = (atMs: number, stop: AbortSignal | undefined) => Promise<void>;

/** The body of a case in the chunks it came in, each in its time; one that broke breaks again. */
export function replayBody(
	{ meta, body }: RecordedCase,
	waitUntil: WaitUntil,
	signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
	const chunks = meta.timing?.chunks ?? (body.length === 0 ? [] : [[0, body.length] as const]);
	const stopped = new AbortController();
	let next = 0;
	let sent = 0;
	let abort = () => {};
	const settle = () => signal?.removeEventListener("abort", abort);
	return new ReadableStream(
		{
			type: "bytes",
			start(controller) {
				abort = () => {
					stopped.abort();
					controller.error(signal?.reason);
				};
				signal?.addEventListener("abort", abort, { once: true });
			},
			async pull(controller) {
				const chunk = chunks[next++];
				try {
					await waitUntil(chunk?.[0] ?? meta.timing?.endMs ?? 0, stopped.signal);
				} catch {
					// Whoever waited has been told.
					return;
				}
				if (chunk !== undefined) {
					// A chunk that is enqueued is handed over: the case keeps its own.
					controller.enqueue(body.slice(sent, sent + chunk[1]));
					sent += chunk[1];
					return;
				}
				settle();
				if (meta.timing?.end === "cut") return controller.error(new TypeError("network connection lost"));
				controller.close();
				// A reader that brought its own buffer waits for it until it is handed back empty.
				controller.byobRequest?.respond(0);
			},
			cancel() {
				stopped.abort();
				settle();
			},
		},
		{ highWaterMark: 0 },
	);
}
