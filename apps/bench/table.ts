import type { Cell, Result } from "./report.ts";

/** Prints rows under a title, columns aligned: the first to the left, the others to the right. */
export function printTable(title: string, header: readonly string[], rows: readonly (readonly string[])[]): void {
	const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
	const line = (row: readonly string[]) =>
		row
			.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
			.join("  ");
	console.log(`\n${title}\n`);
	for (const row of [header, ...rows]) console.log(`  ${line(row)}`);
}

/** A number with as many digits as tell something. */
export const short = (value: number): string =>
	value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(value >= 10 ? 1 : 2);

const show = (cell: Cell | undefined): string =>
	cell ? short(cell.value) + (cell.ratio === undefined ? "" : ` (${cell.ratio.toFixed(2)} ×)`) : "";

/** One line for each work, one column for each candidate. */
export function printResult({ title, unit, labels, cells }: Result): void {
	const works = [...new Set(cells.map(({ work }) => work))];
	const keys = Object.keys(labels);
	printTable(
		`${title} (${unit})`,
		["", ...Object.values(labels)],
		works.map((work) => [
			work,
			...keys.map((key) => show(cells.find((cell) => cell.work === work && cell.candidate === key))),
		]),
	);
}
