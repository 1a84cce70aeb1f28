import { expect, it, vi } from "vitest";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";
import * as examples from "./workers-ai-tasks.ts";
import { single } from "./workers-ai-tasks-single.ts";
import worker from "./workers-ai-tasks-worker.ts";

it("writes down, translates and reads aloud", async () => {
	const { env, simulator } = simulate();
	const spoken = await env.AI.run("@cf/myshell-ai/melotts", { prompt: "Good morning" });
	const audio = Uint8Array.from(atob(Object(spoken).audio), (letter) => letter.charCodeAt(0));
	const response = await worker.fetch(new Request("http://worker/", { method: "POST", body: audio }), env);
	expect(response.headers.get("content-type")).toMatch(/^audio\//);
	expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100);
	expect(simulator.requests().length).toBe(4);
});

it("draws a picture, and keeps it with its type", async () => {
	const { env } = simulate();
	const put = vi.fn();
	await examples.first({ ...env, BUCKET: { put } } as never);
	expect(put).toHaveBeenCalledWith("lighthouse", expect.any(Uint8Array), {
		httpMetadata: { contentType: expect.stringMatching(/^image\/(png|jpeg)$/) },
	});
});

it("takes single packages", async () => {
	const gateway = await single(simulate().env);
	const { text } = await gateway.translate("@cf/meta/m2m100-1.2b", { text: "Good morning", to: "fr" });
	expect(text).toContain("Good morning");
});

it("translates, summarises and labels", async () => {
	const lines = spyOnConsole();
	await examples.texts(simulate().env);
	expect(lines[0]).toMatch(/Good morning.* (POSITIVE|NEGATIVE) 0?\.?\d+/);
});

it("finds the document that answers best", async () => {
	const lines = spyOnConsole();
	await examples.ranking(simulate().env);
	expect(lines).toEqual(["Tea is at five. 1"]);
});

it("converts files", async () => {
	const lines = spyOnConsole();
	const request = new Request("http://worker/", { method: "POST", body: "<h1>Report</h1><p>All is well.</p>" });
	await examples.files(simulate().env, request);
	expect(lines[0]).toMatch(/^report\.html [\s\S]*Report/);
});

it("queues requests", async () => {
	const lines = spyOnConsole();
	const status = await examples.batch(simulate().env);
	expect(["queued", "running", "done"]).toContain(status);
	expect(lines.length).toBe(status === "done" ? 2 : 0);
});

it("takes any task's raw input", async () => {
	expect(await examples.raw(simulate().env)).toMatchObject({ response: [{ id: 0, score: expect.any(Number) }] });
});

it("says which provider lacks which operation", async () => {
	const lines = spyOnConsole();
	await examples.errors(simulate().env);
	expect(lines[0]).toBe("anthropic does not support translate");
});

it("does the same with OpenAI", async () => {
	const { env } = simulate();
	vi.stubGlobal("fetch", async (url: string) =>
		url.endsWith("/images/generations")
			? Response.json({ data: [{ b64_json: "iVBORw0KGgo=" }] })
			: new Response("ID3 sound", { headers: { "content-type": "audio/mpeg" } }),
	);
	const { images, audio } = await examples.openaiToo(env);
	expect(images[0]?.mediaType).toBe("image/png");
	expect(audio.mediaType).toBe("audio/mpeg");
});

it("has run every region", () => {
	expectAllRun("workers-ai-tasks.ts");
	expectAllRun("workers-ai-tasks-single.ts");
	expectAllRun("workers-ai-tasks-worker.ts");
});
