import { setTimeout as delay } from "node:timers/promises";
import { begin, type Seen, type Wire, wires } from "./candidates/candidate.ts";
import { candidates } from "./candidates/index.ts";
import { median } from "./measure.ts";
import type { Cell, Findings } from "./report.ts";
import { framesOf } from "./traffic.ts";

const encoder = new TextEncoder();

/** Turns of the microtask queue between a whole frame's arrival and its event at a reader that waits for it. */
export async function turnsOf(key: string, wire: Wire): Promise<number | undefined> {
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
	const open = candidates[key]?.stream[wire]?.(
		async () => new Response(body, { headers: { "content-type": "text/event-stream" } }),
	);
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

/** Turns of the microtask queue from a frame to its event. */
export async function hops(): Promise<Findings> {
	const cells: Cell[] = [];
	for (const wire of wires) {
		for (const candidate of Object.keys(candidates)) {
			const value = await turnsOf(candidate, wire);
			if (value !== undefined) cells.push({ work: wire, candidate, value });
		}
	}
	return {
		title: "Microtask turns from a whole frame to its event",
		unit: "turns",
		baseline: "limit",
		method:
			"A reader waits, one whole frame is given to the body, and the turns of the microtask queue are counted until the reader has the text; median of 5. 10,000 means that it took more than microtasks.",
		cells,
	};
}
