import { describe, expect, it } from "vitest";
import type { Call } from "./call.ts";
import { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";

const origin = "http://simulator.test";
const ask = (simulator: Simulator, body: object = {}, headers: Record<string, string> = {}, path = "/openai/v1") =>
	simulator.fetch(`${origin}${path}/chat/completions`, {
		method: "POST",
		headers: { authorization: "Bearer sk-very-secret", ...headers },
		body: JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "Hello" }], ...body }),
	});
const get = (simulator: Simulator, path: string) => simulator.fetch(`${origin}/inspector${path}`);

async function askOnce(body: object, options?: SimulatorOptions): Promise<Call> {
	const simulator = createSimulator(options);
	await (await ask(simulator, body)).text();
	const [call] = simulator.calls();
	return call!;
}

describe("the log of calls", () => {
	it("shows a call with its request, its answer and its frames in order", async () => {
		const call = await askOnce({ stream: true, stream_options: { include_usage: true } });
		expect(call).toMatchObject({
			id: 1,
			wire: "openai",
			method: "POST",
			path: "/openai/v1/chat/completions",
			model: "gpt-4.1",
			status: 200,
			responseHeaders: { "content-type": expect.stringContaining("text/event-stream") },
			outcome: "finished",
			frameCount: call.frames.length,
		});
		expect(JSON.parse(call.requestBody)).toMatchObject({ messages: [{ content: "Hello" }] });
		expect(call.frames.length).toBeGreaterThan(3);
		expect(call.frames.at(-1)?.text).toBe("data: [DONE]\n\n");
		const times = [...call.frames.map((frame) => frame.atMs), call.endedAtMs!];
		expect(times).toEqual(times.toSorted((a, b) => a - b));
		expect(call.byteCount).toBe(call.frames.map((frame) => frame.text).join("").length);
	});

	it.each([true, false])("counts tokens and what they cost (stream: %s)", async (stream) => {
		const body = { stream, ...(stream ? { stream_options: { include_usage: true } } : {}) };
		const call = await askOnce(body, {
			prices: { "gpt-4.1": { input: 2, output: 8 } },
			reply: () => ({ text: "Hi", usage: { inputTokens: 1_000, outputTokens: 500 } }),
		});
		expect(call.tokens).toEqual({ input: 1_000, output: 500 });
		expect(call.cost).toBeCloseTo(0.006, 10);
	});

	it("reads tokens from every vendor's answers", async () => {
		const simulator = createSimulator({ reply: () => ({ text: "Hi", usage: { inputTokens: 7, outputTokens: 3 } }) });
		const messages = [{ role: "user", content: "Hello" }];
		for (const stream of [true, false]) {
			const anthropic = await simulator.fetch(`${origin}/anthropic/v1/messages`, {
				method: "POST",
				headers: { "x-api-key": "k", "anthropic-version": "2023-06-01" },
				body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 9, messages, stream }),
			});
			await anthropic.text();
			const workersAi = await simulator.ai.run("@cf/meta/llama-3.1-8b-instruct", { messages, stream });
			if (workersAi instanceof ReadableStream) await new Response(workersAi).text();
		}
		expect(simulator.calls().map((call) => call.tokens)).toEqual(Array(4).fill({ input: 7, output: 3 }));
		expect(simulator.calls().map((call) => call.model)).toContain("@cf/meta/llama-3.1-8b-instruct");
	});

	it("does not guess a cost", async () => {
		expect(await askOnce({})).toMatchObject({ cost: undefined });
		expect(await askOnce({ stream: true }, { prices: { "gpt-4.1": { input: 1, output: 1 } } })).toMatchObject({
			tokens: { input: undefined, output: undefined },
			cost: undefined,
		});
	});

	it("masks credentials in headers, in queries and in the universal endpoint's elements", async () => {
		const simulator = createSimulator();
		const secret = "very-secret-key";
		await simulator.fetch(`${origin}/v1/sim/gw?api-key=${secret}&key=${secret}&api-version=1`, {
			method: "POST",
			headers: { authorization: `Bearer ${secret}`, "x-api-key": secret, "cf-aig-authorization": `Bearer ${secret}` },
			body: JSON.stringify([
				{ provider: "openai", endpoint: "x", headers: { Authorization: `Bearer ${secret}` }, query: { max_tokens: 3 } },
			]),
		});
		const [call] = simulator.calls();
		expect(call).toMatchObject({
			path: "/v1/sim/gw?api-key=••••&key=••••&api-version=1",
			requestHeaders: { authorization: "Bearer ••••", "x-api-key": "••••", "cf-aig-authorization": "Bearer ••••" },
		});
		expect(JSON.parse(call!.requestBody)).toMatchObject([
			{ headers: { Authorization: "Bearer ••••" }, query: { max_tokens: 3 } },
		]);
		expect(await (await get(simulator, "/calls/1")).text()).not.toContain(secret);
	});

	it("keeps the last calls only, and counts the frames of others on", async () => {
		const ended: Call[] = [];
		const simulator = createSimulator({ keepCalls: 2, onCall: (call) => ended.push(call) });
		const first = await ask(simulator, { stream: true });
		for (let count = 0; count < 2; count++) await (await ask(simulator)).text();
		await first.text();
		expect(simulator.calls().map((call) => call.id)).toEqual([2, 3]);
		expect(ended.map((call) => call.id)).toEqual([2, 3, 1]);
		expect(ended[2]?.frameCount).toBeGreaterThan(3);
		expect(ended[2]?.frames).toEqual([]);
	});

	it("counts what is beyond 256 KiB of one answer and does not keep it", async () => {
		const call = await askOnce({}, { reply: () => "x".repeat(300 * 1024) });
		// In one frame, or in several: that is up to the runtime.
		const kept = call.frames.reduce((sum, frame) => sum + frame.text.length, 0);
		expect(call.byteCount).toBeGreaterThan(300 * 1024);
		expect(kept).toBeLessThanOrEqual(256 * 1024);
	});

	it("tells calls that were broken or given up from those that finished", async () => {
		const simulator = createSimulator({
			reply: ({ text }) => (text === "cut" ? { fault: { type: "cut" } } : undefined),
		});
		const cut = await ask(simulator, { stream: true, messages: [{ role: "user", content: "cut" }] });
		await expect(cut.text()).rejects.toThrow();
		await (await ask(simulator, { stream: true })).body?.cancel();
		await (await ask(simulator)).text();
		expect(simulator.calls().map((call) => call.outcome)).toEqual(["broken", "cancelled", "finished"]);
	});

	it("shows what a script threw", async () => {
		const simulator = createSimulator({
			reply: () => {
				throw new Error("a mistake of mine");
			},
		});
		await expect(ask(simulator)).rejects.toThrow("a mistake of mine");
		expect(simulator.calls()).toMatchObject([{ outcome: "broken", error: "Error: a mistake of mine" }]);
	});

	it("shows an answer that never begins", async () => {
		const simulator = createSimulator({ reply: () => ({ delayMs: Number.POSITIVE_INFINITY }) });
		const controller = new AbortController();
		const answer = simulator.fetch(`${origin}/openai/v1/chat/completions`, {
			method: "POST",
			headers: { authorization: "Bearer k" },
			body: JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "Hello" }] }),
			signal: controller.signal,
		});
		await Promise.resolve();
		controller.abort();
		await expect(answer).rejects.toThrow();
		expect(simulator.calls()).toMatchObject([{ status: undefined, outcome: "cancelled", error: undefined }]);
	});

	it("starts anew after a reset", async () => {
		const simulator = createSimulator();
		await (await ask(simulator)).text();
		simulator.reset();
		await (await ask(simulator)).text();
		expect(simulator.calls().map((call) => call.id)).toEqual([1]);
	});
});

describe("the inspector", () => {
	it("is a page that loads nothing from elsewhere", async () => {
		const response = await get(createSimulator(), "");
		const html = await response.text();
		expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
		expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
		expect(html).toContain("<title>AI simulator</title>");
		expect(html).not.toMatch(/https?:\/\//);
		expect(html).not.toMatch(/(src|href)="(?!data:)/);
	});

	it("lists calls without their bodies, and gives one with all", async () => {
		const simulator = createSimulator();
		await (await ask(simulator, { stream: true })).text();
		const { calls } = (await (await get(simulator, "/calls")).json()) as { calls: object[] };
		expect(calls).toMatchObject([{ id: 1, model: "gpt-4.1", status: 200 }]);
		expect(Object.keys(calls[0]!)).not.toContain("frames");
		expect(await (await get(simulator, "/calls/1")).json()).toEqual(JSON.parse(JSON.stringify(simulator.calls()[0])));
		expect((await get(simulator, "/calls/2")).status).toBe(404);
		expect((await get(simulator, "/nothing")).status).toBe(404);
	});

	it("is not among the calls, nor among the requests", async () => {
		const simulator = createSimulator();
		await get(simulator, "");
		await get(simulator, "/calls");
		expect(simulator.calls()).toEqual([]);
		expect(simulator.requests()).toEqual([]);
	});

	it("sends what is there, and again when something happened", async () => {
		const simulator = createSimulator();
		const response = await get(simulator, "/events?call=1");
		expect(response.headers.get("content-type")).toBe("text/event-stream");
		const reader = response.body!.getReader();
		const next = async () => {
			const text = new TextDecoder().decode((await reader.read()).value);
			return JSON.parse(text.replace(/^data: /, "")) as { calls: Call[]; call?: Call };
		};
		expect(await next()).toEqual({ calls: [] });
		const answer = await ask(simulator, { stream: true });
		expect(await next()).toMatchObject({ calls: [{ id: 1, outcome: "open" }], call: { id: 1, frames: [] } });
		await answer.text();
		const { call } = await next();
		expect(call).toMatchObject({ outcome: "finished" });
		expect(call?.frames.length).toBeGreaterThan(3);
		await reader.cancel();
	});

	it("ends its stream when the page goes away", async () => {
		const controller = new AbortController();
		const url = `${origin}/inspector/events`;
		const reader = (await createSimulator().fetch(url, { signal: controller.signal })).body!.getReader();
		await reader.read();
		const next = reader.read();
		controller.abort();
		expect((await next).done).toBe(true);
	});
});
