import { createGateway, createRouter, type GatewayStreamEvent } from "@workkit/ai-gateway";
import { createModelAllowlist, isAllowedModel } from "@workkit/ai-gateway/allowlist";
import { createSimulator, type ReplyScript } from "@workkit/ai-simulator";
import { beforeEach, describe, expect, it, vi } from "vitest";

let simulator = createSimulator();
let urls: string[] = [];
let headers: Headers[] = [];
let env = {
	AI: simulator.ai,
	OPENAI_KEY: "openai-key",
	ANTHROPIC_KEY: "anthropic-key",
	CF_ACCOUNT_ID: "account",
	CF_AIG_TOKEN: "token",
};

/** AI Gateway's addresses, and whose they stand for. */
const behind = [
	["https://gateway.ai.cloudflare.com/v1/account/my-gateway/openai/", "https://api.openai.com/v1/"],
	["https://gateway.ai.cloudflare.com/v1/account/my-gateway/anthropic/", "https://api.anthropic.com/"],
] as const;

/** The world as the documentation takes it for granted: an environment, and a network that answers. */
function world(reply?: ReplyScript): void {
	simulator = createSimulator(reply && { reply });
	env = { ...env, AI: simulator.ai };
	urls = [];
	headers = [];
	vi.stubGlobal("fetch", async (input: string, init: RequestInit) => {
		urls.push(input);
		headers.push(new Headers(init.headers));
		if (input === "http://localhost:11434/api/chat")
			return Response.json({ message: { content: `Locally: ${init.body}` } });
		const [from, to] = behind.find(([start]) => input.startsWith(start)) ?? ["", ""];
		return simulator.fetch(to + input.slice(from.length), init);
	});
}

beforeEach(() => world());

describe("the quickstart", () => {
	it("runs through AI Gateway", async () => {
		const gateway = createGateway({
			providers: {
				anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
				openai: { type: "openai", apiKey: env.OPENAI_KEY },
				workers: { type: "workers-ai", binding: env.AI },
			},
			cfGateway: { accountId: env.CF_ACCOUNT_ID, gatewayId: "my-gateway" },
			defaultProvider: "anthropic",
		});
		const result = await gateway.run("claude-sonnet-4-6", { messages: [{ role: "user", content: "Hello" }] });
		expect(result.text).toContain("Hello");
		expect(result.usage).toMatchObject({ inputTokens: expect.any(Number), outputTokens: expect.any(Number) });
		expect(result).toMatchObject({ provider: "anthropic", model: "claude-sonnet-4-6" });
		expect(result.toolCalls).toBeUndefined();

		await gateway.run("gpt-4o", { prompt: "Hello" }, { provider: "openai" });
		expect(urls).toEqual([
			"https://gateway.ai.cloudflare.com/v1/account/my-gateway/anthropic/v1/messages",
			"https://gateway.ai.cloudflare.com/v1/account/my-gateway/openai/chat/completions",
		]);
		const workers = await gateway.run("@cf/meta/llama-3.1-8b-instruct", { prompt: "Hello" }, { provider: "workers" });
		expect(workers).toMatchObject({ provider: "workers", text: expect.stringContaining("Hello") });
		expect(urls).toHaveLength(2);
		expect(gateway.providers()).toEqual(["anthropic", "openai", "workers"]);
		expect(gateway.defaultProvider()).toBe("anthropic");
	});

	it.each([
		[false, null],
		[true, "true"],
	])("sends AI Gateway its token and controls, skipCache: %s", async (skipCache, expected) => {
		const gateway = createGateway({
			providers: {
				anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
				openai: { type: "openai", apiKey: env.OPENAI_KEY },
			},
			cfGateway: {
				accountId: env.CF_ACCOUNT_ID,
				gatewayId: "my-gateway",
				authToken: env.CF_AIG_TOKEN,
				cacheTtl: 3600,
				skipCache,
			},
			defaultProvider: "anthropic",
		});
		await gateway.run("claude-sonnet-4-6", { prompt: "Hello" });
		expect(headers[0]?.get("cf-aig-authorization")).toBe("Bearer token");
		expect(headers[0]?.get("cf-aig-cache-ttl")).toBe("3600");
		expect(headers[0]?.get("cf-aig-skip-cache")).toBe(expected);
	});
});

describe("the guide's gateway of four", () => {
	const make = () =>
		createGateway({
			providers: {
				"workers-ai": { type: "workers-ai", binding: env.AI },
				openai: { type: "openai", apiKey: env.OPENAI_KEY, baseUrl: "https://api.openai.com/v1" },
				anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY, baseUrl: "https://api.anthropic.com/v1" },
				"local-llm": {
					type: "custom",
					run: async (model, input) => {
						const response = await fetch("http://localhost:11434/api/chat", {
							method: "POST",
							body: JSON.stringify({ model, ...input }),
						});
						const raw = await response.json<{ message: { content: string } }>();
						return { text: raw.message.content, raw, provider: "local-llm", model };
					},
				},
			},
			defaultProvider: "workers-ai",
		});

	it("runs with the default provider, and with the one that is asked for", async () => {
		const gateway = make();
		const first = await gateway.run("@cf/meta/llama-3.1-8b-instruct", {
			messages: [{ role: "user", content: "Hello" }],
		});
		expect(first).toMatchObject({ provider: "workers-ai", text: expect.stringContaining("Hello") });
		const result = await gateway.run(
			"gpt-4",
			{ messages: [{ role: "user", content: "Hello" }] },
			{ provider: "openai", timeout: 10_000 },
		);
		expect(result.text).toContain("Hello");
		expect(result.raw).toMatchObject({ object: "chat.completion" });
		expect(result.usage).toMatchObject({ inputTokens: expect.any(Number), outputTokens: expect.any(Number) });
		expect(result).toMatchObject({ provider: "openai", model: "gpt-4" });
		expect(urls).toEqual(["https://api.openai.com/v1/chat/completions"]);
	});

	it("runs a provider of one's own", async () => {
		const result = await make().run(
			"llama3",
			{ messages: [{ role: "user", content: "Hello" }] },
			{ provider: "local-llm" },
		);
		expect(result.text).toBe('Locally: {"model":"llama3","messages":[{"role":"user","content":"Hello"}]}');
		expect(result).toMatchObject({ provider: "local-llm", model: "llama3", finishReason: "unknown" });
	});

	it("embeds", async () => {
		const gateway = make();
		const here = await gateway.embed("@cf/baai/bge-base-en-v1.5", { text: ["one", "two"] });
		expect(here.vectors.map(({ length }) => length)).toEqual([768, 768]);
		const there = await gateway.embed("text-embedding-3-small", { text: "one" }, { provider: "openai" });
		expect(there.vectors.map(({ length }) => length)).toEqual([1536]);
		expect(there.usage?.inputTokens).toBeGreaterThan(0);
	});
});

/** The gateway of the remaining examples. */
const simple = () =>
	createGateway({
		providers: {
			anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
			openai: { type: "openai", apiKey: env.OPENAI_KEY },
			workers: { type: "workers-ai", binding: env.AI },
		},
		defaultProvider: "anthropic",
	});

describe("routing", () => {
	const globs = () =>
		createRouter({
			routes: [
				{ pattern: "gpt-*", provider: "openai" },
				{ pattern: "claude-*", provider: "anthropic" },
				{ pattern: "@cf/*", provider: "workers" },
			],
			fallback: "workers",
		});

	it("maps names by regular expressions, the last of which catches all", () => {
		const router = createRouter({
			routes: [
				{ pattern: /^gpt-/, provider: "openai" },
				{ pattern: /^claude-/, provider: "anthropic" },
				{ pattern: /^@cf\//, provider: "workers-ai" },
				{ pattern: /.*/, provider: "workers-ai" },
			],
		});
		expect(["gpt-4", "claude-3", "@cf/meta/llama", "anything"].map(router.resolve)).toEqual([
			"openai",
			"anthropic",
			"workers-ai",
			"workers-ai",
		]);
	});

	it("chooses the provider of every call that names none, in each operation", async () => {
		const gateway = createGateway({
			providers: {
				anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
				openai: { type: "openai", apiKey: env.OPENAI_KEY },
				workers: { type: "workers-ai", binding: env.AI },
			},
			defaultProvider: "anthropic",
			router: globs(),
		});
		const prompt = { prompt: "Hello" };
		const providers = [];
		for (const model of ["gpt-4o", "claude-sonnet-4-6", "@cf/meta/llama-3.1-8b-instruct"]) {
			providers.push((await gateway.run(model, prompt)).provider);
			await (await gateway.stream(model, prompt)).cancel();
		}
		expect(providers).toEqual(["openai", "anthropic", "workers"]);
		expect((await gateway.embed("@cf/baai/bge-base-en-v1.5", { text: "Hello" })).provider).toBe("workers");
		expect((await gateway.run("o4-mini", prompt, { provider: "openai" })).provider).toBe("openai");
		expect(urls.map((url) => new URL(url).host)).toEqual([
			...["api.openai.com", "api.openai.com", "api.anthropic.com", "api.anthropic.com"],
			"api.openai.com",
		]);
	});
});

describe("prompt caching", () => {
	it("caches a long document with Anthropic and is ignored elsewhere", async () => {
		const gateway = simple();
		const longDocument = "A very long document. ".repeat(100);
		const input = {
			messages: [
				{ role: "system", content: longDocument, cacheControl: "ephemeral" },
				{ role: "user", content: "What does it say?" },
			],
		} as const;
		const first = await gateway.run("claude-sonnet-4-6", input);
		const second = await gateway.run("claude-sonnet-4-6", input);
		expect(first.usage?.cacheWriteTokens).toBeGreaterThan(0);
		expect(second.usage?.cachedInputTokens).toBe(first.usage?.cacheWriteTokens);
		expect(second.usage?.inputTokens).toBe(first.usage?.inputTokens);
		await gateway.run("gpt-4o", input, { provider: "openai" });
		await gateway.run("@cf/meta/llama-3.1-8b-instruct", input, { provider: "workers" });
		expect(simulator.requests().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
	});
});

describe("streaming", () => {
	it.each(["anthropic", "openai", "workers"] as const)("is read event by event from %s", async (provider) => {
		const gateway = simple();
		const model = { anthropic: "claude-sonnet-4-6", openai: "gpt-4o", workers: "@cf/meta/llama-3.1-8b-instruct" }[
			provider
		];
		const written: string[] = [];
		const log: unknown[] = [];
		const stream = await gateway.stream!(
			model,
			{ messages: [{ role: "user", content: "why is the sky blue" }] },
			{ provider },
		);

		const reader = stream.getReader();
		while (true) {
			const { done, value } = await reader.read();
			if (done) break;
			if (value.type === "text") written.push(value.delta);
			if (value.type === "tool_use") log.push(value.name, value.input);
			if (value.type === "done") log.push("usage:", value.usage);
		}
		expect(written.length).toBeGreaterThan(3);
		expect(written.join("")).toContain("why is the sky blue");
		expect(log).toEqual([
			"usage:",
			expect.objectContaining({ inputTokens: expect.any(Number), outputTokens: expect.any(Number) }),
		]);
	});

	it("has tool calls as they are completed", async () => {
		world(() => ({ text: "Looking.", toolCalls: [{ name: "get_weather", arguments: { location: "SF" } }] }));
		const stream = await simple().stream(
			"claude-sonnet-4-6",
			{ prompt: "weather?" },
			{
				toolOptions: { tools: [{ name: "get_weather", description: "Weather", parameters: { type: "object" } }] },
			},
		);
		const handled: unknown[] = [];
		const reader = stream.getReader();
		while (true) {
			const { done, value } = await reader.read();
			if (done) break;
			if (value.type === "tool_use") handled.push([value.name, value.input, typeof value.id]);
		}
		expect(handled).toEqual([["get_weather", { location: "SF" }, "string"]]);
	});

	it("stops paying when the reader stops", async () => {
		world(() => "word ".repeat(500));
		const reader = (await simple().stream("claude-sonnet-4-6", { prompt: "go on" })).getReader();
		await reader.read();
		await reader.cancel();
		expect(simulator.requests()).toMatchObject([{ cancelled: true, finished: false }]);
	});

	it("is passed on to a browser as one JSON event per line, the way the full example does it", async () => {
		const events = await simple().stream!("claude-sonnet-4-6", { messages: [{ role: "user", content: "Hello" }] });
		const encoder = new TextEncoder();
		const response = new Response(
			events.pipeThrough(
				new TransformStream<GatewayStreamEvent, Uint8Array>({
					transform(event, controller) {
						controller.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`));
						if (event.type === "done") controller.enqueue(encoder.encode("data: [DONE]\n\n"));
					},
				}),
			),
			{ headers: { "Content-Type": "text/event-stream" } },
		);
		const lines = (await response.text()).split("\n\n").filter(Boolean);
		expect(lines.at(-1)).toBe("data: [DONE]");
		const parsed = lines.slice(0, -1).map((line) => JSON.parse(line.replace(/^data: /, "")));
		expect(parsed.map(({ delta = "" }) => delta).join("")).toContain("Hello");
		expect(parsed.filter(({ type }) => type === "done")).toHaveLength(1);
	});

	it("with a response format still streams text", async () => {
		world(() => '{"a":1}');
		const stream = await simple().stream("gpt-4o", { prompt: "Hello" }, { provider: "openai", responseFormat: "json" });
		let text = "";
		for await (const event of stream as unknown as AsyncIterable<GatewayStreamEvent>)
			if (event.type === "text") text += event.delta;
		expect(JSON.parse(text)).toEqual({ a: 1 });
	});
});

describe("tool use", () => {
	it.each([
		["anthropic", "claude-sonnet-4-6"],
		["openai", "gpt-4o"],
		["workers", "@cf/meta/llama-3.1-8b-instruct"],
	] as const)("works the same with %s", async (provider, model) => {
		world(({ toolResults }) =>
			toolResults.length > 0
				? `It is ${toolResults.join()}.`
				: { toolCalls: [{ name: "get_weather", arguments: { location: "SF" } }] },
		);
		const gateway = simple();
		const toolOptions = {
			tools: [
				{
					name: "get_weather",
					description: "Tells the current weather of a place",
					parameters: { type: "object", properties: { location: { type: "string" } }, required: ["location"] },
				},
			],
			toolChoice: "auto",
		} as const;
		const messages = [{ role: "user" as const, content: "Is it warm in SF?" }];
		const result = await gateway.run(model, { messages }, { provider, toolOptions });
		const outputs: string[] = [];
		if (result.toolCalls) {
			for (const call of result.toolCalls) outputs.push(`${call.name} of ${call.arguments.location}`);
		}
		expect(outputs).toEqual(["get_weather of SF"]);

		const results = (result.toolCalls ?? []).map(({ id }) => ({
			role: "tool" as const,
			toolCallId: id,
			content: "18 °C",
		}));
		const next = await gateway.run(
			model,
			{ messages: [...messages, result.message, ...results] },
			{ provider, toolOptions },
		);
		expect(next.text).toBe("It is 18 °C.");
	});
});

describe("the allowlist", () => {
	const config = {
		anthropic: ["claude-opus-4-7", "claude-sonnet-4-6"],
		openai: ["gpt-4o", "gpt-4o-mini"],
		groq: [{ prefix: "llama-3.1-" }],
	};

	it.each([
		["claude-sonnet-4-6", 200],
		["claude-instant-1", 400],
		["CLAUDE-SONNET-4-6", 400],
		["", 400],
	])("lets a request choose its model: %s → %d", async (model, status) => {
		const allow = createModelAllowlist(config);
		const handle = async (request: Request): Promise<Response> => {
			const url = new URL(request.url);
			const requested = url.searchParams.get("model") ?? "claude-opus-4-7";
			if (!allow.isAllowed("anthropic", requested)) return new Response("not allowed", { status: 400 });
			return new Response((await simple().run(requested, { prompt: "Hello" })).text ?? null);
		};
		expect((await handle(new Request(`https://worker.example/?model=${model}`))).status).toBe(status);
		expect(urls).toHaveLength(status === 200 ? 1 : 0);
	});

	it("knows families by their prefix, in both forms", () => {
		expect(createModelAllowlist(config).isAllowed("groq", "llama-3.1-70b")).toBe(true);
		expect(isAllowedModel(config, "groq", "llama-3.1-70b")).toBe(true);
		expect(isAllowedModel(config, "groq", "llama-3.2-1b")).toBe(false);
		expect(isAllowedModel(config, "somebody", "llama-3.1-70b")).toBe(false);
	});
});
