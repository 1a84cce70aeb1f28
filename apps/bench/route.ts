import { createRouter } from "@workkit/ai-router";
import { grow } from "./measure.ts";
import type { Cell } from "./report.ts";

const resolves = 1_000;

/** Resolving a model by the last of many routes. */
export async function route(): Promise<Cell[]> {
	const counts = [10, 100, 1_000];
	const cells: Cell[] = [];
	const add = async (
		name: string,
		pattern: (index: number) => string | RegExp,
		model: (last: number) => string,
	): Promise<void> => {
		const { times, exponent } = await grow(counts, (count) => {
			const routes = Array.from({ length: count }, (_, index) => ({ pattern: pattern(index), provider: `p${index}` }));
			const { resolve } = createRouter({ routes, fallback: "none" });
			return resolving(resolve, model(count - 1));
		});
		cells.push(cellOf(`10 to 1,000 routes: ${name}`, counts, times, exponent));
	};
	await add(
		"exact names",
		(index) => `vendor/model-${index}`,
		(last) => `vendor/model-${last}`,
	);
	await add(
		"prefixes",
		(index) => `vendor-${index}/*`,
		(last) => `vendor-${last}/model`,
	);
	await add(
		"inner stars",
		(index) => `vendor/*-${index}-*b`,
		(last) => `vendor/model-${last}-8b`,
	);
	await add(
		"expressions",
		(index) => new RegExp(`^vendor-${index}/`),
		(last) => `vendor-${last}/model`,
	);
	// What the engine takes for as many expressions, whoever asks them: the code of each is elsewhere in memory.
	const bare = await grow(counts, (count) => {
		const patterns = Array.from({ length: count }, (_, index) => new RegExp(`^vendor-${index}/`));
		const resolve = (model: string) => `p${patterns.findIndex((pattern) => pattern.test(model))}`;
		return resolving(resolve, `vendor-${count - 1}/model`);
	});
	cells.push({ ...cellOf("10 to 1,000 routes: expressions", counts, bare.times, bare.exponent), candidate: "limit" });
	await add(
		"no route fits",
		(index) => `vendor-${index}/*`,
		() => "other/model",
	);

	const lengths = [1_000, 10_000, 100_000];
	const globs = {
		"*a*a*a…*b, 100 stars": `${"*a".repeat(99)}*b`,
		"*a*a*a…*b*, 100 stars": `${"*a".repeat(98)}*b*`,
		"*aaa…b*, 100 letters": `*${"a".repeat(99)}b*`,
		"*aa…b…aa*, 100 letters": `*${"a".repeat(50)}b${"a".repeat(49)}*`,
	};
	for (const [name, pattern] of Object.entries(globs)) {
		const { resolve } = createRouter({ routes: [{ pattern, provider: "p" }], fallback: "none" });
		const { times, exponent } = await grow(lengths, (length) => resolving(resolve, "a".repeat(length)));
		cells.push(cellOf(`one glob, 1,000 to 100,000 letters: ${name}`, lengths, times, exponent));
	}
	return cells;
}

const resolving = (resolve: (model: string) => string, model: string) => () => {
	let length = 0;
	for (let round = 0; round < resolves; round++) length += resolve(model).length;
	return length;
};

/** An exponent, with the times that it was fitted to, in milliseconds. */
export function cellOf(work: string, sizes: readonly number[], times: readonly number[], exponent: number): Cell {
	const more = Object.fromEntries(times.map((ms, index) => [String(sizes[index]), Number(ms.toPrecision(3))]));
	return { work, candidate: "ours", value: exponent, more };
}
