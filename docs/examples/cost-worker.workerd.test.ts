import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { tokens } from "./cost-token-limit.ts";
import worker from "./cost-worker.ts";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";

it("holds a tenant to its budget, and tells what it has spent", async () => {
	const { simulator } = simulate({
		reply: () => ({ text: "Hello.", usage: { inputTokens: 1_000_000, outputTokens: 200_000 } }),
	});
	const lines = spyOnConsole();
	const ask = async (method: string, body?: string) => {
		const request = new Request("http://worker/", { method, headers: { "x-tenant": "acme" }, ...(body && { body }) });
		const ctx = createExecutionContext();
		const response = await worker.fetch(request, { ...env, OPENAI_KEY: "sk" }, ctx);
		await waitOnExecutionContext(ctx);
		return { status: response.status, body: await response.json() };
	};
	expect(await ask("POST", "Say hello.")).toEqual({ status: 200, body: { text: "Hello.", cost: { usd: "4.55" } } });
	expect((await ask("POST", "Say hello.")).status).toBe(200);
	expect(await ask("POST", "Say hello.")).toMatchObject({ status: 402, body: { remaining: "0" } });
	expect(simulator.requests().length).toBe(2);
	expect(lines).toEqual(["acme has spent 80 %", "acme has spent 100 %"]);
	expect(await ask("GET")).toMatchObject({ body: [{ key: "acme", model: "gpt-5.2", usd: "9.1", requests: 2 }] });
});

it("limits tokens per minute", async () => {
	const { gateway } = simulate({
		reply: () => ({ text: "Hello.", usage: { inputTokens: 90_000, outputTokens: 9_000 } }),
	});
	const limited = await tokens(gateway, env);
	const ask = (maxTokens: number) => limited.run("gpt-5.2", { prompt: "Hello", maxTokens }, { provider: "openai" });
	expect((await ask(1_000)).text).toBe("Hello.");
	await expect(ask(2_000)).rejects.toMatchObject({ code: "WORKKIT_RATE_LIMIT", retryAfterMs: expect.any(Number) });
	await expect(ask(200_000)).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
});

it("has run every region", () => {
	expectAllRun("cost-worker.ts");
	expectAllRun("cost-token-limit.ts");
});
