import { describe, expect, it } from "vitest";
import { hello, llama, openStage } from "../test/gateway-stage.ts";

const { messages } = hello;

function open(settings: object = {}, options: object = {}) {
	const stage = openStage(settings, options);
	const ask = (path: string, body: object, headers: Record<string, string> = {}) =>
		stage.simulator.fetch(`https://api.cloudflare.com/client/v4/accounts/account/ai/${path}`, {
			method: "POST",
			headers: { authorization: "Bearer cf-token", ...headers },
			body: JSON.stringify(body),
		});
	return { ...stage, ask };
}

const through = { "cf-aig-gateway-id": "g" };

describe("the REST API behind a gateway", () => {
	it("runs any model in an envelope", async () => {
		const { ask } = open();
		const third = await ask("run", { model: "openai/gpt-4.1", input: { messages } });
		expect(await third.json()).toMatchObject({ success: true, result: { object: "chat.completion" } });
		const own = await ask("run", { model: llama, input: { messages } }, through);
		expect(await own.json()).toMatchObject({ success: true, result: { response: /./ } });
		const named = await ask(`run/${llama}`, { messages }, through);
		expect(await named.json()).toMatchObject({ success: true, result: { response: /./ } });
		expect(named.headers.get("cf-aig-log-id")).toMatch(/./);
	});

	it.each<[path: string, body: object, answer: object]>([
		["v1/chat/completions", { messages, model: "openai/gpt-4.1" }, { object: "chat.completion", model: "gpt-4.1" }],
		["v1/chat/completions", { messages, model: "anthropic/claude-sonnet-4.6" }, { object: "chat.completion" }],
		[
			"v1/messages",
			{ messages, model: "anthropic/claude-sonnet-4.6", max_tokens: 50 },
			{ type: "message", model: "claude-sonnet-4-6" },
		],
		["v1/embeddings", { model: "openai/text-embedding-3-small", input: "a" }, { object: "list" }],
		["v1/responses", { model: "openai/gpt-4.1", input: "a" }, { object: "response" }],
	])("%s answers without an envelope", async (path, body, answer) => {
		const { ask, upstream } = open();
		const response = await ask(path, body);
		expect([response.status, await response.json()]).toMatchObject([200, answer]);
		expect(upstream()).toHaveLength(1);
	});

	it("goes through the default gateway, unless another is named", async () => {
		const { ask, logs } = open();
		await ask("v1/chat/completions", { messages, model: "openai/gpt-4.1" });
		expect(await logs()).toEqual([]);
		await ask("v1/chat/completions", { messages, model: "openai/gpt-4.1" }, through);
		expect(await logs()).toHaveLength(1);
	});

	it("keeps the account's token from the provider", async () => {
		const { ask, upstream } = open();
		await ask("v1/chat/completions", { messages, model: "openai/gpt-4.1" });
		expect(JSON.stringify(upstream()[0]?.headers)).not.toContain("cf-token");
	});

	it("needs the account's token, and no other", async () => {
		const { ask } = open({ authentication: true }, { keys: ["cf-token"] });
		const body = { messages, model: "openai/gpt-4.1" };
		expect((await ask("v1/chat/completions", body, through)).status).toBe(200);
		const refused = await ask("v1/chat/completions", body, { authorization: "Bearer wrong" });
		expect([refused.status, await refused.json()]).toMatchObject([401, { success: false, errors: [{ code: 10000 }] }]);
	});

	it("takes the gateway's headers", async () => {
		const { ask } = open();
		const again = () =>
			ask("v1/chat/completions", { messages, model: "openai/gpt-4.1" }, { ...through, "cf-aig-cache-ttl": "60" });
		await again();
		expect((await again()).headers.get("cf-aig-cache-status")).toBe("HIT");
	});

	it("leaves Workers AI alone when no gateway is named", async () => {
		const { ask } = open();
		const response = await ask(`run/${llama}`, { messages });
		expect([response.status, response.headers.get("cf-aig-log-id")]).toEqual([200, null]);
	});

	it("puts the gateway's refusals into the API's envelope", async () => {
		const { ask } = open();
		const response = await ask(
			"v1/chat/completions",
			{ messages, model: "openai/gpt-4.1" },
			{ "cf-aig-gateway-id": "x" },
		);
		expect([response.status, await response.json()]).toMatchObject([400, { success: false, errors: [{ code: 2001 }] }]);
	});
});
