import { collect, type GatewayStreamEvent, isErrorCode, readEvents } from "@workkit/ai-gateway";
import { expect, it, vi } from "vitest";
import * as examples from "./ai-integration.ts";
import worker from "./ai-integration-worker.ts";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";

const ask = (body: object) => new Request("http://worker/", { method: "POST", body: JSON.stringify(body) });

it("answers with JSON, and with a stream where it is asked to", async () => {
	const { env } = simulate({ reply: () => "Hello there." });
	const response = await worker.fetch(ask({ prompt: "Hello" }), env);
	expect(await response.json()).toMatchObject({
		text: "Hello there.",
		provider: "anthropic",
		model: "claude-sonnet-4-6",
	});

	const streamed = await worker.fetch(ask({ prompt: "Hello", model: "gpt-5.2", stream: true }), env);
	expect(streamed.headers.get("content-type")).toContain("text/event-stream");
	if (!streamed.body) throw new Error("no body");
	expect(await collect(readEvents<GatewayStreamEvent>(streamed.body))).toMatchObject({ text: "Hello there." });
});

it("refuses models that are not allowed, and clients that ask too often", async () => {
	const { env, simulator } = simulate();
	const refused = await worker.fetch(ask({ prompt: "Hello", model: "gpt-4" }), env);
	expect(refused.status).toBe(400);
	expect(simulator.requests()).toEqual([]);
	for (let count = 1; count < 50; count++) await worker.fetch(ask({ prompt: "Hello", model: "gpt-4" }), env);
	expect((await worker.fetch(ask({ prompt: "Hello" }), env)).status).toBe(429);
});

it("tries again, logs each failure, and passes the last one on", async () => {
	const { env, simulator } = simulate({
		reply: () => ({ error: { status: 429, headers: { "retry-after-ms": "1" } } }),
	});
	const lines = spyOnConsole();
	const response = await worker.fetch(ask({ prompt: "Hello" }), env);
	expect(response.status).toBe(429);
	expect(simulator.requests().length).toBe(3);
	expect(lines.length).toBe(3);
	expect(lines[0]).toContain("RateLimitError");
});

it("routes by the model's name", async () => {
	expect(await examples.router(simulate().env)).toBe("anthropic");
});

it("talks to whatever speaks OpenAI's wire", async () => {
	const { env, simulator } = simulate({ anyModel: true, reply: () => "Hello." });
	const called: string[] = [];
	vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
		called.push(url);
		return simulator.fetch(`https://api.openai.com/v1${new URL(url).pathname.replace(/^.*\/v1/, "")}`, init);
	});
	const { text, local } = await examples.compatible(env);
	expect([text, local.text]).toEqual(["Hello.", "Hello."]);
	expect(called).toEqual([
		"https://api.groq.com/openai/v1/chat/completions",
		"http://127.0.0.1:11434/v1/chat/completions",
	]);
});

it("takes a model of one's own", async () => {
	const answers: (() => Promise<Response> | Response)[] = [
		() => Response.json({ answer: "Hello." }),
		() => new Response("", { status: 503 }),
		() => new Promise(() => {}),
	];
	vi.stubGlobal("fetch", async () => answers.shift()?.());
	const { text, finishReason, gateway } = await examples.custom();
	expect([text, finishReason]).toEqual(["Hello.", "unknown"]);
	const failed = await gateway.run("my-model", { prompt: "Hello" }).catch((error) => error);
	expect(isErrorCode(failed, "WORKKIT_SERVICE_UNAVAILABLE")).toBe(true);
	const late = await gateway.run("my-model", { prompt: "Hello" }, { timeout: 5 }).catch((error) => error);
	expect(isErrorCode(late, "WORKKIT_TIMEOUT")).toBe(true);
});

it("moves a conversation to another vendor", async () => {
	const { gateway, simulator } = simulate({
		reply: ({ wire }) => (wire === "openai" ? "Michael Ende." : "Jim Knopf."),
	});
	expect((await examples.history(gateway)).text).toBe("Jim Knopf.");
	expect(JSON.stringify(simulator.requests()[1]?.body)).toContain("Michael Ende.");
});

it("answers from what it has found", async () => {
	const { gateway, env, simulator } = simulate();
	const query = vi.fn(async () => ({ matches: [{ id: "1", score: 1, metadata: { text: "Tea is at five." } }] }));
	const request = new Request("http://worker/", { method: "POST", body: "When is tea?" });
	const stream = await examples.retrieval(gateway, { ...env, VECTORIZE: { query } } as never, request);
	expect((await collect(stream)).done?.finishReason).toBe("stop");
	expect(query).toHaveBeenCalledWith(
		expect.arrayContaining([expect.any(Number)]),
		expect.objectContaining({ topK: 3 }),
	);
	expect(JSON.stringify(simulator.requests().at(-1)?.body)).toContain("Tea is at five.");
});

it("shows pictures and files to the model", async () => {
	const { gateway, simulator } = simulate();
	await examples.images(gateway, new Request("http://worker/", { method: "POST", body: "%PDF-1.7 report" }));
	const body = JSON.stringify(simulator.requests()[0]?.body);
	expect(body).toContain("https://example.com/chart.png");
	expect(body).toContain("application/pdf");
});

it("has run every region", () => {
	expectAllRun("ai-integration.ts");
	expectAllRun("ai-integration-worker.ts");
});
