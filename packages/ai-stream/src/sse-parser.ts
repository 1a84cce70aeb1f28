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
 * caller's to decode; for a byte stream use `sseFrames`. Grammar: the WHATWG HTML standard, "Server-sent events"; beyond
 * it, a line `error: …`, in which llama.cpp's older servers tell an error, is an event of this name.
 *
 * @param onFrame - Is called with each event, in order.
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

	function addData(value: string): void {
		data = data === undefined ? value : `${data}\n${value}`;
	}

	/** Apart from `line`, which engines inline only while it is short: a sixth of the time of Anthropic's traffic. */
	function readField(line: string): void {
		// It matches every text.
		const [, name, value] = /^([^:]*):? ?(.*)/s.exec(line) as unknown as [string, string, string];
		if (name === "data") addData(value);
		else if (name === "event") event = value;
		else if (name === "id" && !value.includes("\0")) id = value;
		else if (name === "error") {
			event = name;
			addData(value);
		}
	}

	/** Reads a line where it stands: cutting it out first would make a second string of it. */
	function line(text: string, from: number, to: number): void {
		if (from === to) {
			if (data !== undefined) onFrame({ data, event: event || undefined, id, unterminated });
			data = event = id = undefined;
		}
		// Nearly every line of nearly every stream.
		else if (text.startsWith("data: ", from)) addData(text.slice(from + 6, to));
		else if (text.startsWith("event: ", from)) event = text.slice(from + 7, to);
		else readField(text.slice(from, to));
	}

	function push(text: string): void {
		let from = Number(text.charCodeAt(0) === skipped);
		if (text) skipped = nothing;
		if (text.includes("\r")) {
			if (text.endsWith("\r")) skipped = LF;
			text = text.replace(/\r\n?/g, "\n");
		}
		while (from < text.length) {
			let end = text.indexOf("\n", from);
			if (end < 0) {
				// Joined but not looked at: the engine keeps it as a rope, so a long line costs one copy, not one per piece.
				rest += text.slice(from);
				return;
			}
			if (rest === "") {
				line(text, from, end);
				// The blank line that usually follows is there without a search.
				if (text.charCodeAt(end + 1) === LF) line(text, ++end, end);
			} else {
				rest += text.slice(from, end);
				line(rest, 0, rest.length);
				rest = "";
			}
			from = end + 1;
		}
	}

	return {
		push,
		end() {
			unterminated = true;
			push("\n\n");
		},
	};
}
