import { expect, it } from "vitest";
import * as examples from "./ai-gateway.ts";
import { production } from "./ai-gateway-config.ts";
import { single, ways } from "./ai-gateway-single.ts";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";

const authenticated = { id: "my-gateway", authentication: true };
const gateways = { gateway: { gateways: [authenticated] } };

it("sends all vendors through the gateway, and tells what it did", async () => {
	const { env, simulator } = simulate({ ...gateways, reply: () => "Hello." });
	const lines = spyOnConsole();
	const gateway = await examples.first(env);
	expect(lines[0]).toMatch(/^Hello\. MISS \S+$/);
	const [request] = simulator.requests();
	expect(request?.url).toBe("https://gateway.ai.cloudflare.com/v1/account/my-gateway/openai/chat/completions");
	expect(request?.headers["cf-aig-metadata"]).toBe('{"tenant":"acme"}');
	const { receipt } = await gateway.run("@cf/meta/llama-3.1-8b-instruct", { prompt: "Hi" }, { provider: "workers-ai" });
	expect(receipt.gateway?.logId).toBeDefined();
});

it("sends each control as its header", async () => {
	const { env, simulator } = simulate(gateways);
	spyOnConsole();
	await examples.controls((await examples.first(env)) as never);
	expect(simulator.requests()[1]?.headers).toMatchObject({
		"cf-aig-skip-cache": "true",
		"cf-aig-collect-log-payload": "false",
		"cf-aig-request-timeout": "10000",
		"cf-aig-event-id": "order-17",
	});
});

it("tells what the gateway has blocked", async () => {
	const { env } = simulate({
		gateway: { gateways: [{ ...authenticated, guardrails: { prompt: { S1: "BLOCK" } } }] },
	} as never);
	const lines = spyOnConsole();
	const gateway = await examples.first(env);
	await examples.blocked(gateway as never, new Request("http://worker/", { method: "POST", body: "hazard:S1" }));
	expect(lines[1]).toMatch(/^2016 \S.* \S+$/);
});

it("takes single packages, and vendors by name", async () => {
	const { env, simulator } = simulate({ gateway: { gateways: ["my-gateway"] } });
	const gateway = await single(env);
	await gateway.run("gpt-5.2", { prompt: "Hello" });
	await gateway.run("llama-3.3-70b-versatile", { prompt: "Hello" }, { provider: "groq" });
	expect(simulator.requests().map(({ url }) => new URL(url).pathname)).toEqual([
		"/v1/account/my-gateway/openai/chat/completions",
		"/v1/account/my-gateway/groq/chat/completions",
	]);
});

it("finds other ways to a gateway", async () => {
	const { env, simulator } = simulate(gateways);
	const manage = (path: string, body: object) =>
		simulator.fetch(`https://api.cloudflare.com/client/v4/accounts/account/ai-gateway/gateways/my-gateway/${path}`, {
			method: "POST",
			headers: { authorization: "Bearer api-token" },
			body: JSON.stringify(body),
		});
	await manage("provider_configs", { provider_slug: "openai", alias: "default", default_config: true, secret: "sk" });
	await manage("routes", {
		name: "support",
		elements: [
			{ id: "start", type: "start", outputs: { next: { elementId: "model" } } },
			{
				...{ id: "model", type: "model", properties: { provider: "openai", model: "gpt-4.1-mini" } },
				outputs: { success: { elementId: "end" } },
			},
			{ id: "end", type: "end", outputs: {} },
		],
	});
	const lines = spyOnConsole();
	const { text, gateway } = await ways(env);
	expect(text).toContain("Say hello.");
	expect(lines).toEqual(["openai gpt-4.1-mini"]);
	const { text: bound } = await gateway.run("gpt-5.2", { prompt: "Hello" }, { provider: "bound" });
	expect(bound).toContain("Hello");
});

it("has a chain walked by Cloudflare, or by the Worker", async () => {
	const { env } = simulate({
		...gateways,
		reply: ({ wire }) => (wire === "anthropic" ? { error: { status: 529 } } : "Hello."),
	});
	expect(await examples.chain(env)).toEqual({ provider: "gpt", via: "secondary" });
});

it("reads and rates its logs", async () => {
	const { env } = simulate(gateways);
	const lines = spyOnConsole();
	const gateway = (await examples.first(env)) as never;
	await examples.logs(env, gateway);
	expect(lines[1]).toMatch(/^gpt-5\.2 \d+ \d+$/);
	await examples.feedback(env, gateway);

	// A call that passed no gateway has no log.
	await expect(examples.logs(env, simulate().gateway)).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
});

it("sends requests as they are", async () => {
	const { env } = simulate({
		...gateways,
		reply: ({ wire }) => (wire === "openai" ? { error: { status: 503 } } : "Hello."),
	});
	const lines = spyOnConsole();
	expect((await examples.raw(env)).ok).toBe(true);
	expect(lines[0]).toBe("200 1 https://gateway.ai.cloudflare.com/v1/sim/my-gateway/openai");
});

it("is a fetch for other clients", async () => {
	const { env, simulator } = simulate(gateways);
	const fetch = await examples.otherClients(env);
	const body = JSON.stringify({ model: "gpt-5.2", messages: [{ role: "user", content: "Hello" }] });
	const headers = { authorization: "Bearer sk", "content-type": "application/json" };
	const response = await fetch("https://api.openai.com/v1/chat/completions", { method: "POST", headers, body });
	expect(response.status).toBe(200);
	expect(simulator.requests()[0]?.url).toContain("my-gateway");
	await expect(fetch("https://elsewhere.example/v1", { method: "POST", headers, body })).rejects.toMatchObject({
		code: "WORKKIT_CONFIG",
	});
});

it("declares a gateway", () => {
	expect(production).toMatchObject({ id: "prod-gateway", settings: { cacheTtl: 300 } });
});

it("has run every region", () => {
	expectAllRun("ai-gateway.ts");
	expectAllRun("ai-gateway-single.ts");
	expectAllRun("ai-gateway-config.ts");
});
