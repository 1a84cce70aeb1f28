import { fileURLToPath } from "node:url";
import { type SimulatorServer, startSimulator } from "@workkit/ai-simulator/node";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allEntries } from "../../../.ci/packages.ts";

const text = "A long story about a lighthouse and a ship that came home at last.";
const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

let server: SimulatorServer;
let miniflare: Miniflare;

beforeAll(async () => {
	server = await startSimulator({
		gateway: { gateways: ["gw"] },
		script: [{ when: { prompt: /Break/ }, reply: { text, fault: { type: "cut", afterFrames: 4 } } }],
	});
	const { outputFiles } = await build({
		entryPoints: [pathOf("./platform-worker.ts")],
		alias: Object.fromEntries(allEntries().map(({ specifier, source }) => [specifier, source])),
		bundle: true,
		write: false,
		format: "esm",
		target: "es2022",
	});
	const plugin = { package: pathOf("../../ai-simulator/src/miniflare.ts"), name: "ai-simulator" };
	const env: object = { AI: { type: "unsafe:ai", dev: { plugin, options: { url: server.url } } } };
	const contents = outputFiles[0]?.text ?? "";
	miniflare = new Miniflare({
		cf: false,
		logRequests: false,
		workers: [
			{
				config: {
					name: "platform",
					type: "worker",
					compatibilityDate: "2026-08-01",
					manifest: { mainModule: "worker.js", modules: { "worker.js": { type: "esm", contents } } },
					// Miniflare's own types know no plugin's bindings.
					env: env as Record<string, never>,
				},
			},
		],
	});
	await miniflare.ready;
});

afterAll(async () => {
	await miniflare?.dispose();
	await server?.close();
});

const act = async (name: string): Promise<unknown> => (await miniflare.dispatchFetch(`http://worker/${name}`)).json();

describe("the platform's own binding code, before a simulator", () => {
	it("takes and gives files of all tasks", async () => {
		const said = "The ship came home at last.";
		expect(await act("tasks")).toEqual({
			types: ["image/png", "image/jpeg", "image/jpeg", "image/png"],
			heard: [said, said, said],
			isSame: true,
			labels: true,
			ranked: 2,
			translated: "[fr] Hello",
			markdown: true,
			batch: ["queued", expect.stringMatching(/queued|running|done/)],
		});
	});

	it("takes all options of a run, and keeps status, code and log of each answer", async () => {
		expect(await act("gateway")).toEqual({
			cache: ["MISS", "HIT"],
			hasLogs: true,
			failure: ["WORKKIT_VALIDATION", 5007, 400],
		});
	});

	it("resumes a stream that broke", async () => {
		expect(await act("resumed")).toEqual({ said: text, finish: "stop", resumes: 1 });
	});
});
