import type { SseFrame } from "@workkit/ai-stream";
import { isWorkkitError, StreamInterruptedError } from "@workkit/errors";

/** Runs what reads the wire. What it stumbles over is `malformed`; the wire's text does not get into the error. */
export function reading<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw isWorkkitError(error) ? error : new StreamInterruptedError("malformed");
	}
}

/** Reads a JSON answer. A body that breaks off is `cut`, one that is not as expected is `malformed`; both may be tried again. */
export async function readJson<T>(response: Response, read: (body: unknown) => T): Promise<T> {
	const text = await response.text().catch((cause) => {
		throw new StreamInterruptedError("cut", { cause });
	});
	return reading(() => read(JSON.parse(text)));
}

/** The payload of a frame, if it has one. Of a last frame that was cut off there is none: how the stream ended is then for its other frames to say. */
export function parseFrame({ data, unterminated }: SseFrame): object | undefined {
	try {
		return Object(JSON.parse(data));
	} catch (error) {
		if (!unterminated && data.trim()) throw error;
	}
}

/** The body of an error answer: parsed, or as text where it is not JSON (a proxy's HTML page). */
export async function readErrorBody(response: Response): Promise<unknown> {
	const text = await response.text().catch(() => "");
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
