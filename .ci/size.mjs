// What each import costs in a user's bundle, against its budget in size.json. Budgets are only ever lowered.
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const entries = JSON.parse(readFileSync(new URL("size.json", import.meta.url), "utf8"));

async function measure({ name, code, gzipBudget }) {
	const { outputFiles } = await build({
		stdin: { contents: code, resolveDir: import.meta.dirname },
		bundle: true,
		minify: true,
		write: false,
		format: "esm",
		target: "es2022",
		platform: "neutral",
	});
	const bytes = outputFiles[0].contents;
	const gzip = gzipSync(bytes, { level: 9 }).length;
	return {
		entry: name,
		gzip,
		brotli: brotliCompressSync(bytes).length,
		minified: bytes.length,
		budget: gzipBudget ?? "",
		over: gzipBudget !== undefined && gzip > gzipBudget ? "OVER" : "",
	};
}

const rows = await Promise.all(entries.map(measure));
console.table(rows);
const over = rows.filter((row) => row.over);
for (const { entry, gzip, budget } of over) console.error(`${entry}: ${gzip} bytes of gzip, ${budget} allowed`);
process.exit(over.length > 0 ? 1 : 0);
