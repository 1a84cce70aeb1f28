import { anthropic } from "@workkit/ai-anthropic";
import { createGateway, type Fetch, type Provider, type Via } from "@workkit/ai-core";
import { openai } from "@workkit/ai-openai";
import { createSimulator, type Simulator } from "@workkit/ai-simulator";
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
	["baseten", "https://inference.baseten.co/v1/chat/completions"],
	["fireworks/v1", "https://api.fireworks.ai/inference/v1/chat/completions"],
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
		expect(route("cohere")).toBe(`${base}/cohere/compatibility/v1`);
		expect(route("google-ai-studio")).toBe(`${base}/google-ai-studio/v1beta/openai`);
		expect(route("anthropic")).toBe(`${base}/anthropic/v1`);
		expect(route("workers-ai")).toBe(`${base}/workers-ai/v1`);
		expect(route("toString")).toBe(`${base}/toString`);
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
	/** A gateway with two keys of OpenAI's and a dynamic route. */
	async function open() {
		const simulator = createSimulator({ gateway: { gateways: [{ id: "gw", authentication: true }] } });
		const manage = (path: string, body: object) =>
			simulator.fetch(`https://api.cloudflare.com/client/v4/accounts/sim/ai-gateway/gateways/gw/${path}`, {
				method: "POST",
				headers: { authorization: "Bearer cf-token" },
				body: JSON.stringify(body),
			});
		for (const alias of ["default", "team"]) {
			const key = { provider_slug: "openai", alias, default_config: alias === "default", secret: `sk-${alias}` };
			await manage("provider_configs", key);
		}
		const model = { id: "model", type: "model", properties: { provider: "openai", model: "gpt-4.1-mini" } };
		const elements = [
			{ id: "start", type: "start", outputs: { next: { elementId: "model" } } },
			{ ...model, outputs: { success: { elementId: "end" } } },
			{ id: "end", type: "end", outputs: {} },
		];
		await manage("routes", { name: "support", elements });
		const keys = () =>
			simulator.requests().flatMap(({ upstream }) => upstream.map(({ headers }) => headers.authorization));
		return { simulator, keys };
	}
	const authenticated = { ...ids, authToken: "aig-token" };
	type Way = (simulator: Simulator, alias?: string) => { fetch: Fetch; via: Via };
	const ways: Record<"provider URL" | "REST API" | "binding", Way> = {
		"provider URL": ({ fetch }, alias) => ({ fetch, via: cloudflareGateway({ ...authenticated, byokAlias: alias }) }),
		"REST API": ({ fetch }, alias) => ({
			fetch,
			via: cloudflareRest({ ...ids, apiToken: "cf-token", byokAlias: alias }),
		}),
		binding: ({ ai }, alias) => cloudflareBinding({ binding: ai, gatewayId: "gw", byokAlias: alias }),
	};

	it.each(Object.entries(ways))(
		"is used where a provider sends none, and `byokAlias` chooses it: %s",
		async (name, way) => {
			const { simulator, keys } = await open();
			const model = name === "REST API" ? "openai/gpt-4.1" : "gpt-4.1";
			await gatewayOf(openai(way(simulator))).run(model, { prompt: "Hello" });
			await gatewayOf(openai(way(simulator, "team"))).run(model, { prompt: "Hello" });
			expect(keys()).toEqual(["Bearer sk-default", "Bearer sk-team"]);
			const unknown = gatewayOf(openai(way(simulator, "nobody"))).run(model, { prompt: "Hello" });
			await expect(unknown).rejects.toMatchObject({ retryable: false, context: { vendorCode: 2040 } });
		},
	);

	it("is that of Anthropic too: no header of its key is sent", async () => {
		const { simulator } = await open();
		const provider = anthropic({ fetch: simulator.fetch, via: cloudflareGateway(authenticated) });
		// Unified billing pays where no key is stored.
		const { text } = await gatewayOf(provider).run("claude-sonnet-4-5", { prompt: "Hello" });
		expect(text).toContain("Hello");
		expect(Object.keys(simulator.requests().at(-1)?.headers ?? {})).not.toContain("x-api-key");
	});

	it.each([
		["compat", ({ fetch }: Simulator) => ({ fetch, via: cloudflareGateway({ ...authenticated, provider: "compat" }) })],
		["REST API", (simulator: Simulator) => ways["REST API"](simulator)],
		["binding", ({ ai }: Simulator) => cloudflareBinding({ binding: ai, gatewayId: "gw", provider: "compat" })],
	])("serves a dynamic route, and the receipt tells whom it chose: %s", async (_name, way) => {
		const { simulator } = await open();
		const { text, receipt } = await gatewayOf(openai(way(simulator))).run("dynamic/support", { prompt: "Hello" });
		expect(text).toContain("Hello");
		expect(receipt.gateway).toMatchObject({ servedModel: "gpt-4.1-mini", servedProvider: "openai" });
	});

	it("is missing where the gateway asks for a token and gets none", async () => {
		const { simulator } = await open();
		const gateway = gatewayOf(openai({ fetch: simulator.fetch, via: cloudflareGateway(ids) }));
		await expect(gateway.run("gpt-4.1", { prompt: "Hello" })).rejects.toMatchObject({
			code: "WORKKIT_UNAUTHORIZED",
			context: { vendorCode: 2009 },
		});
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
