import { describe, expect, it } from "vitest";
import { createSseParser, type SseFrame } from "./index.ts";

/** The frames of an input that came in these pieces. */
function parse(...pieces: string[]): SseFrame[] {
	const frames: SseFrame[] = [];
	const parser = createSseParser((frame) => frames.push(frame));
	for (const piece of pieces) parser.push(piece);
	parser.end();
	return frames;
}

const frame = (data: string, fields: Partial<SseFrame> = {}): SseFrame => ({
	data,
	event: undefined,
	id: undefined,
	unterminated: false,
	...fields,
});

describe("createSseParser", () => {
	it("hands out a frame with the push that completes it, before that returns", () => {
		const frames: SseFrame[] = [];
		const parser = createSseParser((each) => frames.push(each));
		parser.push("data: a\n");
		expect(frames).toEqual([]);
		parser.push("\n");
		expect(frames).toEqual([frame("a")]);
	});

	it("needs no byte after a closing CR to hand out the frame", () => {
		const frames: SseFrame[] = [];
		const parser = createSseParser((each) => frames.push(each));
		parser.push("data: a\r\r");
		expect(frames).toEqual([frame("a")]);
		parser.push("data: b\r\n\r");
		expect(frames).toEqual([frame("a"), frame("b")]);
	});

	describe.each([
		["LF", "\n"],
		["CR", "\r"],
		["CRLF", "\r\n"],
	])("lines that end in %s", (_name, newline) => {
		const text = ["event: greeting", "id: 7", "data: first", "data: second", "", ": ping", "data: third", "", ""].join(
			newline,
		);
		const expected = [frame("first\nsecond", { event: "greeting", id: "7" }), frame("third")];

		it("are read as a whole", () => {
			expect(parse(text)).toEqual(expected);
		});

		it("are read one character at a time", () => {
			expect(parse(...text)).toEqual(expected);
		});

		it("are read when cut at any two places, with an empty piece between", () => {
			for (let first = 0; first <= text.length; first++) {
				for (let second = first; second <= text.length; second++) {
					const pieces = [text.slice(0, first), "", text.slice(first, second), text.slice(second)];
					expect(parse(...pieces)).toEqual(expected);
				}
			}
		});
	});

	it("reads line ends of all three kinds in one input", () => {
		expect(parse("data: a\r\ndata: b\rdata: c\n\rdata: d\n\r\n")).toEqual([frame("a\nb\nc"), frame("d")]);
	});

	it("takes LF CR as two line ends", () => {
		expect(parse("data: a\n\rdata: b\n\r")).toEqual([frame("a"), frame("b")]);
	});

	it("joins the data lines of a frame, empty ones too", () => {
		expect(parse("data: a\ndata:\ndata: b\n\n")).toEqual([frame("a\n\nb")]);
	});

	it("drops one space after the colon, and no other", () => {
		expect(parse("data:a\n\ndata:  b \n\ndata:\tc\n\n")).toEqual([frame("a"), frame(" b "), frame("\tc")]);
	});

	it("keeps the colons of a value", () => {
		expect(parse('data: {"a":"b: c"}\n\n')).toEqual([frame('{"a":"b: c"}')]);
	});

	it("hands out a frame whose data is empty", () => {
		expect(parse("data:\n\ndata: \n\ndata:\ndata:\n\n")).toEqual([frame(""), frame(""), frame("\n")]);
	});

	it("hands out nothing for a frame without data, and forgets its fields", () => {
		expect(parse("event: lonely\nid: 1\n\n\n\ndata: a\n\n")).toEqual([frame("a")]);
	});

	it("reads a field without a colon as one without a value", () => {
		expect(parse("data\n\ndata\ndata\n\nevent: a\nevent\nid: 1\nid\ndata: b\n\n")).toEqual([
			frame(""),
			frame("\n"),
			frame("b", { id: "" }),
		]);
	});

	it("skips comments, unknown fields, retry, and names that only resemble a field's", () => {
		expect(
			parse(": data: a\n:\n:data: b\nretry: 10\nunknown: c\n data: d\nDATA: e\ndata : f\ndatax: g\ndata: h\n\n"),
		).toEqual([frame("h")]);
	});

	it("takes a field named error for an event of this name", () => {
		expect(parse('error: {"code":400}\n\ndata: a\n\n')).toEqual([
			frame('{"code":400}', { event: "error" }),
			frame("a"),
		]);
	});

	it("takes a frame's last event and id, and none of the frame before", () => {
		expect(parse("event: a\nevent: b\nid: 1\nid: 2\ndata: x\n\ndata: y\n\n")).toEqual([
			frame("x", { event: "b", id: "2" }),
			frame("y"),
		]);
	});

	it("tells an empty event name as none, and an empty id as an id", () => {
		expect(parse("event:\nid:\ndata: x\n\n")).toEqual([frame("x", { id: "" })]);
	});

	it("ignores an id with a NUL", () => {
		expect(parse("id: 1\nid: 2\u0000\ndata: x\n\n")).toEqual([frame("x", { id: "1" })]);
	});

	it.each([
		["without its blank line", "data: a\n"],
		["in the middle of a line", "data: a"],
		["after a CR", "data: a\r"],
	])("marks a last frame that ends %s as unterminated", (_where, text) => {
		expect(parse("data: whole\n\n", text)).toEqual([frame("whole"), frame("a", { unterminated: true })]);
	});

	it("adds a last line without its line end to the frame that it belongs to", () => {
		expect(parse("event: e\ndata: a\ndata: b")).toEqual([frame("a\nb", { event: "e", unterminated: true })]);
	});

	it("does not mark a last frame that has its blank line", () => {
		for (const end of ["\n\n", "\r\r", "\r\n\r\n"]) expect(parse(`data: a${end}`)).toEqual([frame("a")]);
	});

	it("hands out nothing at the end of an input without data", () => {
		expect(parse()).toEqual([]);
		expect(parse("")).toEqual([]);
		expect(parse("event: a")).toEqual([]);
		expect(parse(": ping")).toEqual([]);
		expect(parse("data: a\n\n\n\n")).toEqual([frame("a")]);
	});

	it("reads a line of 5 MB that comes in pieces of 64 characters", () => {
		const value = "0123456789abcdef".repeat(327_680);
		const text = `data: ${value}\n\n`;
		const frames: SseFrame[] = [];
		const parser = createSseParser((each) => frames.push(each));
		for (let from = 0; from < text.length; from += 64) parser.push(text.slice(from, from + 64));
		expect(frames.length).toBe(1);
		expect(frames[0]?.data === value).toBe(true);
	});
});
