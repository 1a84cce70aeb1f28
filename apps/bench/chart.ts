import type { Result } from "./report.ts";
import { short } from "./table.ts";

const colours: Readonly<Record<string, string>> = {
	ours: "var(--ours)",
	limit: "var(--limit)",
	atOnce: "var(--limit)",
};
const [left, right, bar, gap] = [190, 110, 14, 3];
const width = 760;

const escapeXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/**
 * Bars for each work, one for each candidate, on a logarithmic scale where the numbers are far apart. Its colours follow
 * the reader's light or dark mode.
 */
export function chartOf({ title, unit, labels, cells, date }: Result): string {
	// Of many works those that have something to compare tell the most.
	const works = [...new Set(cells.map(({ work }) => work))].filter(
		(work) => cells.filter((cell) => cell.work === work).length > 1 || Object.keys(labels).length === 1,
	);
	const values = cells.filter(({ work, value }) => works.includes(work) && value > 0).map(({ value }) => value);
	const [least, most] = [Math.min(...values), Math.max(...values)];
	const logarithmic = most / least > 20;
	const lengthOf = (value: number): number => {
		if (value <= 0) return 0;
		const share = logarithmic ? 0.03 + (0.97 * Math.log(value / least)) / Math.log(most / least) : value / most;
		return Math.max(1, share * (width - left - right));
	};
	const lines: string[] = [];
	let y = 52;
	for (const work of works) {
		lines.push(`<text x="8" y="${y + 11}" class="work">${escapeXml(work)}</text>`);
		y += 20;
		for (const [key, label] of Object.entries(labels)) {
			const cell = cells.find((cell) => cell.work === work && cell.candidate === key);
			if (!cell) continue;
			const length = lengthOf(cell.value).toFixed(1);
			lines.push(
				`<text x="${left - 8}" y="${y + 11}" class="label">${escapeXml(label)}</text>`,
				`<rect x="${left}" y="${y}" width="${length}" height="${bar}" fill="${colours[key] ?? "var(--other)"}"/>`,
				`<text x="${left + Number(length) + 6}" y="${y + 11}" class="value">${short(cell.value)} ${unit}</text>`,
			);
			y += bar + gap;
		}
		y += 10;
	}
	const scale = `${logarithmic ? "logarithmic scale, " : ""}less is better, ${date}`;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" role="img" aria-label="${escapeXml(title)}">
<style>
:root { --ours: #0b7a4b; --limit: #8a8f98; --other: #b8860b; --text: #1c1e21; --quiet: #5b616b; }
@media (prefers-color-scheme: dark) { :root { --ours: #3ddc97; --limit: #7d838d; --other: #e0b040; --text: #f0f2f5; --quiet: #a8afba; } }
text { font: 11px system-ui, sans-serif; fill: var(--text); }
.title { font-size: 14px; font-weight: 600; }
.work { font-weight: 600; }
.label { text-anchor: end; }
.scale, .value { fill: var(--quiet); }
</style>
<text x="8" y="20" class="title">${escapeXml(title)}</text>
<text x="8" y="38" class="scale">${scale}</text>
${lines.join("\n")}
</svg>
`;
}
