import type { SseFrame } from "@workkit/ai-stream";
import { isWorkkitError, StreamInterruptedError, ValidationError } from "@workkit/errors";

/**
 * Runs what reads the wire. What it stumbles over is `malformed`; the wire's text does not get into the error.
 * Throws `StreamInterruptedError`, or the `WorkkitError` that `read` threw.
 *
 * @param read - Reads, and gives what it read.
 */
export function reading<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw isWorkkitError(error) ? error : new StreamInterruptedError("malformed");
	}
}

/**
 * Runs what reads the caller's input. What it stumbles over makes the input invalid.
 * Throws `ValidationError`, or the `WorkkitError` that `write` threw.
 *
 * @param write - Writes, and gives what it wrote.
 */
export function writing<T>(write: () => T): T {
	try {
		return write();
	} catch (error) {
		throw isWorkkitError(error) ? error : new ValidationError(`The input cannot be sent: ${Object(error).message}`);
	}
}

/**
 * Reads a JSON answer. Rejects with `StreamInterruptedError`: a body that breaks off is `cut`, one that is not as expected is
 * `malformed`; both may be tried again.
 *
 * @param response - Whose body was not read yet.
 * @param read - Gives what the parsed body says.
 */
export function readJson<T>(response: Response, read: (body: unknown) => T): Promise<T> {
	return response.text().then(
		(text) => reading(() => read(JSON.parse(text))),
		(cause) => {
			throw new StreamInterruptedError("cut", { cause });
		},
	);
}

/**
 * The payload of a frame, if it has one; that of an error has a member `error`. Of a last frame that was cut off there is
 * none: how the stream ended is then for its other frames to say.
 */
export function parseFrame({ data, event, unterminated }: SseFrame): object | undefined {
	const value = parseLeniently(data);
	const isText = typeof value === "string";
	if (isText && (unterminated || !data.trim())) return undefined;
	if (event === "error" && !(value as { error?: unknown } | null)?.error) return { error: value || {} };
	return isText ? JSON.parse(data) : (value as object);
}

/** The `text` parsed as JSON, and anything else as the text that it is. */
export function parseLeniently(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
