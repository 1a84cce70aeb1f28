/** One event of a recorded stream. */
export interface RecordedFrame {
	/** Where its payload begins and ends in the body, and where its blank line ends. */
	from: number;
	to: number;
	end: number;
	/** The payload; `undefined` for comments and for what is not JSON. */
	json: Record<string, unknown> | undefined;
	/** Whether it closes the answer: a finish reason, a terminal frame, or an error. */
	final: boolean;
}

type Fields = Record<string, unknown>;

function isFinal(data: string, json: Fields | undefined): boolean {
	if (data.trim() === "[DONE]") return true;
	if (!json) return false;
	const first = (json.choices as Fields[] | undefined)?.find(({ index }) => !index);
	const words = [json.finish_reason, first?.finish_reason, (json.delta as Fields | undefined)?.stop_reason];
	return words.some(Boolean) || json.type === "message_stop" || Boolean(json.error);
}

/** Splits a recorded body into its frames, independently of the code under test. */
export function framesOf(body: Uint8Array): RecordedFrame[] {
	// One character per byte, so that positions are bytes.
	let text = "";
	for (const byte of body) text += String.fromCharCode(byte);
	const frames: RecordedFrame[] = [];
	for (const match of text.matchAll(/([\s\S]*?)(?:\r\n\r\n|\n\n|$)/g)) {
		const start = match.index;
		const data = /^data: ?(.*)/m.exec(match[1] ?? "");
		if (!data) continue;
		const to = start + data.index + (data[0]?.replace(/\r$/, "").length ?? 0);
		const from = to - (data[1]?.replace(/\r$/, "").length ?? 0);
		const payload = new TextDecoder().decode(body.subarray(from, to));
		const json = payload.startsWith("{") ? (JSON.parse(payload) as Fields) : undefined;
		frames.push({ from, to, end: start + match[0].length, json, final: isFinal(payload, json) });
	}
	return frames;
}
