import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kilobytes } from "./package-facts.ts";
import { root } from "./packages.ts";

/** One line of the comparison: what was measured, for each library, as people read it. */
export interface MeasuredRow {
	what: string;
	/** By the library's key; a library that cannot do it is not there. */
	values: Partial<Record<Library, { value: number; text: string }>>;
	/** What measures it again. */
	command: string;
	/** Day of the measurement. */
	date: string;
}

/** The columns of the comparison. */
export const LIBRARIES = {
	limit: "hand-written",
	ours: "workkit",
	aiSdk: "AI SDK",
	openaiSdk: "OpenAI SDK",
	tanstack: "TanStack AI",
} as const;
export type Library = keyof typeof LIBRARIES;

const number = (value: number): string => String(Number(value.toPrecision(3)));
const ROWS = [
	["bytes", "One OpenAI stream", "Bundle of one OpenAI stream, gzip", kilobytes],
	["bytes", "OpenAI, Anthropic and Workers AI, streaming", "The same with three vendors, gzip", kilobytes],
	["translate", "openai, a frame per chunk", "5,000 text events, request to end", (ms: number) => `${number(ms)} ms`],
	["call", "openai", "One call that is not streamed", (us: number) => `${number(us)} µs`],
	["cpu", "openai", "Processor time of a streamed request in workerd", (ms: number) => `${number(ms)} ms`],
	["hops", "openai", "Microtask turns from a frame to its event", number],
	["memory", "a stream of 590 KB, paused after its first text", "Held by a paused stream of 590 KB", kilobytes],
	["modules", "workerd", "Start of a Worker, over an empty one", (ms: number) => `${number(ms)} ms`],
] as const;

/** The comparison with other libraries, from what `apps/bench` measured last. */
export function measured(): MeasuredRow[] {
	return ROWS.flatMap(([kind, work, what, format]) => {
		const file = join(root, `apps/bench/results/${kind}.json`);
		if (!existsSync(file)) return [];
		const { cells, command, date } = JSON.parse(readFileSync(file, "utf8"));
		const values: MeasuredRow["values"] = {};
		for (const { candidate, value } of cells.filter((cell: { work: string }) => cell.work === work)) {
			const library = candidate === "vendorSdks" ? "openaiSdk" : candidate;
			if (library in LIBRARIES) values[library as Library] = { value, text: format(value) };
		}
		return "ours" in values ? [{ what, values, command, date }] : [];
	});
}

/** The comparison as a Markdown table. */
export function measuredTable(): string {
	const keys = Object.keys(LIBRARIES) as Library[];
	const lines = measured().map(({ what, values, command }) => {
		const cells = keys.map((key) => (key === "ours" ? `**${values[key]?.text}**` : (values[key]?.text ?? "–")));
		return `| ${what} | ${cells.join(" | ")} | \`${command}\` |`;
	});
	return `| | ${Object.values(LIBRARIES).join(" | ")} | command |\n|---|${"---|".repeat(keys.length + 1)}\n${lines.join("\n")}`;
}
