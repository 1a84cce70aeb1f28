/** Something to be timed; what it returns is compared, so that all candidates are known to do the same work. */
export type Candidate = () => unknown;

/** Times of one candidate. */
export interface Timing {
	readonly medianMs: number;
	/** Median over the rounds of this candidate's time by the first candidate's time in the same round. */
	readonly ratio: number;
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[sorted.length >> 1] ?? Number.NaN;
}

async function time(candidate: Candidate): Promise<number> {
	const start = performance.now();
	await candidate();
	return performance.now() - start;
}

/**
 * Times candidates in turns, so that a machine that slows down slows them all. Throws when they do not all return the
 * same.
 */
export async function compare<K extends string>(
	candidates: Record<K, Candidate>,
	{ rounds = 25, warmups = 10 } = {},
): Promise<Record<K, Timing>> {
	const names = Object.keys(candidates) as K[];
	const [first = "" as K] = names;
	const results = new Set<string>();
	for (const name of names) results.add(JSON.stringify(await candidates[name]()));
	if (results.size !== 1) throw new Error(`${names.join(", ")} do not do the same work: ${[...results].join(" / ")}`);

	const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
	for (let round = -warmups; round < rounds; round++) {
		// Whoever goes first in a round is another one every time.
		const turn = ((round % names.length) + names.length) % names.length;
		for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
			const ms = await time(candidates[name]);
			if (round >= 0) times[name].push(ms);
		}
	}
	const timing = (name: K): Timing => ({
		medianMs: median(times[name]),
		ratio: median(times[name].map((ms, round) => ms / (times[first][round] ?? Number.NaN))),
	});
	return Object.fromEntries(names.map((name) => [name, timing(name)])) as Record<K, Timing>;
}

/** Times a candidate for growing sizes and fits `time ~ size ^ exponent`. */
export async function grow(
	sizes: readonly number[],
	candidate: (size: number) => Candidate,
	{ rounds = 7 } = {},
): Promise<{ times: readonly number[]; exponent: number }> {
	const prepared = sizes.map(candidate);
	const all = sizes.map(() => [] as number[]);
	// All is compiled by the time it counts; the largest size leaves nothing to learn.
	for (const run of [...prepared, ...prepared]) await run();
	for (let round = 0; round < rounds; round++) {
		for (const [index, run] of prepared.entries()) all[index]?.push(await time(run));
	}
	// The least: collections and other processes come when they want, growth is there every time.
	const times = all.map((values) => Math.min(...values));
	return { times, exponent: slope(sizes.map(Math.log), times.map(Math.log)) };
}

/** Least squares. */
function slope(xs: readonly number[], ys: readonly number[]): number {
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const [meanX, meanY] = [mean(xs), mean(ys)];
	const covariance = xs.reduce((sum, x, index) => sum + (x - meanX) * ((ys[index] ?? 0) - meanY), 0);
	return covariance / xs.reduce((sum, x) => sum + (x - meanX) ** 2, 0);
}
