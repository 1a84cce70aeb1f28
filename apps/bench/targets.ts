import { type Cell, load, type Result } from "./report.ts";

/** One row of the table of targets. */
export interface Target {
	readonly what: string;
	readonly target: string;
	readonly ours: string;
	/** The best alternative, and what it shows. */
	readonly best: string;
	readonly met: boolean;
}

const number = (value: number, digits = 2): string => value.toFixed(digits).replace(/\.?0+$/, "");

/** Values of one candidate in the works that fit, or of all alternatives together. */
function cellsOf(result: Result, works: RegExp, candidate: (key: string) => boolean): Cell[] {
	return result.cells.filter((cell) => works.test(cell.work) && candidate(cell.candidate));
}

const isOurs = (key: string): boolean => key === "ours";
const isLimit = (key: string): boolean => key === "limit";
/** Hand-written code is a limit, and no alternative. */
const isOther = (key: string): boolean => !["ours", "limit", "atOnce"].includes(key);

type Measure = (cell: Cell) => number;
const amount: Measure = ({ value }) => value;
const relative: Measure = ({ ratio }) => ratio ?? Number.NaN;

/** `1.05–1.3`, or one number. */
function span(cells: readonly Cell[], measure: Measure, show: (value: number) => string): string {
	const values = cells.map(measure);
	const [least, most] = [show(Math.min(...values)), show(Math.max(...values))];
	return least === most ? least : `${least}–${most}`;
}

/** A row whose numbers all must stay at or below a limit. */
function below(
	kind: string,
	what: string,
	works: RegExp,
	limit: number,
	{
		measure = amount,
		target = `≤ ${limit}`,
		show = (value) => number(value),
		against = isOther,
	}: Partial<{
		measure: Measure;
		target: string;
		show: (value: number) => string;
		/** Who else is named: the alternatives, unless there are none that do this. */
		against: (key: string) => boolean;
	}> = {},
): Target[] {
	const result = load(kind);
	if (!result) return [];
	const own = cellsOf(result, works, isOurs);
	const others = [...new Set(cellsOf(result, works, against).map(({ candidate }) => candidate))]
		.map((key) => ({ key, cells: cellsOf(result, works, (candidate) => candidate === key) }))
		.sort((a, b) => Math.max(...a.cells.map(measure)) - Math.max(...b.cells.map(measure)));
	const [best] = others;
	return [
		{
			what,
			target,
			ours: span(own, measure, show),
			best: best ? `${result.labels[best.key]} ${span(best.cells, measure, show)}` : "",
			met: own.every((cell) => measure(cell) <= limit),
		},
	];
}

/** A row that asks for the least of all in every work. */
function leastOfAll(kind: string, what: string, works: RegExp): Target[] {
	const result = load(kind);
	if (!result) return [];
	const shares = cellsOf(result, works, isOurs).map((cell) => {
		// By their ratios: these come from the same rounds, the times may not.
		const others = result.cells.filter(({ work, candidate }) => work === cell.work && isOther(candidate));
		return relative(cell) / Math.min(...others.map(relative));
	});
	return [
		{
			what,
			target: "≤ 1 in every cell",
			ours: `${number(Math.min(...shares))}–${number(Math.max(...shares))}`,
			best: "1",
			met: shares.every((share) => share <= 1),
		},
	];
}

/** A row that compares with the limit in the same work. */
function likeTheLimit(kind: string, what: string, works: RegExp): Target[] {
	const result = load(kind);
	if (!result) return [];
	const most = (candidate: (key: string) => boolean) =>
		Math.max(
			...cellsOf(result, works, candidate).map(({ work, value }) => {
				const limit = result.cells.find((cell) => cell.work === work && cell.candidate === "limit");
				return value - (limit?.value ?? 0);
			}),
		);
	const own = most(isOurs);
	return [
		{
			what,
			target: "no more than the limit",
			ours: `${own} more`,
			best: `AI SDK ${most((key) => key === "aiSdk").toLocaleString("en")} more`,
			met: own <= 0,
		},
	];
}

const kilobytes = (value: number): string => `${number(value / 1_024)} KB`;
const inKb = (limit: number) => ({ target: `≤ ${limit} KB`, show: kilobytes });
const times = (value: number): string => `${number(value)} ×`;

/** The table of targets, as far as it was measured. */
export function targets(): Target[] {
	const gzip = (what: string, works: RegExp, limit: number) =>
		below("bytes", `gzip: ${what}`, works, limit * 1_024, inKb(limit));
	return [
		...gzip("one OpenAI call or stream", /^One OpenAI/, 6.5),
		...gzip("three providers behind the facade, streaming", /^OpenAI, Anthropic/, 11),
		...gzip("allowlist", /^isAllowedModel/, 0.3),
		...gzip("router", /^createRouter/, 0.7),
		...gzip("cost tracker", /^createCostTracker/, 1.2),
		...gzip("SSE reader", /^A parser/, 0.6),
		...gzip("errors", /errors, all/, 1.8),
		...["openai", "anthropic", "workers-ai"].flatMap((wire) =>
			below("translate", `streaming ${wire}, against the minimal stream`, new RegExp(`^${wire},`), 1.25, {
				measure: relative,
				target: "≤ 1.25 ×",
				show: times,
			}),
		),
		...leastOfAll("translate", "streaming, against the fastest alternative", /./),
		...leastOfAll("sse", "SSE parser, against eventsource-parser", /parser$/),
		...leastOfAll("sse", "SSE stream, against eventsource-parser's", /stream$/),
		...["openai", "anthropic", "workers-ai"].flatMap((wire) =>
			below("call", `one call of ${wire}, against fetch and json()`, new RegExp(`^${wire}$`), 1.25, {
				measure: relative,
				target: "≤ 1.25 ×",
				show: times,
			}),
		),
		...likeTheLimit("readahead", "bytes read ahead of a slow reader", /./),
		...below("memory", "held by a paused stream of 590 KB", /^a stream of 590/, 10_240, inKb(10)),
		...below("hops", "microtask turns from frame to event", /./, 3),
		...below("growth", "growth: tool arguments", /^tool/, 1.1),
		...below("growth", "growth: 5 MB line in 64-byte pieces", /5 MB in.*(OpenAI|sseFrames)$/, 1.1),
		...below("growth", "growth: routes and globs", /^(10 to 1,000 routes: (?!expr)|one glob)/, 1.1),
		...below("growth", "growth: routes by the caller's expressions", /routes: expressions$/, 1.1, { against: isLimit }),
		...below("growth", "growth: 10 to 1,000 calls, plain and wrapped", /calls (at once|one after)/, 1.1),
		...below("modules", "module evaluation in Node", /^Node$/, 3, {
			target: "≤ 3 ms",
			show: (value) => `${number(value)} ms`,
		}),
		...below("modules", "module evaluation in workerd", /^workerd$/, 5, {
			target: "≤ 5 ms",
			show: (value) => `${number(value)} ms`,
		}),
		...processorTime(),
	];
}

/** Against the AI SDK's time in the same work. */
function processorTime(): Target[] {
	const result = load("cpu");
	if (!result) return [];
	const shares = cellsOf(result, /./, isOurs).map(({ work, value }) => {
		const theirs = result.cells.find((cell) => cell.work === work && cell.candidate === "aiSdk");
		return { work, candidate: "ours", value: value / (theirs?.value ?? Number.NaN) };
	});
	const others = [
		...new Set(cellsOf(result, /./, (key) => isOther(key) && key !== "aiSdk").map(({ candidate }) => candidate)),
	];
	const best = others.map((key) => {
		const theirs = cellsOf(result, /./, (candidate) => candidate === key).map((cell) => ({
			...cell,
			value:
				cell.value /
				(result.cells.find(({ work, candidate }) => work === cell.work && candidate === "aiSdk")?.value ?? Number.NaN),
		}));
		return { label: result.labels[key], theirs };
	});
	const [first] = best.sort((a, b) => Math.max(...a.theirs.map(amount)) - Math.max(...b.theirs.map(amount)));
	return [
		{
			what: "processor time of a streamed request in workerd, against the AI SDK",
			target: "≤ 1/3",
			ours: span(shares, amount, (value) => number(value)),
			best: first ? `${first.label} ${span(first.theirs, amount, (value) => number(value))}` : "",
			met: shares.every(({ value }) => value <= 1 / 3),
		},
	];
}
