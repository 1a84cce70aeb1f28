import { type Binary, type MediaFile, mediaTypeOf, readBinary, toBase64 } from "@workkit/ai-core";
import { StreamInterruptedError } from "@workkit/errors";

/** What is sent in place of a type that nobody knows. */
export const unknownType = "application/octet-stream";

/** Bytes as the body of a request, which the binding takes under an input's name. */
export function toBody(bytes: Uint8Array<ArrayBuffer>, type: string | undefined): Record<string, unknown> {
	return { body: new Blob([bytes]).stream(), contentType: type ?? mediaTypeOf(bytes) ?? unknownType };
}

/** Sound or a picture under its name, in the forms that models take. */
export function inForms(name: string, bytes: Uint8Array<ArrayBuffer>, type?: string) {
	return {
		body: () => ({ [name]: toBody(bytes, type) }),
		bytes: () => ({ [name]: Array.from(bytes) }),
		base64: () => ({ [name]: toBase64(bytes) }),
	};
}

/** Media types of sounds without a beginning of their own, by what was asked for. */
const rawSounds: Readonly<Record<string, string>> = { linear16: "audio/l16", mulaw: "audio/mulaw", alaw: "audio/alaw" };

/** A file that a model answered with: the bytes themselves, or base64. Throws for anything else. */
export async function readFile(value: unknown, encoding?: unknown): Promise<MediaFile> {
	const type = rawSounds[String(encoding)];
	try {
		const bytes = await readBinary(value as Binary, "");
		return { bytes, mediaType: mediaTypeOf(bytes) ?? type ?? unknownType };
	} catch (cause) {
		throw new StreamInterruptedError(value instanceof ReadableStream ? "cut" : "malformed", { cause });
	}
}

/** A sound that is still coming, with its type, which the first bytes tell. */
export async function openSound(
	stream: ReadableStream<Uint8Array>,
	encoding?: unknown,
): Promise<{ stream: ReadableStream<Uint8Array>; mediaType: string }> {
	const reader = stream.getReader();
	const failed = (cause: unknown): never => {
		throw new StreamInterruptedError("cut", { cause });
	};
	let first: ReadableStreamReadResult<Uint8Array> | undefined = await reader.read().catch(failed);
	if (!first.value) throw new StreamInterruptedError("malformed");
	const mediaType = mediaTypeOf(first.value) ?? rawSounds[String(encoding)] ?? unknownType;
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
	return { stream: whole, mediaType };
}
