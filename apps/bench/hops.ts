import { wires } from "./candidates/candidate.ts";
import { candidates } from "./candidates/index.ts";
import type { Cell, Findings } from "./report.ts";
import { turnsOf } from "./turns.ts";

/** Turns of the microtask queue from a frame to its event. */
export async function hops(): Promise<Findings> {
	const cells: Cell[] = [];
	for (const wire of wires) {
		for (const [candidate, library] of Object.entries(candidates)) {
			const value = await turnsOf(library, wire);
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
