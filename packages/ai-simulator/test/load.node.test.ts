import { afterAll, beforeAll, expect, it } from "vitest";
import { type SimulatorServer, startSimulator } from "../src/node.ts";
import { readStreams } from "./load/read-streams.node.ts";

let server: SimulatorServer;
beforeAll(async () => {
	server = await startSimulator({ paceMs: 5, reply: () => "word ".repeat(40).trimEnd() });
});
afterAll(() => server.close());

it("serves 200 streams at once without dropping one", async () => {
	const { complete, problems, frames } = await readStreams(server.urls.openai, 200);
	expect({ complete, problems }).toEqual({ complete: 200, problems: [] });
	const requests = server.simulator.requests();
	expect(requests.filter((request) => request.finished)).toHaveLength(200);
	expect(frames).toBe(requests.reduce((sum, request) => sum + request.framesSent, 0));
}, 20_000);
