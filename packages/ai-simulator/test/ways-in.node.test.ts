import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSimulator } from "../src/index.ts";
import { type SimulatorServer, startSimulator } from "../src/node.ts";
import type { ScriptRule } from "../src/script.ts";
import { bundle, workerOf } from "./bundle.node.ts";
import { httpProbes } from "./ways-in-http.ts";
import { probes, STALL } from "./ways-in-probes.ts";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const script: ScriptRule[] = [{ when: { prompt: STALL }, reply: { fault: { type: "stall", afterFrames: 2 } } }];
const options = { script, gateway: { gateways: ["ways-in"] } };

/** The README's table: what it says of each way, by capability. */
function readTable(): [capability: string, cells: string[]][] {
	const lines = readFileSync(path("../README.md"), "utf8").split("\n");
	const head = lines.findIndex((line) => line.startsWith("| What is carried |"));
	const rows = lines.slice(head + 2);
	return rows.slice(0, rows.indexOf("")).map((row) => {
		const [capability = "", ...cells] = row
			.split("|")
			.slice(1, -1)
			.map((cell) => cell.trim());
		return [capability, cells];
	});
}

const ways = ["the object in this process", "the platform's binding code", "the entrypoint by RPC", "HTTP"];
const table = readTable();
let server: SimulatorServer;
let miniflare: Miniflare;
let tryWay: ((capability: string) => Promise<string | undefined>)[];

beforeAll(async () => {
	server = await startSimulator(options);
	const [probing, simulator] = await Promise.all([bundle("./ways-in-worker.ts"), bundle("../src/worker.ts")]);
	const plugin = { package: path("../src/miniflare.ts"), name: "ai-simulator" };
	miniflare = new Miniflare({
		cf: false,
		logRequests: false,
		workers: [
			workerOf("binding", probing, { AI: { type: "unsafe:ai", dev: { plugin, options: { url: server.url } } } }),
			workerOf("rpc", probing, { AI: { type: "worker", workerName: "ai-simulator", exportName: "Ai" } }),
			workerOf("ai-simulator", simulator, { SIMULATOR: { type: "json", value: options } }),
		],
	});
	const inWorker = async (name: string) => {
		const fetcher = await miniflare.getWorker(name);
		return async (capability: string) =>
			(await fetcher.fetch(`http://worker/${encodeURIComponent(capability)}`)).text();
	};
	const { ai } = createSimulator(options);
	const http = httpProbes(server.urls);
	tryWay = [
		async (capability) => probes[capability]?.(ai),
		await inWorker("binding"),
		await inWorker("rpc"),
		async (capability) => http[capability]?.(),
	];
});

afterAll(async () => {
	await miniflare?.dispose();
	await server?.close();
});

describe.each(ways.map((way, at) => [way, at] as const))("%s", (_, at) => {
	it.each(table.map(([capability, cells]) => [capability, cells[at] ?? "nothing"]))(
		"carries %s: %s",
		async (capability, cell) => {
			expect(await tryWay[at]?.(capability)).toBe(cell);
		},
	);
});

describe("the table in the README", () => {
	it("has a row for everything that is tried, and a cell for every way", () => {
		expect(table.map(([capability]) => capability)).toEqual(Object.keys(probes));
		expect(table.map(([, cells]) => cells.length)).toEqual(table.map(() => ways.length));
	});

	it("has a way that carries all of it", () => {
		expect(ways.filter((_, at) => table.every(([, cells]) => cells[at] === "yes"))).not.toEqual([]);
	});
});
