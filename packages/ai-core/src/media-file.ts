import { StreamInterruptedError } from "@workkit/errors";
import { type Binary, type MediaFile, mediaTypeOf, readBinary, toBlob } from "./binary.ts";
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

/** A sound that a model answered with: as it comes when `live`, whole otherwise. `mediaType` as for {@link readMediaFile}. */
export async function readSound(answer: unknown, live: boolean | undefined, mediaType?: string): Promise<Sound> {
	if (live && answer instanceof ReadableStream) return openSound(answer, mediaType);
	const file = await readMediaFile(answer, mediaType);
	return live ? { stream: toBlob(file.bytes).stream(), mediaType: file.mediaType } : file;
}

/** A sound that is still coming, with its type, which the first bytes tell. */
async function openSound(stream: ReadableStream<Uint8Array>, mediaType: string = unknownType): Promise<Sound> {
	const reader = stream.getReader();
	const failed = (cause: unknown): never => {
		throw new StreamInterruptedError("cut", { cause });
	};
	let first: ReadableStreamReadResult<Uint8Array> | undefined = await reader.read().catch(failed);
	if (!first.value) throw new StreamInterruptedError("malformed");
	const known = mediaTypeOf(first.value);
	const whole = new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const { done, value } = first ?? (await reader.read().catch(failed));
				first = undefined;
				if (done) controller.close();
				else controller.enqueue(value);
			},
			cancel: (reason) => reader.cancel(reason),
		},
		{ highWaterMark: 0 },
	);
	return { stream: whole, mediaType: known ?? mediaType };
}
