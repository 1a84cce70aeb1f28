// What each import costs in a user's bundle, against its budget in size.json. Budgets are only ever lowered; a goal
// stands beside a budget that is still above it (ADR-007). `external` leaves out what a bundle has anyway.
// `node .ci/size.mjs --files <words of an entry>` shows which source files an entry's bytes come from; needs no build.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { bundle, weigh } from "./bundle.ts";
import { allEntries, root } from "./packages.ts";

const entries = JSON.parse(readFileSync(new URL("size.json", import.meta.url), "utf8"));

async function measure({ name, code, external, gzipBudget, gzipGoal }) {
	const { outputFiles } = await bundle(code, { external });
	const weight = weigh(outputFiles[0].contents);
	return {
		entry: name,
		...weight,
		budget: gzipBudget ?? "",
		goal: gzipGoal ?? "",
		over: gzipBudget !== undefined && weight.gzip > gzipBudget ? "OVER" : "",
	};
}

async function showFiles(words) {
	const { name, code } = entries.find((entry) => entry.name.includes(words));
	const alias = Object.fromEntries(allEntries().map(({ specifier, source }) => [specifier, source]));
	const { metafile } = await bundle(code, { alias, metafile: true, absWorkingDir: root });
	const [{ inputs, bytes }] = Object.values(metafile.outputs);
	const rows = Object.entries(inputs).map(([file, { bytesInOutput }]) => ({
		file: relative("packages", file),
		minified: bytesInOutput,
	}));
	console.log(`${name}: ${bytes} bytes minified`);
	console.table(rows.filter((row) => row.minified > 0).sort((a, b) => b.minified - a.minified));
}

if (process.argv[2] === "--files") {
	await showFiles(process.argv[3] ?? "");
	process.exit();
}
const rows = await Promise.all(entries.map(measure));
console.table(rows);
const over = rows.filter((row) => row.over);
for (const { entry, gzip, budget } of over) console.error(`${entry}: ${gzip} bytes of gzip, ${budget} allowed`);
process.exit(over.length > 0 ? 1 : 0);
