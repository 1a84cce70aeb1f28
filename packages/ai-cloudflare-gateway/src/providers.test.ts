import { anthropic } from "@workkit/ai-anthropic";
import { createGateway, type Provider } from "@workkit/ai-core";
import { openai } from "@workkit/ai-openai";
import { createSimulator } from "@workkit/ai-simulator";
import { describe, expect, it } from "vitest";
import { cloudflareBinding, cloudflareGateway, cloudflareRest, universalEndpoint } from "./index.ts";

const ids = { accountId: "sim", gatewayId: "gw" };
const simulate = () => createSimulator({ anyModel: true, gateway: { gateways: ["gw"] } });
const gatewayOf = (p: Provider) => createGateway({ providers: { p }, defaultProvider: "p" });
const input = { prompt: "Hello", maxTokens: 20 };

/** Cloudflare's names, and the addresses at which their vendors take chats. */
const vendors = [
	["groq", "https://api.groq.com/openai/v1/chat/completions"],
	["mistral", "https://api.mistral.ai/v1/chat/completions"],
	["deepseek", "https://api.deepseek.com/chat/completions"],
	["grok", "https://api.x.ai/v1/chat/completions"],
	["openrouter", "https://openrouter.ai/api/v1/chat/completions"],
	["perplexity-ai", "https://api.perplexity.ai/chat/completions"],
	["cerebras/v1", "https://api.cerebras.ai/v1/chat/completions"],
	["openai", "https://api.openai.com/v1/chat/completions"],
] as const;

describe("a vendor by its name", () => {
	it.each(vendors)("%s is asked through the gateway at %s, with its own key", async (provider, url) => {
		const simulator = simulate();
		const via = cloudflareGateway({ ...ids, provider });
		await gatewayOf(openai({ apiKey: "vendor-key", fetch: simulator.fetch, via })).run("m", input);
		expect(simulator.requests()[0]?.upstream).toMatchObject([{ url, headers: { authorization: "Bearer vendor-key" } }]);
	});

	it.each(vendors)("%s is asked through the binding at %s", async (provider, url) => {
		const simulator = simulate();
		const way = cloudflareBinding({ binding: simulator.ai, gatewayId: "gw", provider });
		const { receipt } = await gatewayOf(openai({ apiKey: "vendor-key", ...way })).run("m", input);
		expect(simulator.requests()[0]?.upstream).toMatchObject([{ url, headers: { authorization: "Bearer vendor-key" } }]);
		expect(receipt.gateway?.logId).toEqual(expect.any(String));
	});

	it("gets `max_tokens`, which only OpenAI itself refuses", async () => {
		const bodies = ["groq", "openai", undefined].map(async (provider) => {
			const simulator = simulate();
			const via = cloudflareGateway({ ...ids, ...(provider && { provider }) });
			await gatewayOf(openai({ apiKey: "k", fetch: simulator.fetch, via })).run("m", input);
			return Object.keys(simulator.requests()[0]?.body as object).filter((name) => name.includes("tokens"));
		});
		expect(await Promise.all(bodies)).toEqual([["max_tokens"], ["max_completion_tokens"], ["max_completion_tokens"]]);
	});

	it("may be a path of a provider that is asked in another way", () => {
		const route = (provider: string) =>
			cloudflareGateway({ ...ids, provider }).route("openai", { options: {} } as never).baseUrl;
		const base = "https://gateway.ai.cloudflare.com/v1/sim/gw";
		expect(route("custom-mine/v1")).toBe(`${base}/custom-mine/v1`);
		expect(route("google-ai-studio/v1beta/openai")).toBe(`${base}/google-ai-studio/v1beta/openai`);
		expect(route("azure-openai/resource/gpt-4.1")).toBe(`${base}/azure-openai/resource/gpt-4.1`);
		expect(route("a?b#c/%2e%2e")).toBe(`${base}/a%3Fb%23c/%252e%252e`);
	});

	it.each(["", "../other", "a/../b", "a//b", "/a", "a/", "a\nb", "."])(
		"cannot be a path that leads elsewhere: %j",
		(provider) => {
			expect(() => cloudflareGateway({ ...ids, provider })).toThrowError(
				expect.objectContaining({ code: "WORKKIT_CONFIG" }),
			);
		},
	);

	it("is an entry of a chain, which gets its own key and no other", async () => {
		const simulator = simulate();
		const { fetch } = simulator;
		const gateway = createGateway({
			providers: {
				groq: openai({ apiKey: "groq-key", fetch, via: cloudflareGateway({ ...ids, provider: "groq" }) }),
				gpt: openai({ apiKey: "openai-key", fetch }),
				rest: openai({ fetch, via: cloudflareRest({ accountId: "sim", apiToken: "token" }) }),
			},
			defaultProvider: "gpt",
			chain: universalEndpoint(ids),
		});
		await gateway.runFallback(
			[
				{ provider: "groq", model: "m" },
				{ provider: "gpt", model: "gpt-4.1" },
			],
			input,
		);
		expect(simulator.requests()[0]?.body).toMatchObject([
			{ provider: "groq", endpoint: "chat/completions", headers: { authorization: "Bearer groq-key" } },
			{ provider: "openai", endpoint: "chat/completions", headers: { authorization: "Bearer openai-key" } },
		]);
		await expect(gateway.runFallback([{ provider: "rest", model: "m" }], input)).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
		});
		expect(simulator.requests()).toHaveLength(1);
	});
});

describe("a stored key", () => {
	it("is used by a provider that sends none, and `byokAlias` chooses it", async () => {
		const simulator = simulate();
		const { fetch } = simulator;
		const via = cloudflareGateway({ ...ids, authToken: "aig", byokAlias: "production" });
		await gatewayOf(openai({ fetch, via }))
			.run("gpt-4.1", input)
			.catch(() => {});
		await gatewayOf(anthropic({ fetch, via }))
			.run("claude-sonnet-4-5", input)
			.catch(() => {});
		const names = simulator.requests().map(({ headers }) =>
			Object.keys(headers)
				.filter((name) => /auth|key|alias/.test(name))
				.sort(),
		);
		expect(names).toEqual([
			["cf-aig-authorization", "cf-aig-byok-alias"],
			["cf-aig-authorization", "cf-aig-byok-alias"],
		]);
	});

	it("does not stand for a key that is missing", () => {
		const via = cloudflareGateway(ids);
		const missing = { apiKey: undefined as never, via };
		expect(() => openai(missing)).toThrowError(expect.objectContaining({ code: "WORKKIT_CONFIG" }));
		expect(() => anthropic(missing)).toThrowError(expect.objectContaining({ code: "WORKKIT_CONFIG" }));
		expect(() => openai({} as never)).toThrowError(expect.objectContaining({ code: "WORKKIT_CONFIG" }));
	});
});

describe("Cloudflare's REST API", () => {
	const rest = (gatewayId?: string) =>
		cloudflareRest({ accountId: "sim", apiToken: "cf-token", gatewayId, cacheTtl: 60 });

	it("takes models of other vendors, with no key but its own token", async () => {
		const simulator = simulate();
		const via = rest("gw");
		const { text } = await gatewayOf(openai({ fetch: simulator.fetch, via })).run("openai/gpt-4.1", {
			prompt: "Hello",
		});
		expect(text).not.toBe("");
		expect(simulator.requests()[0]).toMatchObject({
			url: "https://api.cloudflare.com/client/v4/accounts/sim/ai/v1/chat/completions",
			headers: { authorization: "Bearer cf-token", "cf-aig-gateway-id": "gw", "cf-aig-cache-ttl": "60" },
		});
	});

	it("takes Anthropic's wire", async () => {
		const simulator = simulate();
		const provider = anthropic({ fetch: simulator.fetch, via: rest("gw") });
		const { text } = await gatewayOf(provider).run("anthropic/claude-sonnet-4.5", { prompt: "Hello" });
		expect(text).not.toBe("");
		expect(simulator.requests()[0]).toMatchObject({
			url: "https://api.cloudflare.com/client/v4/accounts/sim/ai/v1/messages",
			headers: { authorization: "Bearer cf-token" },
		});
	});

	it("streams", async () => {
		const simulator = simulate();
		const gateway = gatewayOf(openai({ fetch: simulator.fetch, via: rest("gw") }));
		const events = [];
		for await (const event of await gateway.stream("@cf/meta/llama-3.1-8b-instruct", { prompt: "Hello" }))
			events.push(event);
		expect(events.at(-1)).toMatchObject({ type: "done", receipt: { gateway: { logId: expect.any(String) } } });
	});

	it("warns of controls that reach no gateway", async () => {
		const simulator = simulate();
		const gateway = gatewayOf(openai({ fetch: simulator.fetch, via: rest() }));
		const { warnings } = await gateway.run("@cf/meta/llama-3.1-8b-instruct", { prompt: "Hello" });
		expect(warnings).toEqual([expect.stringContaining("gatewayId")]);
		const other = await gatewayOf(openai({ fetch: simulator.fetch, via: rest("gw") })).run("openai/gpt-4.1", {
			prompt: "Hello",
		});
		expect(other.warnings).toBeUndefined();
		const route = rest().route("openai", { model: "openai/gpt-4.1", options: {} } as never);
		expect(route.warnings).toEqual([]);
	});

	it.each([
		["apiToken", ""],
		["apiToken", "a\nb"],
		["gatewayId", "a\nb"],
		["accountId", ".."],
		["accountId", ""],
	])("refuses an impossible %s: %j", (name, value) => {
		const options = { accountId: "a", apiToken: "t", [name]: value };
		expect(() => cloudflareRest(options)).toThrowError(expect.objectContaining({ code: "WORKKIT_CONFIG" }));
	});
});

describe("`compat`", () => {
	it("takes models of all vendors and dynamic routes", async () => {
		const simulator = simulate();
		const via = cloudflareGateway({ ...ids, provider: "compat" });
		await gatewayOf(openai({ apiKey: "k", fetch: simulator.fetch, via })).run("groq/llama", input);
		expect(simulator.requests()[0]).toMatchObject({
			url: "https://gateway.ai.cloudflare.com/v1/sim/gw/compat/chat/completions",
			upstream: [{ url: "https://api.groq.com/openai/v1/chat/completions" }],
		});
	});
});
