import { drain, wires } from "./candidates/candidate.ts";
import { candidates } from "./candidates/index.ts";
import { pickerOf, readAtOnce } from "./candidates/limit.ts";
import { compare } from "./measure.ts";
import type { Cell, Findings } from "./report.ts";
import { chunk, chunkings, framesOf, streaming } from "./traffic.ts";

const pieces = 5_000;

/** Streams from request to last event, against the least code that could do it. */
export async function translate(): Promise<Findings> {
	const cells: Cell[] = [];
	for (const wire of wires) {
		const frames = framesOf[wire](pieces);
		for (const chunking of chunkings) {
			const chunks = chunk(frames, chunking);
			const vendor = streaming(chunks);
			const all = Object.entries(candidates).flatMap(([key, { stream }]) => {
				const open = stream[wire]?.(vendor);
				return open ? [[key, async () => (await drain(await open())).characters] as const] : [];
			});
			const only = (fits: (key: string) => boolean): Record<string, () => Promise<number>> =>
				Object.fromEntries(all.filter(([key]) => fits(key)));
			const atOnce = () => readAtOnce(chunks, pickerOf[wire]()).characters;
			const close = await compare<string>(
				{ ...only((key) => key === "limit" || key === "ours"), atOnce },
				{ rounds: 41, warmups: 10 },
			);
			// The alternatives take several times as long: fewer rounds, relative to ours, tell as much.
			const { ours: _ours, ...others } = await compare(
				{ ...only((key) => key === "ours"), ...only((key) => key !== "limit") },
				{ rounds: 9, warmups: 3 },
			);
			const work = `${wire}, ${chunking}`;
			for (const [candidate, { medianMs, ratio }] of Object.entries(close))
				cells.push({ work, candidate, value: medianMs, ratio });
			for (const [candidate, { medianMs, ratio }] of Object.entries(others))
				cells.push({ work, candidate, value: medianMs, ratio: ratio * (close.ours?.ratio ?? Number.NaN) });
		}
	}
	return {
		title: `A stream of ${pieces.toLocaleString("en")} text events, from request to last event`,
		unit: "ms",
		baseline: "limit",
		method:
			"In-memory fetch; all candidates in one process in turns, and all must read the same text. Median of the rounds; each ratio is the median over the rounds of the ratio within one round, for the alternatives to ours and by that to the limit. AI SDK: `fullStream` of `streamText`; SDKs: `stream: true`; TanStack AI: `chat`.",
		cells,
	};
}
