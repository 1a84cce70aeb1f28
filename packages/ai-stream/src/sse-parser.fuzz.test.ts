import { createParser } from "eventsource-parser";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutBytes, cutText, readAll, streamOf } from "../test/pieces.ts";
import { createSseParser, type SseFrame, sseFrames } from "./index.ts";

type Fields = Omit<SseFrame, "unterminated">;

const newline = fc.constantFrom("\n", "\r", "\r\n");
const value = fc.oneof(
	fc.string({ unit: fc.constantFrom("a", ":", " ", "\t", "é", "€", "😀", "\u2028", "\u0000", "\uFEFF", '"', "{") }),
	fc.json({ maxDepth: 2 }),
	fc.constantFrom("", "[DONE]", " leading", "trailing "),
);
const name = fc.oneof(
	{ weight: 5, arbitrary: fc.constantFrom("data", "event", "id") },
	{ weight: 1, arbitrary: fc.constantFrom("", "retry", "Data", " data", "dat", "datas", "unknown") },
);
const line = fc
	.tuple(name, fc.constantFrom(":", ": ", ":  ", ""), value)
	.map(([field, colon, text]) => (colon ? field + colon + text : field));
// A third of all lines is blank, or hardly a frame would ever be complete.
const documentText = fc
	.tuple(
		fc.array(fc.tuple(fc.oneof({ weight: 2, arbitrary: line }, { weight: 1, arbitrary: fc.constant("") }), newline), {
			maxLength: 30,
		}),
		fc.constantFrom("", "", "data: cut", "data", "da", ": ping", "event: cut"),
	)
	.map(([lines, rest]) => lines.flat().join("") + rest);

/** The frames that another implementation reads: it drops a byte order mark itself, and what the end cuts off. */
function reference(text: string): Fields[] {
	const frames: Fields[] = [];
	createParser({ onEvent: ({ data, event, id }) => frames.push({ data, event, id }) }).feed(text);
	return frames;
}

const terminated = (frames: SseFrame[]): Fields[] =>
	frames.filter((frame) => !frame.unterminated).map(({ unterminated: _, ...fields }) => fields);

describe("createSseParser against another implementation", () => {
	it("reads the same frames of any document, in whatever pieces its text comes", () => {
		fc.assert(
			fc.property(
				documentText.chain((text) => fc.tuple(fc.constant(text), cutText(text))),
				([text, pieces]) => {
					const frames: SseFrame[] = [];
					const parser = createSseParser((frame) => frames.push(frame));
					for (const piece of pieces) parser.push(piece);
					parser.end();
					expect(terminated(frames)).toEqual(reference(text));
					expect(frames.slice(0, -1).every((frame) => !frame.unterminated)).toBe(true);
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it("reads the same frames of any document, in whatever pieces its bytes come", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc
					.tuple(fc.constantFrom("", "\uFEFF"), documentText)
					.map((parts) => parts.join(""))
					.chain((text) => fc.tuple(fc.constant(text), cutBytes(new TextEncoder().encode(text)))),
				async ([text, pieces]) => {
					const frames = await readAll(sseFrames(streamOf(pieces)));
					expect(terminated(frames)).toEqual(reference(text));
				},
			),
			{ numRuns: 300 },
		);
	});

	it("reads the same frames of bytes that are no UTF-8", async () => {
		const bytes = fc
			.array(
				fc.oneof(
					fc.uint8Array({ maxLength: 6 }),
					fc.constantFrom("data: ", "\n", "\n\n").map((text) => new TextEncoder().encode(text)),
				),
			)
			.map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));
		await fc.assert(
			fc.asyncProperty(
				bytes.chain((all) => fc.tuple(fc.constant(all), cutBytes(all))),
				async ([all, pieces]) => {
					const text = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(all);
					expect(terminated(await readAll(sseFrames(streamOf(pieces))))).toEqual(reference(text));
				},
			),
			{ numRuns: 300 },
		);
	});
});
