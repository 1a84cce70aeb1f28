import { StreamInterruptedError } from "@workkit/errors";
import { type Binary, type MediaFile, mediaTypeOf, readBinary, toBlob } from "./binary.ts";
import type { Call } from "./call.ts";
import { openSound } from "./live-sound.ts";
import type { Sound } from "./speech.ts";

const unknownType = "application/octet-stream";

/**
 * A file that a model answered with: its bytes, or base64. `mediaType` is for files whose beginning tells none. Throws
 * `StreamInterruptedError` for what is no file.
 *
 * @param answer - Bytes, a Blob, a stream or base64.
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
 * until its end. `mediaType` as for {@link readMediaFile}. Rejects as {@link readMediaFile} does.
 *
 * @param answer - Bytes, a Blob, a stream or base64.
 */
export async function readSound(answer: unknown, live: Call | false | undefined, mediaType?: string): Promise<Sound> {
	if (live && answer instanceof ReadableStream) return openSound(answer, live, mediaType ?? unknownType);
	const file = await readMediaFile(answer, mediaType);
	return live ? { stream: toBlob(file.bytes).stream(), mediaType: file.mediaType } : file;
}
