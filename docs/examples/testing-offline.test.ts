import { withRetry } from "@workkit/ai-gateway";
import { expect, it, vi } from "vitest";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import * as examples from "./testing-offline.ts";
import "./testing-offline-suite.ts";

it("runs a whole Worker", async () => {
	vi.stubGlobal("fetch", fetch);
	const lines = spyOnConsole();
	await examples.wholeWorker();
	expect(lines[0]).toMatch(/^200 \{"text":".*Say hello\./);
});

it("follows a script", async () => {
	const simulator = await examples.script();
	const ask = async (content: string, stream = false) => {
		const response = await simulator.fetch("https://api.openai.com/v1/chat/completions", {
			method: "POST",
			headers: { authorization: "Bearer any" },
			body: JSON.stringify({ model: "gpt-5.2", messages: [{ role: "user", content }], stream }),
		});
		return response.status;
	};
	expect([await ask("weather"), await ask("weather"), await ask("recipe"), await ask("Hello")]).toEqual([
		429, 200, 200, 200,
	]);
	expect(simulator.matched()).toEqual([1, 1, 0, 1, 1]);
});

it("fails by chance, always the same", async () => {
	const lines = spyOnConsole();
	await examples.chance();
	await examples.chance();
	expect(Number(lines[0])).toBeGreaterThan(100);
	expect(lines[1]).toBe(lines[0]);
});

it("lets time pass", async () => {
	const lines = spyOnConsole();
	await examples.time();
	expect(lines).toEqual(["MISS HIT", "MISS"]);
});

it("is written by hand where that is enough", async () => {
	const { text } = await withRetry(examples.parrot).run("any", { prompt: "Hello" });
	expect(text).toBe("Hello");
});

it("has run every region", () => {
	expectAllRun("testing-offline.ts");
	expectAllRun("testing-offline-suite.ts");
});
