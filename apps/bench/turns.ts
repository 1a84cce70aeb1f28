import { setTimeout as delay } from "node:timers/promises";
import { begin, type Candidate, type Seen, type Wire } from "./candidates/candidate.ts";
import { median } from "./measure.ts";
import { framesOf } from "./traffic.ts";

const encoder = new TextEncoder();

/** Turns of the microtask queue between a whole frame's arrival and its event at a reader that waits for it. */
export async function turnsOf({ stream }: Candidate, wire: Wire): Promise<number | undefined> {
	const frames = framesOf[wire](8).map((text) => encoder.encode(text));
	let output: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
	const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			start(controller) {
				output = controller;
			},
		},
		{ highWaterMark: 0 },
	);
	const send = () => output?.enqueue(frames.shift() as Uint8Array<ArrayBuffer>);
	const open = stream[wire]?.(async () => new Response(body, { headers: { "content-type": "text/event-stream" } }));
	if (!open) return undefined;
	// What comes before the first text of Anthropic's stream, and the first text.
	for (let sent = 0; sent < (wire === "anthropic" ? 3 : 1); sent++) send();
	const reading = await open();
	await begin(reading);
	const turns: number[] = [];
	for (let round = 0; round < 5; round++) {
		let arrived = false;
		const seen: Seen = { characters: 0, outputTokens: 0 };
		const read = (async () => {
			while (seen.characters === 0) reading.note((await reading.next()).value as never, seen);
			arrived = true;
		})();
		await delay(10);
		send();
		let count = 0;
		while (!arrived && count < 10_000) {
			await null;
			count++;
		}
		turns.push(count);
		await read;
	}
	return median(turns);
}
