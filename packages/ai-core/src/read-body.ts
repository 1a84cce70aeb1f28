import type { SseFrame } from "@workkit/ai-stream";
import { StreamInterruptedError } from "@workkit/errors";

/** Reads a JSON answer. A body that breaks off is `cut`, one that is not JSON is `malformed`; both may be tried again. */
export async function readJson(response: Response): Promise<unknown> {
	const text = await response.text().catch((cause) => {
		throw new StreamInterruptedError("cut", { cause });
	});
	try {
		return JSON.parse(text);
	} catch {
		throw new StreamInterruptedError("malformed");
	}
}

/** The payload of a frame. Of a last frame that was cut off there is none: how the stream ended is then for its other frames to say. */
export function parseFrame({ data, unterminated }: SseFrame): object {
	try {
		return Object(JSON.parse(data));
	} catch {
		if (unterminated) return {};
		throw new StreamInterruptedError("malformed");
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
