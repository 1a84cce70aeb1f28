// The simulator in a process of its own, for the load bench: told by messages what to do.
import { startSimulator } from "../../src/node.ts";

const [frames = "200", paceMs = "20"] = process.argv.slice(2);
const server = await startSimulator({ paceMs: Number(paceMs), reply: () => "word ".repeat(Number(frames)).trimEnd() });

process.on("message", () => {
	globalThis.gc?.();
	const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
	const open = server.simulator.requests().filter((request) => request.framesSent > 0 && !request.finished).length;
	process.send?.({ rss, used: heapUsed + external + arrayBuffers, open, cpuMs: process.cpuUsage().user / 1000 });
});
process.on("disconnect", () => server.close());
process.send?.(server.urls.openai);
