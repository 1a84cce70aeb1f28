// npm run bench [name …]: all measurements, or the named ones. Numbers are for reading; nothing fails on them.
import { availableParallelism, cpus, totalmem } from "node:os";
import { call } from "./call.ts";
import { growth } from "./growth.ts";
import { route } from "./route.ts";
import { sse } from "./sse.ts";
import { translate } from "./translate.ts";

const measurements = { growth, sse, translate, call, route };

const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
console.log(
	`Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} × ${cpus()[0]?.model}, ${gigabytes} GB`,
);
const wanted = process.argv.slice(2);
for (const [name, measure] of Object.entries(measurements)) {
	if (wanted.length === 0 || wanted.includes(name)) await measure();
}
