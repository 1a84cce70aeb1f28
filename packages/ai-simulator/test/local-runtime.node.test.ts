import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Call } from "../src/call.ts";
import { plugins } from "../src/miniflare.ts";
import { type SimulatorServer, startSimulator } from "../src/node.ts";
import { bundle, type WorkerOptions, workerOf } from "./bundle.node.ts";

const asking = `export default {
	async fetch(request, env) {
		return Response.json(await env.AI.run("@cf/meta/llama-3.1-8b-instruct", { prompt: "Hello" }));
	},
}`;
const plugin = { package: fileURLToPath(new URL("../src/miniflare.ts", import.meta.url)), name: "ai-simulator" };
const simulated = (options?: object) => ({ AI: { type: "unsafe:ai", dev: { plugin, ...(options && { options }) } } });

let miniflare: Miniflare | undefined;
let server: SimulatorServer | undefined;
const start = (...workers: WorkerOptions[]) => {
	miniflare = new Miniflare({ cf: false, logRequests: false, workers });
	return miniflare;
};
afterEach(async () => {
	await miniflare?.dispose();
	await server?.close();
	[miniflare, server] = [undefined, undefined];
});

describe("the plugin for local runtimes", () => {
	it("puts a simulator of its own behind env.AI, with the options given", async () => {
		const script = [{ reply: "From the configuration." }];
		const response = await start(workerOf("asking", asking, simulated({ script }))).dispatchFetch("http://worker/");
		expect(await response.json()).toMatchObject({ response: "From the configuration." });
	});

	it("needs no options", async () => {
		const response = await start(workerOf("asking", asking, simulated())).dispatchFetch("http://worker/");
		expect(await response.json()).toMatchObject({ response: expect.stringContaining("Hello") });
	});

	it("takes a simulator that is running already", async () => {
		server = await startSimulator();
		await start(workerOf("asking", asking, simulated({ url: server.url }))).dispatchFetch("http://worker/");
		expect(server.simulator.requests()).toMatchObject([{ wire: "workers-ai", status: 200 }]);
	});

	it("starts one simulator for the same options, however often it is asked, and says where its inspector is", async () => {
		const said: string[] = [];
		const options = { config: { env: { ...simulated({ seed: 41 }), OTHER: { type: "text", value: "x" } } } };
		const services = () =>
			plugins["ai-simulator"].getServices({ options, log: { info: (message) => said.push(message) } });
		const first = await services();
		expect(await services()).toEqual(first);
		expect(first).toEqual([{ name: expect.any(String), external: { address: expect.any(String), http: {} } }]);
		expect(said).toEqual([expect.stringMatching(/^env\.AI is simulated: http:\/\/127\.0\.0\.1:\d+\/inspector$/)]);
		const [, page = ""] = / (http:.*)$/.exec(said[0] ?? "") ?? [];
		expect(await (await fetch(page)).text()).toContain("<title>AI simulator</title>");
	});

	it("takes bindings as Miniflare 4 hands them over, too", async () => {
		server = await startSimulator();
		const options = [{ name: "AI", type: "ai", plugin, options: { url: server.url } }];
		const [service] = await plugins["ai-simulator"].getServices({ options });
		expect(service).toMatchObject({ external: { address: new URL(server.url).host } });
		expect(await plugins["ai-simulator"].getBindings(options)).toMatchObject([
			{ name: "AI", wrapped: { moduleName: "cloudflare-internal:ai-api" } },
		]);
	});

	it("leaves Workers without its bindings alone", async () => {
		const options = { config: {} };
		expect(await plugins["ai-simulator"].getBindings(options)).toEqual([]);
		expect(await plugins["ai-simulator"].getServices({ options })).toEqual([]);
		expect(await plugins["ai-simulator"].getBindings(undefined)).toEqual([]);
	});
});

describe("the simulator as a Worker", () => {
	let contents: string;
	beforeAll(async () => {
		contents = await bundle("../src/worker.ts");
	});

	it("serves what it does over HTTP, and shows calls by RPC in its inspector", async () => {
		const rpc = { AI: { type: "worker", workerName: "ai-simulator", exportName: "Ai" } };
		const runtime = start(workerOf("asking", asking, rpc), workerOf("ai-simulator", contents));
		await runtime.dispatchFetch("http://worker/");
		const simulator = await runtime.getWorker("ai-simulator");
		const answer = await simulator.fetch("http://simulator/openai/v1/chat/completions", {
			method: "POST",
			headers: { authorization: "Bearer k" },
			body: JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "Hello" }] }),
		});
		expect(await answer.json()).toMatchObject({ object: "chat.completion" });
		const listed = await simulator.fetch("http://simulator/inspector/calls");
		const { calls } = (await listed.json()) as { calls: Call[] };
		expect(calls).toMatchObject([
			{ wire: "workers-ai", model: "@cf/meta/llama-3.1-8b-instruct", status: 200 },
			{ wire: "openai", model: "gpt-4.1", status: 200 },
		]);
	});

	it("sends its inspector what is new, one request waking no other", async () => {
		const runtime = start(workerOf("ai-simulator", contents));
		const events = await runtime.dispatchFetch("http://simulator/inspector/events");
		const reader = events.body!.getReader();
		const next = async () => new TextDecoder().decode((await reader.read()).value);
		expect(await next()).toBe('data: {"calls":[]}\n\n');
		await (await runtime.dispatchFetch("http://simulator/openai/v1/models")).text();
		expect(await next()).toContain('"path":"/openai/v1/models"');
		await reader.cancel();
	});

	it("takes its options from its variables", async () => {
		const env = { SIMULATOR: { type: "json", value: { keys: ["the-key"] } } };
		const runtime = start(workerOf("ai-simulator", contents, env));
		const models = (key: string) =>
			runtime.dispatchFetch("http://simulator/openai/v1/models", { headers: { authorization: `Bearer ${key}` } });
		expect([(await models("another")).status, (await models("the-key")).status]).toEqual([401, 200]);
	});
});
