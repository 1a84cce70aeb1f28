import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator } from "@workkit/ai-simulator/node";
import { expect, it } from "vitest";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import * as examples from "./testing-offline.node.ts";
import config from "./testing-offline-vitest.node.ts";

it("serves any client", async () => {
	const lines = spyOnConsole();
	await examples.server();
	expect(lines[0]).toMatch(/^You said "Hello".* http:\/\/127\.0\.0\.1:\d+\/inspector$/);
});

it("records traffic and replays it", async () => {
	const folder = mkdtempSync(join(tmpdir(), "recordings-"));
	const before = process.cwd();
	process.chdir(folder);
	const lines = spyOnConsole();
	const upstream = await startSimulator();
	try {
		await examples.record("sk-secret", `${upstream.url}/openai`);
		await examples.replay();
		expect(lines).toEqual(['You said "Hello". This answer is simulated.']);
	} finally {
		process.chdir(before);
		await upstream.close();
		rmSync(folder, { recursive: true });
	}
});

it("is a configuration of vitest", () => {
	expect(config).toHaveProperty("plugins");
});

it("has run every region", () => {
	expectAllRun("testing-offline.node.ts");
	expectAllRun("testing-offline-vitest.node.ts");
});
