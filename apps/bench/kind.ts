// node apps/bench/kind.ts <kind>: measures one kind, prints it and writes it to results.
import { chartOf } from "./chart.ts";
import { kinds } from "./kinds.ts";
import { save, writeText } from "./report.ts";
import { printResult } from "./table.ts";

const kind = process.argv[2] ?? "";
const findings = await kinds[kind]?.();
if (!findings) throw new Error(`"${kind}" must be one of ${Object.keys(kinds).join(", ")}.`);
const result = save(kind, findings);
writeText(`${kind}.svg`, chartOf(result));
printResult(result);
process.exit();
