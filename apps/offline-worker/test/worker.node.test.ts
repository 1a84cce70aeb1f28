import { type SimulatorServer, startSimulator } from "@workkit/ai-simulator/node";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "./bundle.node.ts";
import { type Ask, checkGatewayLog, checks } from "./checks.ts";

const options = { gateway: { gateways: ["my-gateway"] } };
let simulator: SimulatorServer;
let contents: Record<"worker" | "vectorIndex" | "simulator", string>;
const open: Miniflare[] = [];

beforeAll(async () => {
	simulator = await startSimulator(options);
	const [worker, vectorIndex, simulatorWorker] = await Promise.all([
		bundle("apps/offline-worker/src/worker.ts"),
		bundle("apps/offline-worker/offline/vector-index.ts"),
		bundle("packages/ai-simulator/src/worker.ts"),
	]);
	contents = { worker, vectorIndex, simulator: simulatorWorker };
});

afterAll(async () => {
	await Promise.all(open.map((miniflare) => miniflare.dispose()));
	await simulator.close();
});

const worker = (name: string, contents: string, env: object = {}) => ({
	name,
	type: "worker" as const,
	compatibilityDate: "2026-08-01",
	manifest: { mainModule: "worker.js", modules: { "worker.js": { type: "esm" as const, contents } } },
	env: env as Record<string, never>,
});

/** The Worker with `AI` as its binding. */
function start(AI: object): Ask {
	const env = {
		AI,
		VECTORIZE: { type: "worker", workerName: "vector-index", exportName: "VectorIndex" },
		BUCKET: { type: "r2", name: "images" },
	};
	const miniflare = new Miniflare({
		cf: false,
		logRequests: false,
		workers: [
			{
				config: worker("offline-worker", contents.worker, env),
				// Miniflare's own type for this URL is a private one.
				dev: { remoteProxyConnectionString: new URL(simulator.url) as never },
			},
			{ config: worker("vector-index", contents.vectorIndex) },
			{ config: worker("ai-simulator", contents.simulator, { SIMULATOR: { type: "json", value: options } }) },
		],
	});
	open.push(miniflare);
	return async (path, body) =>
		(await miniflare.dispatchFetch(`http://worker${path}`, {
			...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
		})) as unknown as Response;
}

describe.each([
	["the platform's binding code over a simulator", { type: "ai", remote: true }],
	["the simulator's entrypoint by RPC", { type: "worker", workerName: "ai-simulator", exportName: "Ai" }],
])("a Worker by the book, bound to %s,", (_, binding) => {
	let ask: Ask;
	beforeAll(() => {
		ask = start(binding);
	});

	for (const [name, check] of Object.entries(checks)) it(name, () => check(ask));
});

describe("the log id of the last run", () => {
	it("is there without waiting with the platform's binding code", () =>
		checkGatewayLog(start({ type: "ai", remote: true })));

	it("cannot be had without waiting by RPC", async () => {
		const ask = start({ type: "worker", workerName: "ai-simulator", exportName: "Ai" });
		const response = await ask("/gateway", { prompt: "What is a log?" });
		expect(response.status).toBe(500);
		expect(await response.json()).toMatchObject({ name: "DataCloneError" });
	});
});
