// Many streams at once from one simulator: are all of them complete, and what does one cost in memory?
// `node test/load/bench.node.ts [streams] [frames] [pace in ms]`, by default 1000 streams of 200 frames, 20 ms apart.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { readStreams } from "./read-streams.node.ts";

interface Memory {
	readonly rss: number;
	readonly used: number;
	readonly open: number;
	readonly cpuMs: number;
}

const [streams = 1_000, frames = 200, paceMs = 20] = process.argv.slice(2).map(Number);
const server = fork(fileURLToPath(new URL("server.node.ts", import.meta.url)), [`${frames}`, `${paceMs}`], {
	execArgv: ["--expose-gc"],
});
const answer = async <Message>(): Promise<Message> => (await once(server, "message"))[0];
const memory = (): Promise<Memory> => {
	const answered = answer<Memory>();
	server.send("memory");
	return answered;
};

const url = await answer<string>();
await readStreams(url, 10);
const before = await memory();
const start = performance.now();
const reading = readStreams(url, streams);
await new Promise((resolve) => setTimeout(resolve, (frames * paceMs) / 2));
const middle = await memory();
const result = await reading;
const seconds = (performance.now() - start) / 1000;
const after = await memory();
server.disconnect();

const kib = (bytes: number) => `${(bytes / 1024 / Math.max(1, middle.open)).toFixed(1)} KiB`;
console.log(`${result.complete} of ${streams} streams complete, ${middle.open} open at once`);
for (const problem of result.problems) console.log(`  ${problem}`);
console.log(
	`${seconds.toFixed(1)} s for ${(frames * paceMs) / 1000} s of pace, ${Math.round(result.frames / seconds)} frames/s`,
);
console.log(
	`${kib(middle.used - before.used)} of memory in use per open stream, ${kib(middle.rss - before.rss)} resident`,
);
console.log(`${((after.cpuMs - before.cpuMs) / 1000).toFixed(1)} s of processor time in the simulator`);
process.exitCode = result.complete === streams ? 0 : 1;
