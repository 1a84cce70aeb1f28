import { readFileSync } from "node:fs";
import { createSimulator } from "@workkit/ai-simulator";
import Cloudflare from "cloudflare";
import { Effect, Exit } from "effect";
import { describe, expect, it } from "vitest";
import { stack } from "./infrastructure.ts";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

describe("a program of Effects", () => {
	it("has the gateways as a step, changes nothing the second time, and fails with a tagged error", async () => {
		const simulator = createSimulator({ keys: ["cf-token"] });
		const fetch = (url: string | URL | Request, init?: RequestInit) => simulator.fetch(String(url), init);
		const run = (apiToken: string) => {
			const client = new Cloudflare({ apiToken, fetch, maxRetries: 0 });
			return Effect.runPromiseExit(stack({ client, accountId: "sim" }));
		};
		for (let time = 0; time < 2; time++)
			expect(await run("cf-token")).toEqual(Exit.succeed({ gatewayId: "prod-gateway" }));
		const writes = simulator.requests().filter(({ method }) => method !== "GET");
		expect(writes.map(({ method }) => method)).toEqual(["POST"]);
		const exit = await run("wrong");
		expect(Exit.isFailure(exit) && JSON.stringify(exit)).toContain("GatewayFailure");
	});

	it("is the one that the README shows", () => {
		expect(read("../README.md")).toContain(read("./infrastructure.ts"));
	});
});
