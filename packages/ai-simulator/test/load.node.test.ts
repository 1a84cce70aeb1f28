import { afterAll, beforeAll, expect, it } from "vitest";
import { type SimulatorServer, startSimulator } from "../src/node.ts";
import { readStreams } from "./load/read-streams.node.ts";

let server: SimulatorServer;
beforeAll(async () => {
	server = await startSimulator({ paceMs: 20, reply: () => "word ".repeat(20).trimEnd() });
});
afterAll(() => server.close());

it("serves a thousand streams at once without dropping one", async () => {
	const { complete, problems, frames } = await readStreams(server.urls.openai, 1000);
	expect({ complete, problems }).toEqual({ complete: 1000, problems: [] });
	const requests = server.simulator.requests();
	expect(requests.filter((request) => request.finished)).toHaveLength(1000);
	expect(frames).toBe(requests.reduce((sum, request) => sum + request.framesSent, 0));
});
