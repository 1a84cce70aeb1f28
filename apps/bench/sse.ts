import { createSseParser, sseFrames } from "@workkit/ai-stream";
import { createParser } from "eventsource-parser";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { type Candidate, compare } from "./measure.ts";
import { ms, printTable, times } from "./table.ts";
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

/** Reading server-sent events alone, against eventsource-parser. The target is at most 1.0 in every row. */
export async function sse(): Promise<void> {
	const rows: string[][] = [];
	for (const [wire, frames] of Object.entries(wires)) {
		for (const chunking of chunkings) {
			const chunks = chunk(frames, chunking);
			const parsers = await compare({
				theirs: pushed(chunks, (count) => {
					const parser = createParser({ onEvent: count });
					return (text) => parser.feed(text);
				}),
				ours: pushed(chunks, (count) => createSseParser(count).push),
			});
			const streams = await compare({
				theirs: pulled(chunks, (body) =>
					body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()),
				),
				ours: pulled(chunks, sseFrames),
			});
			for (const [kind, { theirs, ours }] of Object.entries({ parser: parsers, stream: streams })) {
				rows.push([`${wire}, ${chunking}, ${kind}`, ms(theirs.medianMs), ms(ours.medianMs), times(ours.ratio)]);
			}
		}
	}
	printTable(
		`Server-sent events, ${pieces.toLocaleString("en")} frames`,
		["", "eventsource-parser", "ours", "ratio"],
		rows,
	);
}
