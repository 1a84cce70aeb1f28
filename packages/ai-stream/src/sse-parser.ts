import type { SseFrame } from "./sse-frame.ts";

/** A push parser for decoded server-sent events. */
export interface SseParser {
	/** Takes the next piece of decoded text; frames that it completes go to the callback before it returns. */
	push(text: string): void;
	/** Ends the input: a last frame without its blank line is handed out too. */
	end(): void;
}

const LF = 10;
const byteOrderMark = 0xfeff;
const nothing = -1;

/**
 * Splits decoded text into server-sent events, wherever the pieces were cut: inside a line, a field name, or a CRLF.
 * Lines may end in LF, CR or CRLF; comments and unknown fields are skipped. Time is linear in the input, also when one
 * line arrives in many pieces, because only new text is ever scanned. A leading byte order mark is dropped. Bytes are the
 * caller's to decode; for a byte stream use `sseFrames`. Grammar: the WHATWG HTML standard, "Server-sent events".
 *
 * @example
 * ```ts
 * import { createSseParser } from "@workkit/ai-stream";
 *
 * const parser = createSseParser((frame) => console.log(frame.event, frame.data));
 * parser.push("data: hel");
 * parser.push("lo\n\n"); // logs: undefined "hello"
 * parser.end();
 * ```
 */
export function createSseParser(onFrame: (frame: SseFrame) => void): SseParser {
	let rest = "";
	// What to pass over at the start of the next piece: the second half of a line end that was split, for example.
	let skipped = byteOrderMark;
	let unterminated = false;
	let data: string | undefined;
	let event: string | undefined;
	let id: string | undefined;

	function line(text: string): void {
		if (text === "") {
			if (data !== undefined) onFrame({ data, event: event || undefined, id, unterminated });
			data = event = id = undefined;
			return;
		}
		// Nearly every line of nearly every stream.
		if (text.startsWith("data: ")) addData(text.slice(6));
		else if (text.startsWith("event: ")) event = text.slice(7);
		else field(text);
	}

	function addData(value: string): void {
		data = data === undefined ? value : `${data}\n${value}`;
	}

	function field(text: string): void {
		const colon = text.indexOf(":");
		const name = colon < 0 ? text : text.slice(0, colon);
		const value = colon < 0 ? "" : text.slice(text[colon + 1] === " " ? colon + 2 : colon + 1);
		if (name === "data") addData(value);
		else if (name === "event") event = value;
		else if (name === "id" && !value.includes("\0")) id = value;
	}

	return {
		push(text) {
			let from = 0;
			if (text !== "") {
				if (text.charCodeAt(0) === skipped) from = 1;
				skipped = nothing;
			}
			let lf = text.indexOf("\n", from);
			let cr = text.indexOf("\r", from);
			while (lf >= 0 || cr >= 0) {
				const end = cr < 0 || (lf >= 0 && lf < cr) ? lf : cr;
				line(rest === "" ? text.slice(from, end) : rest + text.slice(from, end));
				rest = "";
				from = end + 1;
				if (end === cr) {
					if (from === text.length) skipped = LF;
					else if (lf === from) from++;
					cr = text.indexOf("\r", from);
				}
				if (lf >= 0 && lf < from) lf = text.indexOf("\n", from);
			}
			// Joined but not looked at: the engine keeps it as a rope, so a long line costs one copy, not one per piece.
			rest += from === 0 ? text : text.slice(from);
		},
		end() {
			unterminated = true;
			if (rest !== "") line(rest);
			line("");
		},
	};
}
