import { ValidationError } from "@workkit/errors";
import { fromBase64 } from "./base64.ts";
import { firstMatch } from "./first-match.ts";

/** A file: its bytes, base64, or a data URL. A stream is read whole, once, also when the call is tried again. */
export type Binary = Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array> | string;

/** A file as bytes. */
export interface MediaFile {
	bytes: Uint8Array;
	/** For example `image/png`: told by the first bytes. */
	mediaType: string;
}

/** What was read of streams: a call's next try finds them used up. */
const streams = new WeakMap<ReadableStream, Promise<ArrayBuffer>>();

function readStream(stream: ReadableStream<Uint8Array>): Promise<ArrayBuffer> {
	const read = streams.get(stream) ?? new Response(stream).arrayBuffer();
	streams.set(stream, read);
	return read;
}

/** The bytes of a file in any form. Throws `ValidationError` for what is none, or empty. `name` is that of the input's field. */
export async function readBinary(value: Binary, name: string): Promise<Uint8Array> {
	const bytes = await bytesOf(value).catch(() => undefined);
	if (!bytes?.length)
		throw new ValidationError(`\`${name}\` must be bytes, a Blob, a stream or base64, and not empty.`);
	return bytes;
}

async function bytesOf(value: Binary): Promise<Uint8Array | undefined> {
	if (typeof value === "string") return new Uint8Array(fromBase64(value.replace(/^data:[^,]*;base64,/, "")));
	if (value instanceof ReadableStream) return new Uint8Array(await readStream(value));
	if (value instanceof Blob) return new Uint8Array(await value.arrayBuffer());
	// A copy of a view too: what it looks at may change while the call is under way.
	return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
}

/** How files begin, as Latin-1 text; the first that fits. */
const beginnings: Readonly<Record<string, RegExp>> = {
	"image/png": /^\x89PNG\r\n/,
	"image/jpeg": /^\xff\xd8\xff/,
	"image/gif": /^GIF8/,
	"image/webp": /^RIFF.{4}WEBP/s,
	"image/avif": /^.{4}ftypavi/s,
	"image/svg+xml": /^\s*<(svg|\?xml[^>]*>\s*<svg)/,
	"audio/wav": /^(RIFF|RF64).{4}WAVE/s,
	"audio/flac": /^fLaC/,
	"audio/ogg": /^OggS/,
	"audio/webm": /^.E\xdf\xa3/s,
	"audio/mp4": /^.{4}ftyp/s,
	// With layer bits 0 it is AAC, else MP3.
	"audio/aac": /^\xff[\xf0\xf1\xf8\xf9]/,
	"audio/mpeg": /^(ID3|\xff[\xe2-\xef\xf2-\xf7\xfa-\xff])/,
	"application/pdf": /^%PDF-/,
};

/** The media type that the first of a file's `bytes` tell; `undefined` when they tell none. */
export function mediaTypeOf(bytes: Uint8Array): string | undefined {
	const [i, d, three, , , , ...size] = bytes.subarray(0, 10);
	// "ID3", before whose sound stands a tag of 10 bytes and the size that 4 times 7 bits tell.
	const tag = i === 73 && d === 68 && three === 51 && 10 + size.slice(0, 4).reduce((sum, bits) => sum * 128 + bits, 0);
	const sound = tag && bytes.length > tag + 1 && mediaTypeOf(bytes.subarray(tag));
	return sound || firstMatch(beginnings, String.fromCharCode(...bytes.subarray(0, 64)));
}

/** The `bytes` as a blob of a media `type`. A blob's own type refuses bytes that several threads share, hence the cast: nobody here shares any. */
export function toBlob(bytes: Uint8Array, type = ""): Blob {
	return new Blob([bytes as never], { type });
}
