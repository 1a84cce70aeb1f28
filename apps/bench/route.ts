import { createRouter } from "@workkit/ai-router";
import { grow } from "./measure.ts";
import { printTable } from "./table.ts";

const resolves = 2_000;
const micros = (ms: number): string => `${((ms / resolves) * 1_000).toFixed(2)} µs`;

/** Resolving a model by the last of many routes. The targets: microseconds, and an exponent of at most 1.1. */
export async function route(): Promise<void> {
	const counts = [10, 100, 1_000];
	const row = async (name: string, pattern: (index: number) => string | RegExp, model: (last: number) => string) => {
		const { times, exponent } = await grow(counts, (count) => {
			const routes = Array.from({ length: count }, (_, index) => ({ pattern: pattern(index), provider: `p${index}` }));
			const { resolve } = createRouter({ routes, fallback: "none" });
			const wanted = model(count - 1);
			return () => {
				let length = 0;
				for (let round = 0; round < resolves; round++) length += resolve(wanted).length;
				return length;
			};
		});
		return [name, ...times.map(micros), exponent.toFixed(2)];
	};
	printTable(
		"Routing: one model, by the last of so many routes",
		["", ...counts.map((count) => count.toLocaleString("en")), "exponent"],
		[
			await row(
				"exact names",
				(index) => `vendor/model-${index}`,
				(last) => `vendor/model-${last}`,
			),
			await row(
				"prefixes",
				(index) => `vendor-${index}/*`,
				(last) => `vendor-${last}/model`,
			),
			await row(
				"inner stars",
				(index) => `vendor/*-${index}-*b`,
				(last) => `vendor/model-${last}-8b`,
			),
			await row(
				"expressions",
				(index) => new RegExp(`^vendor-${index}/`),
				(last) => `vendor-${last}/model`,
			),
			await row(
				"no route fits",
				(index) => `vendor-${index}/*`,
				() => "other/model",
			),
		],
	);

	const lengths = [1_000, 10_000, 100_000];
	const worst = async (name: string, pattern: string) => {
		const { resolve } = createRouter({ routes: [{ pattern, provider: "p" }], fallback: "none" });
		const { times, exponent } = await grow(lengths, (length) => {
			const model = "a".repeat(length);
			return () => {
				let answered = 0;
				for (let round = 0; round < resolves; round++) answered += resolve(model).length;
				return answered;
			};
		});
		return [name, ...times.map(micros), exponent.toFixed(2)];
	};
	printTable(
		"Routing: one glob, a model of so many letters `a`",
		["", ...lengths.map((length) => length.toLocaleString("en")), "exponent"],
		[
			await worst("*a*a*a…*b, 100 stars", `${"*a".repeat(99)}*b`),
			await worst("*a*a*a…*b*, 100 stars", `${"*a".repeat(98)}*b*`),
			await worst("*aaa…b*, 100 letters", `*${"a".repeat(99)}b*`),
			await worst("*aa…b…aa*, 100 letters", `*${"a".repeat(50)}b${"a".repeat(49)}*`),
		],
	);
}
