import { expect, it, vi } from "vitest";
import * as examples from "./getting-started.ts";
import worker from "./getting-started-worker.ts";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";

it("answers a request by the default provider", async () => {
	const { env, simulator } = simulate();
	const response = await worker.fetch(new Request("http://worker/", { method: "POST", body: "Hello there." }), env);
	expect(await response.json()).toMatchObject({ text: expect.stringContaining("Hello there."), finishReason: "stop" });
	expect(simulator.requests()[0]).toMatchObject({ wire: "workers-ai" });
});

it("answers with the error's status when the vendor fails", async () => {
	const { env } = simulate({ reply: () => ({ error: { code: 3040 } }) });
	const response = await worker.fetch(new Request("http://worker/", { method: "POST", body: "Hello" }), env);
	expect(response.status).toBe(429);
	expect(await response.json()).toMatchObject({ error: { code: "WORKKIT_RATE_LIMIT" } });
});

it("sends messages and settings to the provider that the call names", async () => {
	const { gateway, simulator } = simulate();
	const lines = spyOnConsole();
	const answer = await examples.messages(gateway, new Request("http://worker/"));
	expect(answer.provider).toBe("anthropic");
	expect(lines).toEqual([answer.text]);
	expect(simulator.requests()[0]?.body).toMatchObject({ max_tokens: 200, temperature: 0.2 });
});

it("prints a stream piece by piece", async () => {
	const { gateway } = simulate({ reply: () => "One two three" });
	const lines = spyOnConsole();
	await examples.streaming(gateway);
	expect(lines.length).toBeGreaterThan(1);
	expect(lines.join("")).toBe("One two three");
});

it("tells errors apart by their code", async () => {
	const errors = [
		{ status: 429, headers: { "retry-after": "2" } },
		{ status: 401, message: "No such key." },
	];
	const { gateway } = simulate({ reply: () => ({ error: errors.shift() ?? {} }) });
	const lines = spyOnConsole();
	await examples.errors(gateway);
	await examples.errors(gateway);
	expect(lines[0]).toContain('"delayMs":2000');
	expect(lines[1]).toBe("WORKKIT_UNAUTHORIZED No such key.");

	vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
	await examples.errors(gateway);
	expect(lines[2]).toContain("WORKKIT_SERVICE_UNAVAILABLE");
});

it("needs no more than one provider", async () => {
	const { env } = simulate({ reply: () => "Hello." });
	expect(await examples.oneProvider(env)).toBe("Hello.");
});

it("has run every region", () => {
	expectAllRun("getting-started.ts");
	expectAllRun("getting-started-worker.ts");
});
