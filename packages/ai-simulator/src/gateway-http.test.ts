import { describe, expect, it } from "vitest";
import { hello, llama, openStage, refusal } from "../test/gateway-stage.ts";

const ask = { messages: hello.messages };
const claude = { model: "claude-sonnet-4-6", max_tokens: 100, messages: hello.messages };
const workersAi = { provider: "workers-ai", endpoint: llama, headers: { authorization: "Bearer cf" }, query: ask };
const openai = {
	provider: "openai",
	endpoint: "chat/completions",
	headers: { authorization: "Bearer sk" },
	query: hello,
};
const broken = { ...openai, query: { ...hello, model: "no-such-model" } };

describe("a provider's path", () => {
	it.each<[path: string, body: object, url: string]>([
		["openai/chat/completions", hello, "https://api.openai.com/v1/chat/completions"],
		["openai/v1/chat/completions", hello, "https://api.openai.com/v1/chat/completions"],
		["openai/embeddings", { model: "text-embedding-3-small", input: "a" }, "https://api.openai.com/v1/embeddings"],
		["anthropic/v1/messages", claude, "https://api.anthropic.com/v1/messages"],
		[`workers-ai/${llama}`, ask, `https://api.cloudflare.com/client/v4/accounts/sim/ai/run/${llama}`],
		["groq/chat/completions", { ...ask, model: "llama-3.3-70b" }, "https://api.groq.com/openai/v1/chat/completions"],
		["deepseek/chat/completions", { ...ask, model: "deepseek-chat" }, "https://api.deepseek.com/chat/completions"],
		["grok/v1/chat/completions", { ...ask, model: "grok-4" }, "https://api.x.ai/v1/chat/completions"],
		["mistral/v1/chat/completions", { ...ask, model: "mistral-large" }, "https://api.mistral.ai/v1/chat/completions"],
		[
			"azure-openai/res/dep/chat/completions?api-version=2024-10-21",
			ask,
			"https://res.openai.azure.com/openai/deployments/dep/chat/completions?api-version=2024-10-21",
		],
	])("%s is answered by the provider", async (path, body, url) => {
		const stage = openStage();
		const response = await stage.post(path, body, { "anthropic-version": "2023-06-01" });
		expect(response.status).toBe(200);
		await response.text();
		expect(stage.upstream().map((request) => request.url)).toEqual([url]);
	});

	it("gives the provider's own answer, wire and errors", async () => {
		const { post } = openStage();
		expect(await (await post("openai/chat/completions", hello)).json()).toMatchObject({ object: "chat.completion" });
		const message = await post("anthropic/v1/messages", claude, { "anthropic-version": "2023-06-01" });
		expect(await message.json()).toMatchObject({ type: "message" });
		expect(await (await post(`workers-ai/${llama}`, ask)).json()).toMatchObject({ success: true, result: {} });
		const missing = await post("openai/chat/completions", broken.query);
		expect([missing.status, await missing.json()]).toMatchObject([404, { error: { code: "model_not_found" } }]);
	});

	it("works below /v1 on any other host and in any account", async () => {
		const { simulator } = openStage();
		const init = { method: "POST", body: JSON.stringify(hello), headers: { authorization: "Bearer sk" } };
		expect((await simulator.fetch("http://127.0.0.1:1/v1/sim/g/openai/chat/completions", init)).status).toBe(200);
		expect(simulator.requests()[0]?.wire).toBe("ai-gateway");
	});

	it("leaves an address alone that names no gateway", async () => {
		expect((await openStage().simulator.fetch("https://other.example/v1/models")).status).toBe(404);
	});

	it("never lets the gateway's own headers go on to the provider", async () => {
		const stage = openStage();
		await stage.chat({
			"cf-aig-authorization": "Bearer t",
			"cf-aig-metadata": "{}",
			"cf-skip-cache": "true",
			"x-own": "1",
		});
		const headers = stage.upstream()[0]?.headers ?? {};
		expect(Object.keys(headers).filter((name) => name.startsWith("cf-"))).toEqual([]);
		expect(headers).toMatchObject({ "x-own": "1", authorization: "Bearer provider-key" });
	});

	it("streams, and leaves the pace to the client", async () => {
		const { chat, simulator } = openStage();
		const response = await chat({}, { ...hello, stream: true });
		const reader = response.body?.getReader();
		await reader?.read();
		expect(simulator.requests()[0]).toMatchObject({ framesSent: 1, finished: false });
		await reader?.cancel();
		expect(simulator.requests()[0]).toMatchObject({ cancelled: true, upstream: [{ cancelled: true, framesSent: 1 }] });
	});

	it("is over with the last frame, for a client that does not wait for the end", async () => {
		const { chat, simulator } = openStage();
		const reader = (await chat({}, { ...hello, stream: true })).body?.getReader();
		for (let text = ""; !text.includes("[DONE]"); ) text = new TextDecoder().decode((await reader?.read())?.value);
		expect(simulator.requests()[0]).toMatchObject({ finished: true });
	});

	it("breaks where the provider breaks", async () => {
		const { chat } = openStage({}, { reply: () => ({ fault: { type: "cut" } }) });
		await expect((await chat({}, { ...hello, stream: true })).text()).rejects.toThrow("network connection lost");
		await expect((await chat()).text()).rejects.toThrow("network connection lost");
	});

	it.each(["no-such-provider", "constructor", "custom-none"])("refuses the provider %s", async (provider) => {
		const { post } = openStage();
		expect(await refusal(await post(`${provider}/v1/chat`, hello))).toEqual([400, 2008]);
		const model = `${provider}/model`;
		expect(await refusal(await post("compat/chat/completions", { ...hello, model }))).toEqual([400, 2008]);
	});
});

describe("compat", () => {
	it.each([
		["openai/gpt-4.1", "https://api.openai.com/v1/chat/completions"],
		["anthropic/claude-sonnet-4-6", "https://api.anthropic.com/v1/chat/completions"],
		["xai/grok-4", "https://api.x.ai/v1/chat/completions"],
		[`workers-ai/${llama}`, "https://api.cloudflare.com/client/v4/accounts/sim/ai/v1/chat/completions"],
		["google-ai-studio/gemini-3", "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions"],
	])("answers %s in OpenAI's wire", async (model, url) => {
		const stage = openStage();
		const response = await stage.post("compat/chat/completions", { ...hello, model });
		expect(await response.json()).toMatchObject({
			object: "chat.completion",
			model: model.slice(model.indexOf("/") + 1),
		});
		expect(stage.upstream()[0]?.url).toBe(url);
		expect((await stage.logs())[0]).toMatchObject({ compatibilityMode: true, success: true });
	});

	it("lists models", async () => {
		const { simulator } = openStage();
		const url = "https://gateway.ai.cloudflare.com/v1/account/g/compat/models";
		const response = await simulator.fetch(url, { headers: { authorization: "Bearer sk" } });
		expect(await response.json()).toMatchObject({ object: "list" });
	});

	it("refuses a model without a provider", async () => {
		expect(await refusal(await openStage().post("compat/chat/completions", hello))).toEqual([400, 2008]);
	});
});

describe("the Universal Endpoint", () => {
	it("answers with the first element that succeeds, in its own wire", async () => {
		const { universal } = openStage();
		const response = await universal([openai, workersAi]);
		expect(response.headers.get("cf-aig-step")).toBe("0");
		expect(await response.json()).toMatchObject({ object: "chat.completion" });
	});

	it("goes on to the next element after an error, a timeout and an unreachable provider", async () => {
		for (const reply of [
			() => ({ error: { status: 500 } }),
			() => ({ delayMs: Number.POSITIVE_INFINITY }),
			() => {
				throw new Error("unreachable");
			},
		]) {
			const stage = openStage({}, { reply: ({ wire }) => (wire === "openai" ? reply() : undefined) });
			const response = await stage.universal([{ ...openai, config: { requestTimeout: 5 } }, workersAi]);
			expect([response.status, response.headers.get("cf-aig-step")]).toEqual([200, "1"]);
			const [second, first] = await stage.logs();
			expect([first?.success, second?.success]).toEqual([false, true]);
			expect([first?.step, second?.step]).toEqual([0, 1]);
			expect(second?.event_id).toBe(first?.id);
			expect(stage.simulator.requests()[0]).toMatchObject({ cancelled: false, status: 200 });
		}
	});

	it("gives the last failure when all fail", async () => {
		const response = await openStage().universal([{ ...workersAi, endpoint: "@cf/no/no-such-model" }, broken]);
		expect([response.status, response.headers.get("cf-aig-step")]).toEqual([404, "1"]);
		expect(await response.json()).toMatchObject({ error: { code: "model_not_found" } });
	});

	it("takes an element's own headers before the request's", async () => {
		const stage = openStage();
		const own = { ...openai.headers, "cf-aig-metadata": '{"of":"element"}' };
		await stage.universal([{ ...openai, headers: own }], {
			"cf-aig-metadata": '{"of":"request"}',
			"cf-aig-event-id": "e",
		});
		expect((await stage.logs())[0]).toMatchObject({ metadata: '{"of":"element"}', event_id: "e" });
		expect(stage.upstream()[0]?.headers).toEqual({ authorization: "Bearer sk" });
	});

	it.each([
		["nothing", []],
		["an element without an endpoint", [{ provider: "openai" }]],
	])("refuses %s", async (_, elements) => {
		expect((await openStage().universal(elements)).status).toBe(400);
	});
});
