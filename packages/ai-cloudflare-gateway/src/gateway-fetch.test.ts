import Anthropic from "@anthropic-ai/sdk";
import { anthropic } from "@workkit/ai-anthropic";
import { createGateway } from "@workkit/ai-core";
import { openai } from "@workkit/ai-openai";
import { createSimulator } from "@workkit/ai-simulator";
import OpenAI from "openai";
import { describe, expect, it, vi } from "vitest";
import { cloudflareBinding, createGatewayFetch, universalEndpoint } from "./index.ts";

const simulate = () => createSimulator({ anyModel: true, gateway: { gateways: ["gw"] } });
const messages = [{ role: "user" as const, content: "Hello" }];
const post = (body: unknown, headers: Record<string, string> = {}) => ({
	method: "POST",
	headers: { "content-type": "application/json", ...headers },
	body: JSON.stringify(body),
});

describe("the official client of OpenAI", () => {
	const client = (simulator: ReturnType<typeof simulate>, options: object = {}) =>
		new OpenAI({
			apiKey: "vendor-key",
			maxRetries: 0,
			dangerouslyAllowBrowser: true,
			fetch: createGatewayFetch({ binding: simulator.ai, gatewayId: "gw", ...options }),
		});

	it("travels through the binding, with its key and with the gateway's controls", async () => {
		const simulator = simulate();
		const answer = await client(simulator, { cacheTtl: 60, metadata: { team: "a" } }).chat.completions.create({
			model: "gpt-4.1",
			messages,
		});
		expect(answer.choices[0]?.message.content).toContain("Hello");
		expect(simulator.requests()).toMatchObject([
			{
				url: "https://workers-binding.ai/ai-gateway/universal/run/gw",
				headers: { "cf-aig-cache-ttl": "60", "cf-aig-metadata": '{"team":"a"}' },
				body: [{ provider: "openai", endpoint: "chat/completions", headers: { authorization: "Bearer vendor-key" } }],
				upstream: [{ url: "https://api.openai.com/v1/chat/completions" }],
			},
		]);
	});

	it("streams", async () => {
		const stream = await client(simulate()).chat.completions.create({ model: "gpt-4.1", messages, stream: true });
		let text = "";
		for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
		expect(text).toContain("Hello");
	});

	it("asks for responses and embeddings", async () => {
		const own = client(simulate());
		expect((await own.responses.create({ model: "gpt-4.1", input: "Hello" })).output_text).toContain("Hello");
		const { data } = await own.embeddings.create({ model: "text-embedding-3-small", input: "Hello" });
		expect(data).toHaveLength(1);
	});

	it("gets the vendor's own error", async () => {
		const simulator = createSimulator({ gateway: { gateways: ["gw"] } });
		const asked = client(simulator).chat.completions.create({ model: "no-such-model", messages });
		await expect(asked).rejects.toMatchObject({ status: 404, code: "model_not_found" });
	});

	it("sends a placeholder for a stored key nowhere", async () => {
		const simulator = simulate();
		const asked = client(simulator, { storedKeys: true }).chat.completions.create({ model: "gpt-4.1", messages });
		await asked.catch(() => {});
		expect(JSON.stringify(simulator.requests())).not.toContain("vendor-key");
		expect(simulator.requests()).toHaveLength(1);
	});

	it("reaches the gateway's other providers at their own base URLs", async () => {
		const simulator = simulate();
		const fetch = createGatewayFetch({ binding: simulator.ai, gatewayId: "gw" });
		const groq = new OpenAI({
			apiKey: "k",
			fetch,
			baseURL: "https://api.groq.com/openai/v1",
			dangerouslyAllowBrowser: true,
		});
		await groq.chat.completions.create({ model: "llama", messages });
		expect(simulator.requests()[0]?.upstream).toMatchObject([
			{ url: "https://api.groq.com/openai/v1/chat/completions" },
		]);
	});
});

describe("the official client of Anthropic", () => {
	const client = (simulator: ReturnType<typeof simulate>, options: object = {}) =>
		new Anthropic({
			apiKey: "vendor-key",
			maxRetries: 0,
			dangerouslyAllowBrowser: true,
			fetch: createGatewayFetch({ binding: simulator.ai, gatewayId: "gw", ...options }),
		});
	const request = { model: "claude-sonnet-4-5", max_tokens: 100, messages };

	it("travels through the binding", async () => {
		const simulator = simulate();
		const { content } = await client(simulator).messages.create(request);
		expect(content).toMatchObject([{ type: "text", text: expect.stringContaining("Hello") }]);
		expect(simulator.requests()[0]?.body).toMatchObject([{ provider: "anthropic", endpoint: "v1/messages" }]);
	});

	it("streams", async () => {
		expect(await client(simulate()).messages.stream(request).finalText()).toContain("Hello");
	});

	it("sends a placeholder for a stored key nowhere", async () => {
		const simulator = simulate();
		await client(simulator, { storedKeys: true })
			.messages.create(request)
			.catch(() => {});
		expect(JSON.stringify(simulator.requests())).not.toContain("vendor-key");
		expect(simulator.requests()).toHaveLength(1);
	});
});

describe("a fetch through the binding", () => {
	it.each([
		["https://api.openai.com/v1/chat/completions", "openai", "chat/completions"],
		["https://api.anthropic.com/v1/messages?beta=true", "anthropic", "v1/messages?beta=true"],
		["https://api.mistral.ai/v1/chat/completions", "mistral", "v1/chat/completions"],
		["https://api.x.ai/v1/chat/completions", "grok", "v1/chat/completions"],
		["https://openrouter.ai/api/v1/chat/completions", "openrouter", "v1/chat/completions"],
		["https://api.cerebras.ai/v1/chat/completions", "cerebras", "chat/completions"],
		["https://api.cohere.com/v2/chat", "cohere", "v2/chat"],
		[
			"https://generativelanguage.googleapis.com/v1beta/models/g:generateContent",
			"google-ai-studio",
			"v1beta/models/g:generateContent",
		],
		["https://inference.baseten.co/v1/chat/completions", "baseten", "v1/chat/completions"],
		["https://api.fireworks.ai/inference/v1/chat/completions", "fireworks", "chat/completions"],
		["https://api.replicate.com/v1/predictions", "replicate", "predictions"],
		["https://api.elevenlabs.io/v1/text-to-speech/a?b=c", "elevenlabs", "v1/text-to-speech/a?b=c"],
		["https://api.cartesia.ai/tts/bytes", "cartesia", "tts/bytes"],
		["https://fal.run/fal-ai/fast-sdxl", "fal", "fal-ai/fast-sdxl"],
		["https://api.ideogram.ai/v1/ideogram-v3/generate", "ideogram", "v1/ideogram-v3/generate"],
		["https://api.parallel.ai/v1/tasks/runs", "parallel", "v1/tasks/runs"],
		["https://api.cloudflare.com/client/v4/accounts/a/ai/v1/chat/completions", "workers-ai", "v1/chat/completions"],
		["https://gateway.ai.cloudflare.com/v1/any/gw/compat/chat/completions", "compat", "chat/completions"],
		["https://models.example/v1/chat", "custom-mine", "v1/chat"],
		["https://own.example/chat", "custom-own", "v2/chat"],
	])("knows whom %s stands for", async (url, provider, endpoint) => {
		const run = vi.fn(async () => new Response("{}"));
		const baseUrls = { "https://models.example": "custom-mine", "https://own.example/": "custom-own/v2" };
		const fetch = createGatewayFetch({ binding: { gateway: () => ({ run }) as never }, gatewayId: "gw", baseUrls });
		await fetch(
			url,
			post({ a: 1 }, { authorization: "Bearer k", "cf-aig-event-id": "e", "cf-aig-authorization": "Bearer aig" }),
		);
		const headers = { authorization: "Bearer k", "content-type": "application/json" };
		expect(run).toHaveBeenCalledWith(
			{ provider, endpoint, headers, query: { a: 1 } },
			{ extraHeaders: { "cf-aig-event-id": "e" } },
		);
	});

	it("drops a key in any of the vendors' headers where keys are stored", async () => {
		const run = vi.fn(async () => new Response("{}"));
		const binding = { gateway: () => ({ run }) as never };
		const fetch = createGatewayFetch({ binding, gatewayId: "gw", storedKeys: true });
		const names = ["authorization", "x-api-key", "api-key", "x-goog-api-key", "xi-api-key"];
		const keys = Object.fromEntries(names.map((name) => [name, "placeholder"]));
		await fetch("https://api.elevenlabs.io/v1/text-to-speech/a", post({ a: 1 }, { ...keys, "x-other": "b" }));
		expect(run).toHaveBeenCalledWith(
			expect.objectContaining({ headers: { "content-type": "application/json", "x-other": "b" } }),
			expect.anything(),
		);
	});

	it.each([
		"https://evil.example/v1/chat/completions",
		"https://api.openai.com.evil.example/v1/chat/completions",
		"https://api.openai.com/v2/other",
		"http://api.openai.com/v1/chat/completions",
		"https://gateway.ai.cloudflare.com/v1/any/other-gateway/openai/chat/completions",
	])("refuses %s, which it has no name for, and tells no key", async (url) => {
		const run = vi.fn();
		const fetch = createGatewayFetch({ binding: { gateway: () => ({ run }) as never }, gatewayId: "gw" });
		await expect(fetch(url, post({}, { authorization: "Bearer secret-key" }))).rejects.toMatchObject({
			code: "WORKKIT_CONFIG",
		});
		expect(run).not.toHaveBeenCalled();
	});

	it.each([
		["GET", { method: "GET" }],
		["a form", { method: "POST", body: new FormData() }],
		["text", { method: "POST", body: "text" }],
		["no body", { method: "POST" }],
		["null", { method: "POST", body: "null" }],
		["another method", { method: "PUT", body: "{}" }],
	])("refuses %s", async (_name, init) => {
		const fetch = createGatewayFetch({ binding: simulate().ai, gatewayId: "gw" });
		await expect(fetch("https://api.openai.com/v1/files", init)).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
	});

	it("takes a Request, and its signal", async () => {
		const simulator = simulate();
		const fetch = createGatewayFetch({ binding: simulator.ai, gatewayId: "gw" });
		const url = "https://api.openai.com/v1/chat/completions";
		const request = new Request(url, post({ model: "gpt-4.1", messages }, { authorization: "Bearer k" }));
		expect((await fetch(request)).status).toBe(200);
		const reason = new Error("enough");
		await expect(fetch(url, { ...post({}), signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
		expect(simulator.requests()).toHaveLength(1);
	});
});

describe("a provider through the binding", () => {
	const gatewayOf = (simulator: ReturnType<typeof simulate>) => {
		const way = cloudflareBinding({ binding: simulator.ai, gatewayId: "gw", eventId: "e" });
		return createGateway({
			providers: {
				gpt: openai({ apiKey: "openai-key", ...way }),
				claude: anthropic({ apiKey: "anthropic-key", ...way }),
			},
			defaultProvider: "gpt",
			chain: universalEndpoint({ accountId: "sim", gatewayId: "gw" }),
		});
	};

	it("answers, streams and embeds as it does elsewhere, with the gateway's facts", async () => {
		const gateway = gatewayOf(simulate());
		const { text, receipt } = await gateway.run("claude-sonnet-4-5", { prompt: "Hello" }, { provider: "claude" });
		expect(text).toContain("Hello");
		expect(receipt.gateway?.logId).toEqual(expect.any(String));
		const events = [];
		for await (const event of await gateway.stream("gpt-4.1", { prompt: "Hello" })) events.push(event);
		expect(events.at(-1)).toMatchObject({ type: "done", usage: { outputTokens: expect.any(Number) } });
		expect((await gateway.embed("text-embedding-3-small", { text: "Hello" })).vectors).toHaveLength(1);
	});

	it("has the vendor's refusals as errors of ours, with the log id", async () => {
		const error = await gatewayOf(createSimulator({ gateway: { gateways: ["gw"] } }))
			.run("no-such-model", { prompt: "Hello" })
			.catch((caught) => caught);
		expect(error).toMatchObject({ code: "WORKKIT_NOT_FOUND", context: { provider: "gpt", logId: expect.any(String) } });
	});

	it("has the gateway's own refusals as errors of ours", async () => {
		const { ai } = createSimulator();
		const p = openai({ apiKey: "k", ...cloudflareBinding({ binding: ai, gatewayId: "nowhere" }) });
		const gateway = createGateway({ providers: { p }, defaultProvider: "p" });
		await expect(gateway.run("gpt-4.1", { prompt: "Hello" })).rejects.toMatchObject({
			context: { vendorCode: 2001 },
			retryable: false,
		});
	});

	it("takes part in a chain, which then travels through the binding too", async () => {
		const simulator = simulate();
		const { provider } = await gatewayOf(simulator).runFallback(
			[
				{ provider: "gpt", model: "no-such-model" },
				{ provider: "claude", model: "claude-sonnet-4-5" },
			],
			{ prompt: "Hello" },
		);
		expect(provider).toBe("claude");
		expect(simulator.requests()).toMatchObject([{ url: "https://workers-binding.ai/ai-gateway/universal/run/gw" }]);
	});

	it("stops when the caller does", async () => {
		const reason = new Error("enough");
		const controller = new AbortController();
		const simulator = createSimulator({
			gateway: { gateways: ["gw"] },
			script: [{ reply: { fault: { type: "hang" } } }],
		});
		const running = gatewayOf(simulator).run("gpt-4.1", { prompt: "Hello" }, { signal: controller.signal });
		await vi.waitFor(() => expect(simulator.requests()).toHaveLength(1));
		controller.abort(reason);
		await expect(running).rejects.toBe(reason);
	});
});
