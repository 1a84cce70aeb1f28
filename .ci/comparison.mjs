// Fills the tables of docs/comparison.md from what `npm run bench` has measured: between `<!-- results:bytes -->` and
// `<!-- end -->` comes what apps/bench/results/bytes.json holds. `--write` writes; without it, or with `--check`, a
// difference is an error. `<!-- results:bytes /stream/ -->` takes only the works whose names fit.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./packages.ts";

const page = join(root, "docs/comparison.md");
const order = ["limit", "ours"];
// Shown as what could be reached; they are no library that could be better.
const limits = ["limit", "atOnce"];

const number = (value, digits) => value.toLocaleString("en-US", { maximumSignificantDigits: digits });

function show({ value, ratio }, unit) {
	const isLarge = unit === "bytes" && value >= 1024;
	const amount = isLarge ? `${number(value / 1024, 3)} KB` : `${number(value, 3)}${unit === "bytes" ? " B" : ""}`;
	return ratio === undefined || ratio === 1 ? amount : `${amount} (${number(ratio, 3)} ×)`;
}

function tableOf(kind, filter) {
	const result = JSON.parse(readFileSync(join(root, `apps/bench/results/${kind}.json`), "utf8"));
	const { cells, labels, unit, method, command, date, machine, baseline } = result;
	const wanted = cells.filter(({ work }) => !filter || new RegExp(filter).test(work));
	const works = [...new Set(wanted.map(({ work }) => work))];
	const there = Object.keys(labels).filter((key) => wanted.some(({ candidate }) => candidate === key));
	const columns = [...order.filter((key) => there.includes(key)), ...there.filter((key) => !order.includes(key))];
	const rows = works.map((work) => {
		const own = wanted.filter((cell) => cell.work === work);
		const libraries = own.filter(({ candidate }) => !limits.includes(candidate));
		const least = Math.min(...libraries.map(({ value }) => value));
		return [
			work.replaceAll("*", "\\*"),
			...columns.map((key) => {
				const cell = own.find(({ candidate }) => candidate === key);
				if (!cell) return "–";
				// Alike within a hundredth are alike.
				const isBest = libraries.length > 1 && libraries.includes(cell) && cell.value <= least * 1.01;
				return isBest ? `**${show(cell, unit)}**` : show(cell, unit);
			}),
		];
	});
	const heads = [unit === "exponent" || unit === "bytes" ? "" : unit, ...columns.map((key) => labels[key])];
	const lines = [heads, heads.map((_, index) => (index === 0 ? "---" : "---:")), ...rows];
	const relative = wanted.some(({ ratio = 1 }) => ratio !== 1)
		? ` In brackets: relative to ${labels[baseline]}, in the same round.`
		: "";
	return [
		...lines.map((cellsOfLine) => `| ${cellsOfLine.join(" | ")} |`),
		"",
		`${method}${relative} Less is better.`,
		"",
		`\`${command}\` · [${kind}.json](../apps/bench/results/${kind}.json) · ${date} · Node ${machine.node.replace("v", "")}, ${machine.cores} × ${machine.processor}`,
	].join("\n");
}

function versions() {
	const { versions: all } = JSON.parse(readFileSync(join(root, "apps/bench/results/bytes.json"), "utf8"));
	return Object.entries(all)
		.map(([name, version]) => `\`${name}\` ${version}`)
		.join(", ");
}

const text = readFileSync(page, "utf8");
const filled = text.replace(
	/(<!-- (results:(\w+)(?: \/(.*?)\/)?|versions) -->\n).*?(<!-- end -->)/gs,
	(_, start, what, kind, filter, end) =>
		`${start}\n${what === "versions" ? versions() : tableOf(kind, filter)}\n\n${end}`,
);
if (process.argv.includes("--write")) writeFileSync(page, filled);
else if (filled !== text) {
	console.error("docs/comparison.md is not what was measured; run `node .ci/comparison.mjs --write`.");
	process.exit(1);
}
