import { collect } from "@workkit/ai-gateway";
import { expect, it } from "vitest";
import * as examples from "./deploying.ts";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";

it("keeps a refused key to itself", async () => {
	const { gateway } = simulate({
		reply: ({ text }) => ({ error: { status: Number(text), message: "Bad key sk-1." } }),
	});
	const answer = async (status: string) => {
		const error = await gateway.run("gpt-5.2", { prompt: status }, { provider: "openai" }).catch((thrown) => thrown);
		const response = examples.toResponse(error);
		return { status: response.status, body: await response.text() };
	};
	const refused = await answer("401");
	expect(refused.status).toBe(503);
	expect(refused.body).not.toContain("Bad key");
	expect((await answer("429")).status).toBe(429);
});

it("logs figures, and neither keys nor prompts", async () => {
	const { gateway } = simulate({ reply: ({ text }) => (text === "fail" ? { error: { status: 400 } } : "Hello.") });
	const lines = spyOnConsole();
	const logged = examples.logged(gateway);
	await logged.run("gpt-5.2", { prompt: "My secret" }, { provider: "openai" });
	await logged.run("gpt-5.2", { prompt: "fail" }, { provider: "openai" }).catch(() => {});
	expect(JSON.parse(lines[0] ?? "")).toMatchObject({ model: "gpt-5.2", provider: "openai", attempts: 1 });
	expect(JSON.parse(lines[1] ?? "")).toMatchObject({ error: { code: "WORKKIT_VALIDATION", context: { status: 400 } } });
	expect(lines.join()).not.toMatch(/secret|sk-openai/);
});

it("traces calls", async () => {
	const { gateway } = simulate();
	const names: string[] = [];
	const span = {
		setAttribute: () => span,
		setAttributes: () => span,
		setStatus: () => span,
		recordException() {},
		addEvent: () => span,
		end() {},
	};
	const tracer = {
		startSpan(name: string) {
			names.push(name);
			return span;
		},
	};
	const meter = { createHistogram: () => ({ record() {} }) };
	await examples
		.traced(gateway, tracer as never, meter as never)
		.run("gpt-5.2", { prompt: "Hello" }, { provider: "openai" });
	expect(names).toEqual(["chat gpt-5.2"]);
});

it("writes after the answer", async () => {
	const { gateway, env } = simulate();
	const written: Promise<unknown>[] = [];
	const ctx = { waitUntil: (promise: Promise<unknown>) => void written.push(promise) } as unknown as ExecutionContext;
	const stream = await examples
		.waiting(gateway, env, ctx)
		.stream?.("gpt-5.2", { prompt: "Hello" }, { provider: "openai" });
	if (stream) await collect(stream);
	expect(written.length).toBe(1);
});

it("has run every region", () => expectAllRun("deploying.ts"));
