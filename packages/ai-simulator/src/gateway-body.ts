import type { OpenRecord } from "./exchange.ts";

/** An answer's bytes, piece by piece; undefined at their end. Throws where the connection broke. */
export interface BodySource {
	readonly next: () => Promise<Uint8Array | undefined>;
	readonly cancel: (reason: unknown) => void;
	/** Whether the last piece has been given. */
	readonly isFinished: () => boolean;
	/** All of it, where it is at hand. */
	readonly bytes?: Uint8Array;
}

/** A body that was read in advance. */
export interface WholeSource extends BodySource {
	readonly bytes: Uint8Array;
	/** Whether it broke off. */
	readonly isBroken: boolean;
}

/** The body of a response, read as it is asked for. */
export function streamSource(response: Response, record: OpenRecord | undefined): BodySource {
	const reader = response.body?.getReader();
	return {
		next: async () => (await reader?.read())?.value as Uint8Array | undefined,
		cancel: (reason) => void reader?.cancel(reason).catch(() => {}),
		isFinished: () => reader === undefined || record?.finished === true,
	};
}

/** The body of a response, read in advance to its end or to where it breaks: it breaks there again. */
export async function wholeSource(response: Response): Promise<WholeSource> {
	const pieces: Uint8Array[] = [];
	const reader = response.body?.getReader();
	let broken: { readonly reason: unknown } | undefined;
	try {
		for (;;) {
			const piece = await reader?.read();
			if (piece === undefined || piece.done) break;
			pieces.push(piece.value);
		}
	} catch (reason) {
		broken = { reason };
	}
	return piecesSource(pieces, broken);
}

/** Bytes at hand. */
export function bytesSource(bytes: Uint8Array): WholeSource {
	return piecesSource([bytes], undefined);
}

function piecesSource(pieces: readonly Uint8Array[], broken: { readonly reason: unknown } | undefined): WholeSource {
	const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
	let at = 0;
	for (const piece of pieces) {
		bytes.set(piece, at);
		at += piece.byteLength;
	}
	let given = 0;
	return {
		async next() {
			const piece = pieces[given++];
			if (piece === undefined && broken !== undefined) throw broken.reason;
			// A stream takes away the memory of what it is handed.
			return piece?.slice();
		},
		cancel: () => {},
		isFinished: () => given >= pieces.length && broken === undefined,
		bytes,
		isBroken: broken !== undefined,
	};
}

/** Who listens to a body on its way to the client. */
export interface BodyListener {
	readonly piece: (bytes: Uint8Array) => void;
	/** Once: after the last piece, or when nobody reads on. */
	readonly end: () => void;
}

/** The source as a body, read no faster than its client reads, and written down in `record`. */
export function passOn(
	source: BodySource,
	record: OpenRecord,
	signal: AbortSignal | undefined,
	listener: BodyListener,
): ReadableStream<Uint8Array> {
	const close = (controller: ReadableByteStreamController) => {
		record.finished = true;
		listener.end();
		controller.close();
		// A reader that brought its own buffer waits for it until it is handed back empty.
		controller.byobRequest?.respond(0);
	};
	return new ReadableStream(
		{
			type: "bytes",
			async pull(controller) {
				try {
					const piece = await source.next();
					if (piece === undefined) return close(controller);
					record.framesSent++;
					listener.piece(piece);
					controller.enqueue(piece as Uint8Array<ArrayBuffer>);
				} catch (reason) {
					record.cancelled = signal?.aborted ?? false;
					listener.end();
					return controller.error(reason);
				}
				// Closed along with the last piece: a client that stops at the end mark has read all of it.
				if (source.isFinished()) close(controller);
			},
			cancel(reason) {
				record.cancelled = true;
				source.cancel(reason);
				listener.end();
			},
		},
		{ highWaterMark: 0 },
	);
}
