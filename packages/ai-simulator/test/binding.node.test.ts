import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSimulator } from "../src/index.ts";
import { type SimulatorServer, startSimulator } from "../src/node.ts";
import { CALLS, outcomeOf } from "./binding-calls.ts";
import { bundle, workerOf } from "./bundle.node.ts";

let server: SimulatorServer;
let miniflare: Miniflare;
const { ai } = createSimulator();

beforeAll(async () => {
	server = await startSimulator();
	const plugin = { package: fileURLToPath(new URL("../src/miniflare.ts", import.meta.url)), name: "ai-simulator" };
	const binding = { type: "unsafe:ai", dev: { plugin, options: { url: server.url } } };
	miniflare = new Miniflare({
		cf: false,
		logRequests: false,
		workers: [workerOf("binding", await bundle("./binding-worker.ts"), { AI: binding })],
	});
	await miniflare.ready;
});

afterAll(async () => {
	await miniflare?.dispose();
	await server?.close();
});

describe("the simulated binding and the platform's own, each in front of a simulator", () => {
	// In their order: what a simulator makes up follows from the number of requests before.
	it.each(Object.keys(CALLS))("come to the same with %s", async (name) => {
		const response = await miniflare.dispatchFetch(`http://worker/${encodeURIComponent(name)}`);
		const real: unknown = await response.json();
		const simulated: unknown = JSON.parse(JSON.stringify(await outcomeOf(name, ai)));
		expect(simulated).toEqual(real);
	});
});
