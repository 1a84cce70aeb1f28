import { createSseParser, sseFrames } from "@workkit/ai-stream";
import { createParser } from "eventsource-parser";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { type Candidate, compare } from "./measure.ts";
import type { Cell, Findings } from "./report.ts";
import { anthropicFrames, bodyOf, chunk, chunkings, openaiFrames } from "./traffic.ts";

const pieces = 10_000;
const wires = { OpenAI: openaiFrames(pieces), Anthropic: anthropicFrames(pieces) };

/** Counts frames and characters, so that candidates can be seen to read the same. */
function tally() {
	const seen = { frames: 0, characters: 0 };
	return {
		seen,
		count(frame: { data: string }): void {
			seen.frames++;
			seen.characters += frame.data.length;
		},
	};
}

/** Bytes pushed by hand into a parser made by `create`. */
function pushed(
	chunks: readonly Uint8Array[],
	create: (count: (frame: { data: string }) => void) => (text: string) => void,
): Candidate {
	return () => {
		const { seen, count } = tally();
		const push = create(count);
		const decoder = new TextDecoder();
		for (const bytes of chunks) push(decoder.decode(bytes, { stream: true }));
		return seen;
	};
}

/** Bytes pulled through streams. */
function pulled(
	chunks: readonly Uint8Array[],
	read: (body: ReadableStream<Uint8Array<ArrayBuffer>>) => ReadableStream<{ data: string }>,
): Candidate {
	return async () => {
		const { seen, count } = tally();
		const reader = read(bodyOf(chunks)).getReader();
		for (let next = await reader.read(); !next.done; next = await reader.read()) count(next.value);
		return seen;
	};
}

/** Reading server-sent events alone, against eventsource-parser. */
export async function sse(): Promise<Findings> {
	const cells: Cell[] = [];
	for (const [wire, frames] of Object.entries(wires)) {
		for (const chunking of chunkings) {
			const chunks = chunk(frames, chunking);
			const parsers = {
				parser: pushed(chunks, (count) => {
					const parser = createParser({ onEvent: count });
					return (text) => parser.feed(text);
				}),
				ours: pushed(chunks, (count) => createSseParser(count).push),
			};
			const streams = {
				parser: pulled(chunks, (body) =>
					body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()),
				),
				ours: pulled(chunks, sseFrames),
			};
			for (const [form, both] of Object.entries({ parser: parsers, stream: streams })) {
				const timings = await compare(both, {
					rounds: form === "parser" ? 101 : 21,
					warmups: form === "parser" ? 40 : 8,
				});
				for (const [candidate, { medianMs, ratio }] of Object.entries(timings))
					cells.push({ work: `${wire}, ${chunking}, ${form}`, candidate, value: medianMs, ratio });
			}
		}
	}
	return {
		title: `Server-sent events alone, ${pieces.toLocaleString("en")} frames`,
		unit: "ms",
		baseline: "parser",
		method:
			"`parser`: decoded text pushed into the parser. `stream`: a body pulled through the library's stream. Median of the rounds; ratios within one round.",
		cells,
	};
}
