import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { candidates } from "./candidates/index.ts";
import type { Cell, Findings } from "./report.ts";

const run = promisify(execFile);

/** Bytes of memory per stream, in a process of its own. */
async function held(candidate: string, work: keyof typeof works): Promise<number> {
	const { stdout } = await run(process.execPath, [
		"--expose-gc",
		new URL("memory-child.ts", import.meta.url).pathname,
		candidate,
		work,
	]);
	return Number(stdout);
}

const works = {
	open: "one of 1,000 streams that wait",
	paused: "a stream of 590 KB, paused after its first text",
} as const;

/** Memory that streams hold. */
export async function memory(): Promise<Findings> {
	const cells: Cell[] = [];
	for (const [work, name] of Object.entries(works)) {
		for (const [candidate, { stream }] of Object.entries(candidates)) {
			if (!stream.openai && !stream.anthropic) continue;
			cells.push({ work: name, candidate, value: Math.round(await held(candidate, work as keyof typeof works)) });
		}
	}
	return {
		title: "Memory per stream",
		unit: "bytes",
		baseline: "limit",
		method:
			"A process per candidate opens 1,000 streams (100 of 590 KB), reads each up to its first text, collects garbage, and divides what heap and buffers grew by. The bodies are in it: the limit shows what they take. OpenAI's wire, for the Anthropic SDK Anthropic's.",
		cells,
	};
}
