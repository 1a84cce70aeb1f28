import { describe, expect, it } from "vitest";
import { cutAt, cutEvery, type Pieces, seeded } from "./pieces.ts";
import { loadRecordings, type Recording } from "./recording.ts";
import { createReplay, transportsOf } from "./replay.ts";
import { same } from "./same.ts";
import { transcriptOf } from "./transcript.ts";

const recordings = (await loadRecordings()).filter(({ streaming }) => streaming);
const everywhere = import.meta.env.CUT === "everywhere";
// A read costs more there, and the code under test is the same.
const inWorkerd = navigator.userAgent === "Cloudflare-Workers";

/** Bodies up to this length are cut in two at each byte; longer ones there too, but at many bytes in one go. */
const halvedBytes = everywhere ? 16_384 : 8_192;
const pieceBytes = 97;
const seededSplits = 200;

const lineFeed = 0x0a;
const isContinuation = (byte: number | undefined): boolean => byte !== undefined && byte >> 6 === 0b10;

function range(length: number): number[] {
	return Array.from({ length }, (_, at) => at);
}

/** Every way to cut a body that this run tries, each with a name for the report. */
function* cuts({ name, body }: Recording): Generator<[string, Pieces]> {
	yield ["in single bytes", cutEvery(body, 1)];
	if (inWorkerd) return;
	if (body.length <= halvedBytes) {
		for (const at of range(body.length).slice(1)) yield [`at byte ${at}`, cutAt(body, [at])];
		return;
	}
	const positions = range(body.length);
	const ends = positions.filter((at) => body[at] === lineFeed);
	yield ["before each line feed", cutAt(body, ends)];
	yield [
		"after each line feed",
		cutAt(
			body,
			ends.map((at) => at + 1),
		),
	];
	yield [
		"inside each character of several bytes",
		cutAt(
			body,
			positions.filter((at) => isContinuation(body[at])),
		),
	];
	const random = seeded(name);
	for (const split of range(seededSplits)) {
		const points = range(1 + Math.floor(random() * 8)).map(() => 1 + Math.floor(random() * (body.length - 1)));
		yield [
			`at random, no. ${split}: ${points}`,
			cutAt(
				body,
				points.sort((a, b) => a - b),
			),
		];
	}
	if (!everywhere) return;
	for (const offset of range(pieceBytes)) {
		yield [`every ${pieceBytes} bytes after ${offset}`, cutEvery(body, pieceBytes, offset)];
	}
}

describe("a recorded stream says the same however its bytes are cut", () => {
	for (const recording of recordings) {
		for (const transport of transportsOf(recording)) {
			it(`${recording.name} over ${transport}`, { timeout: everywhere ? 600_000 : 60_000 }, async () => {
				const replay = createReplay(recording, transport);
				const whole = transcriptOf(recording, await replay.listen());
				for (const [name, pieces] of cuts(recording)) {
					replay.serve(pieces);
					const transcript = transcriptOf(recording, await replay.listen());
					if (!same(transcript, whole)) expect(transcript, `cut ${name}`).toEqual(whole);
				}
			});
		}
	}
});
