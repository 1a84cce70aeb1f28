// npm run bench, or node apps/bench/bench.ts [kind …]: measures all kinds, or the named ones, and writes them to results.
// Numbers are for reading; nothing fails on them (counts.ts does, on what does not depend on the machine).
import { bytes } from "./bytes.ts";
import { call } from "./call.ts";
import { chartOf } from "./chart.ts";
import { cpu } from "./cpu.ts";
import { growth } from "./growth.ts";
import { hops } from "./hops.ts";
import { memory } from "./memory.ts";
import { modules } from "./modules.ts";
import { readahead } from "./readahead.ts";
import { type Findings, machine, save, versions, write, writeText } from "./report.ts";
import { sse } from "./sse.ts";
import { printResult, printTable } from "./table.ts";
import { targets } from "./targets.ts";
import { translate } from "./translate.ts";

const kinds: Readonly<Record<string, () => Promise<Findings>>> = {
	bytes,
	translate,
	sse,
	call,
	readahead,
	memory,
	hops,
	growth,
	modules,
	cpu,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((kind) => !Object.hasOwn(kinds, kind));
if (unknown) throw new Error(`"${unknown}" must be one of ${Object.keys(kinds).join(", ")}.`);
console.log(Object.values(machine).join(", "));
for (const [name, version] of Object.entries(versions)) console.log(`  ${name} ${version}`);
for (const [kind, measure] of Object.entries(kinds)) {
	if (wanted.length > 0 && !wanted.includes(kind)) continue;
	const result = save(kind, await measure());
	writeText(`${kind}.svg`, chartOf(result));
	printResult(result);
}
const rows = targets();
write("targets.json", rows);
printTable(
	"Targets",
	["", "target", "ours", "best alternative", "met"],
	rows.map(({ what, target, ours, best, met }) => [what, target, ours, best, met ? "yes" : "NO"]),
);
process.exit();
