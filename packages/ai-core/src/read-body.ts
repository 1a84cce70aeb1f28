import { StreamInterruptedError } from "@workkit/errors";

/** Reads a JSON answer. A body that breaks off is `cut`, one that is not JSON is `malformed`; both may be tried again. */
export async function readJson(response: Response): Promise<unknown> {
	let text: string;
	try {
		text = await response.text();
	} catch (cause) {
		throw new StreamInterruptedError("cut", { cause });
	}
	return parseJson(text);
}

/** Parses JSON that a vendor sent; the text does not get into the error. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new StreamInterruptedError("malformed", { message: "The answer is not valid JSON." });
	}
}

/** The body of an error answer: parsed, or as text where it is not JSON (a proxy's HTML page). */
export async function readErrorBody(response: Response): Promise<unknown> {
	const text = await response.text().catch(() => "");
	try {
		return JSON.parse(text);
	} catch {
		return text === "" ? undefined : text;
	}
}
