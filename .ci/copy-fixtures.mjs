// Makes the repository's own copy of the recorded cases: the smallest selection in which every feature, wire, endpoint and
// status still occurs. Usage: node .ci/copy-fixtures.mjs [folder of all cases; default ../shared/fixtures]
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = process.argv[2] ?? join(root, "../shared/fixtures");
const target = join(root, "packages/ai-gateway/test/fixtures");

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
const { cases } = readJson(join(source, "index.json"));

const folderOf = ({ name }) => join(source, "cases", name);
const sizeOf = (entry) => {
	const folder = folderOf(entry);
	return readdirSync(folder).reduce((bytes, file) => bytes + statSync(join(folder, file)).size, 0);
};

/** What a case shows. */
const shows = ({ features, wire, endpoint, status, streaming }) => [
	...features.map((feature) => `feature: ${feature}`),
	`wire: ${wire}, ${endpoint}, ${streaming}, ${status}`,
];

const candidates = cases
	.map((entry) => ({ entry, bytes: sizeOf(entry), shown: shows(entry) }))
	.sort((a, b) => a.bytes - b.bytes || (a.entry.name < b.entry.name ? -1 : 1));
const showing = new Map();
for (const candidate of candidates) {
	for (const fact of candidate.shown) showing.set(fact, [...(showing.get(fact) ?? []), candidate]);
}

// The rarest facts first, each by its smallest case; then, from the largest on, without what became superfluous.
const facts = [...showing.keys()].sort((a, b) => showing.get(a).length - showing.get(b).length || (a < b ? -1 : 1));
const chosen = new Set();
for (const fact of facts) {
	if (!showing.get(fact).some((candidate) => chosen.has(candidate))) chosen.add(showing.get(fact)[0]);
}
for (const candidate of [...candidates].reverse()) {
	const others = (fact) => showing.get(fact).some((other) => other !== candidate && chosen.has(other));
	if (chosen.has(candidate) && candidate.shown.every(others)) chosen.delete(candidate);
}
const selection = cases.filter((entry) =>
	candidates.some((candidate) => candidate.entry === entry && chosen.has(candidate)),
);

const sources = new Map();
rmSync(join(target, "cases"), { recursive: true, force: true });
for (const entry of selection) {
	mkdirSync(join(target, "cases", entry.name), { recursive: true });
	for (const file of readdirSync(folderOf(entry))) {
		writeFileSync(join(target, "cases", entry.name, file), readFileSync(join(folderOf(entry), file)));
	}
	const { repo, license } = readJson(join(folderOf(entry), "meta.json")).source;
	const key = `| ${repo} | ${license} |`;
	sources.set(key, (sources.get(key) ?? 0) + 1);
}
writeFileSync(
	join(target, "index.json"),
	`${JSON.stringify({ count: selection.length, total: cases.length, cases: selection }, null, 1)}\n`,
);
const rows = [...sources].sort().map(([key, count]) => `${key} ${count} |`);
const table = ["| source | licence | cases |", "| --- | --- | --- |", ...rows].join("\n");
const readme = readFileSync(join(target, "README.md"), "utf8");
writeFileSync(join(target, "README.md"), `${readme.replace(/\n\| source \|[\s\S]*$/, "")}\n${table}\n`);
const bytes = [...chosen].reduce((sum, candidate) => sum + candidate.bytes, 0);
console.log(`${selection.length} of ${cases.length} cases, ${Math.ceil(bytes / 1024)} KB`);
