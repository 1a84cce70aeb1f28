import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { candidates } from "./candidates/index.ts";

/** One number. */
export interface Cell {
	/** What was done, for example `openai, 16 KiB`. */
	readonly work: string;
	/** Key of who did it. */
	readonly candidate: string;
	readonly value: number;
	/** Other measures of the same thing, by name (`gzip`, `brotli`, …). */
	readonly more?: Readonly<Record<string, number>>;
	/** By the baseline's time in the same round, the median of all rounds. */
	readonly ratio?: number;
}

/** What a kind of measurement found. */
export interface Findings {
	readonly title: string;
	/** Of every value; less is better. */
	readonly unit: "ms" | "µs" | "bytes" | "turns" | "exponent";
	/** Whose value the ratios are relative to. */
	readonly baseline?: string;
	/** How it was measured, in a sentence or two. */
	readonly method: string;
	readonly cells: readonly Cell[];
}

/** A file of `results`. */
export interface Result extends Findings {
	readonly kind: string;
	readonly date: string;
	readonly command: string;
	readonly machine: Readonly<Record<string, string | number>>;
	readonly versions: Readonly<Record<string, string>>;
	/** Names of the candidates, by the keys that the cells have. */
	readonly labels: Readonly<Record<string, string>>;
}

export const machine = {
	node: process.version,
	platform: `${process.platform} ${process.arch}`,
	processor: cpus()[0]?.model ?? "unknown",
	cores: availableParallelism(),
	memoryGb: Math.round(totalmem() / 2 ** 30),
} as const;

function versionOf(name: string): string {
	return JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
}

/** Installed versions of all that is compared. */
export const versions: Readonly<Record<string, string>> = Object.fromEntries(
	[...Object.values(candidates).flatMap(({ packages }) => packages), "eventsource-parser", "miniflare", "esbuild"]
		.sort()
		.map((name) => [name, versionOf(name)]),
);

const others: Readonly<Record<string, string>> = {
	parser: "eventsource-parser",
	atOnce: "the limit without streams",
	vendorSdks: "OpenAI and Anthropic SDK",
};

const labelOf = (key: string): string => candidates[key]?.label ?? others[key] ?? key;

const round = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(4)));

const file = (name: string): URL => new URL(`results/${name}`, import.meta.url);

/** Writes the findings of one kind to `results`, with all that is needed to measure them again. */
export function save(kind: string, { cells, ...findings }: Findings): Result {
	const keys = [...new Set(cells.map(({ candidate }) => candidate))];
	const result: Result = {
		kind,
		...findings,
		date: new Date().toISOString().slice(0, 10),
		command: `node apps/bench/bench.ts ${kind}`,
		machine,
		versions,
		labels: Object.fromEntries(keys.map((key) => [key, labelOf(key)])),
		cells: cells.map((cell) => ({
			...cell,
			value: round(cell.value),
			...(cell.ratio !== undefined && { ratio: round(cell.ratio) }),
		})),
	};
	write(`${kind}.json`, result);
	return result;
}

/** Writes JSON to `results`. */
export function write(name: string, value: unknown): void {
	writeFileSync(file(name), `${JSON.stringify(value, null, "\t")}\n`);
}

/** Writes text to `results`. */
export function writeText(name: string, text: string): void {
	writeFileSync(file(name), text);
}

/** What was found last time, now included; `undefined` when it never was measured. */
export function load(kind: string): Result | undefined {
	try {
		return JSON.parse(readFileSync(file(`${kind}.json`), "utf8"));
	} catch {
		return undefined;
	}
}
