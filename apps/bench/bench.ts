// npm run bench, or node apps/bench/bench.ts [kind …]: measures all kinds, or the named ones, and writes them to results.
// Numbers are for reading; nothing fails on them (counts.ts does, on what does not depend on the machine).
import { spawnSync } from "node:child_process";
import { kinds } from "./kinds.ts";
import { machine, versions, write } from "./report.ts";
import { printTable } from "./table.ts";
import { targets } from "./targets.ts";

const named = process.argv.slice(2);
const names = Object.keys(kinds);
const unknown = named.find((kind) => !names.includes(kind));
if (unknown) throw new Error(`"${unknown}" must be one of ${names.join(", ")}.`);
console.log(Object.values(machine).join(", "));
for (const [name, version] of Object.entries(versions)) console.log(`  ${name} ${version}`);
const child = new URL("kind.ts", import.meta.url).pathname;
for (const kind of named[0] ? names.filter((name) => named.includes(name)) : names) {
	// A process for each: what the engine learned from one kind of work is not to show in the next.
	const { status } = spawnSync(process.execPath, [child, kind], { stdio: "inherit" });
	if (status !== 0) throw new Error(`${kind} could not be measured.`);
}
const rows = targets();
write("targets.json", rows);
printTable(
	"Targets",
	["", "target", "ours", "best alternative", "met"],
	rows.map(({ what, target, ours, best, met }) => [what, target, ours, best, met ? "yes" : "NO"]),
);
process.exit();
