import { afterEach, describe, expect, it } from "vitest";
import { type ServerOptions, type SimulatorServer, startSimulator } from "./node.ts";

let server: SimulatorServer | undefined;
const start = async (options?: ServerOptions) => {
	server = await startSimulator(options);
	return server;
};
afterEach(async () => {
	await server?.close();
	server = undefined;
});

function ask({ urls }: SimulatorServer, body: object = {}, signal?: AbortSignal): Promise<Response> {
	return fetch(`${urls.openai}/chat/completions`, {
		method: "POST",
		headers: { authorization: "Bearer k", "content-type": "application/json" },
		body: JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "Hello" }], stream: true, ...body }),
		...(signal === undefined ? {} : { signal }),
	});
}

/** Waits until the server has seen what the client did; a test that never gets there runs into its time limit. */
async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("startSimulator", () => {
	it("serves every wire on its own base URL", async () => {
		const running = await start();
		const post = async (url: string, headers: Record<string, string>, body: object) =>
			(await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).status;
		const messages = [{ role: "user", content: "Hello" }];
		const bearer = { authorization: "Bearer k" };
		expect([
			await post(`${running.urls.openai}/chat/completions`, bearer, { model: "gpt-4.1", messages }),
			await post(
				`${running.urls.anthropic}/v1/messages`,
				{ ...bearer, "anthropic-version": "2023-06-01" },
				{ model: "claude-sonnet-4-5", max_tokens: 9, messages },
			),
			await post(`${running.url}/client/v4/accounts/sim/ai/run/@cf/meta/llama-3.1-8b-instruct`, bearer, { messages }),
		]).toEqual([200, 200, 200]);
		expect(running.simulator.requests().map((request) => request.wire)).toEqual(["openai", "anthropic", "workers-ai"]);
	});

	it("has gateways that give out its own addresses", async () => {
		const { url, urls } = await start({ gateway: { gateways: ["mine"] } });
		const gateway = `${url}/client/v4/accounts/sim/ai-gateway/gateways/mine/url/openai`;
		const answer = await fetch(gateway, { headers: { authorization: "Bearer k" } });
		expect(await answer.json()).toMatchObject({ result: { url: `${urls.gateway}/mine/openai` } });
	});

	it("answers an upgrade that looks for a remote binding", async () => {
		const { url } = await start();
		expect((await fetch(`${url}/?MF-Binding=AI`)).status).toBe(200);
	});

	it("sends the first frame before the second is made", async () => {
		const running = await start({ paceMs: 60_000 });
		const reader = (await ask(running)).body?.getReader();
		expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('"role":"assistant"');
		expect(running.simulator.requests()).toMatchObject([{ framesSent: 1 }]);
		await reader?.cancel();
	});

	it("cancels the answer when the client disconnects", async () => {
		const running = await start({ reply: () => ({ fault: { type: "stall" } }) });
		const controller = new AbortController();
		const reader = (await ask(running, {}, controller.signal)).body?.getReader();
		await reader?.read();
		controller.abort();
		await until(() => running.simulator.requests()[0]?.cancelled === true);
		expect(running.simulator.requests()).toMatchObject([{ framesSent: 1, finished: false, cancelled: true }]);
	});

	it("cancels an answer that has not begun when the client disconnects", async () => {
		const running = await start({ reply: () => ({ delayMs: Number.POSITIVE_INFINITY }) });
		const controller = new AbortController();
		const answer = ask(running, {}, controller.signal);
		await until(() => running.simulator.requests().length === 1);
		controller.abort();
		await expect(answer).rejects.toMatchObject({ name: "AbortError" });
		await until(() => running.simulator.requests()[0]?.cancelled === true);
		expect(running.simulator.requests()).toMatchObject([{ status: undefined, cancelled: true }]);
	});

	it("breaks the connection for a cut, after all frames before it", async () => {
		const running = await start({ reply: () => ({ fault: { type: "cut", afterFrames: 3 } }) });
		const reader = (await ask(running)).body?.getReader();
		let text = "";
		const reading = (async () => {
			for (;;) text += new TextDecoder().decode((await reader?.read())?.value);
		})();
		await expect(reading).rejects.toThrow("terminated");
		expect(text.match(/^data: /gm)).toHaveLength(3);
		expect(running.simulator.requests()).toMatchObject([{ framesSent: 3, finished: false, cancelled: false }]);
	});

	it("breaks the connection when the script throws", async () => {
		const running = await start({
			reply: () => {
				throw new Error("no route to host");
			},
		});
		await expect(ask(running)).rejects.toThrow("fetch failed");
	});

	it("ends answers under way when it closes", async () => {
		const running = await start({ reply: () => ({ fault: { type: "stall" } }) });
		const reader = (await ask(running)).body?.getReader();
		await reader?.read();
		const stalled = reader?.read();
		await Promise.all([expect(stalled).rejects.toThrow("terminated"), running.close()]);
		await expect(fetch(running.url)).rejects.toThrow("fetch failed");
	});

	it("rejects when the port is taken", async () => {
		const { port } = await start();
		await expect(startSimulator({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
	});
});
