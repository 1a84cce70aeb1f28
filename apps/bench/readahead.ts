import { setTimeout as delay } from "node:timers/promises";
import { begin, wires } from "./candidates/candidate.ts";
import { candidates } from "./candidates/index.ts";
import type { Cell, Findings } from "./report.ts";
import { chunksOf, counted, framesOf } from "./traffic.ts";

/** What is taken from the vendor while the reader does not read on. */
export async function readahead(): Promise<Findings> {
	const cells: Cell[] = [];
	for (const wire of wires) {
		for (const [chunking, chunks] of Object.entries(chunksOf(framesOf[wire](12_000)))) {
			for (const [candidate, { stream }] of Object.entries(candidates)) {
				const { body, taken } = counted(chunks);
				const open = stream[wire]?.(
					async () => new Response(body, { headers: { "content-type": "text/event-stream" } }),
				);
				if (!open) continue;
				const reading = await open();
				await begin(reading);
				await delay(50);
				const paused = taken();
				cells.push({ work: `${wire}, ${chunking}, paused after the first text`, candidate, value: paused });
				for (let events = 0; events < 20; events++) {
					await reading.next();
					await delay(2);
				}
				cells.push({ work: `${wire}, ${chunking}, 20 more events at 2 ms each`, candidate, value: taken() - paused });
			}
		}
	}
	return {
		title: "Bytes taken of a stream of 590 KB whose reader is slow",
		unit: "bytes",
		baseline: "limit",
		method:
			"The body hands out one chunk whenever it is asked, and counts. First the reader takes one piece of text and pauses for 50 ms, then it takes 20 more events with pauses of 2 ms.",
		cells,
	};
}
