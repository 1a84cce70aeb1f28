import {
	createGateway,
	createRouter,
	fallback,
	isFallbackModelRef,
	modelLabel,
	withCache,
	withLogging,
	withRetry,
} from "@workkit/ai-gateway";
import { createSimulator, type ReplyScript } from "@workkit/ai-simulator";
import { ServiceUnavailableError } from "@workkit/errors";
import { beforeEach, describe, expect, it, vi } from "vitest";

let simulator = createSimulator();
let urls: string[] = [];
const env = {
	OPENAI_KEY: "openai-key",
	ANTHROPIC_KEY: "anthropic-key",
	CF_ACCOUNT_ID: "account",
	AI_CACHE_KV: kv(),
};

/** A KV namespace, as far as a cache needs one. */
function kv() {
	const map = new Map<string, string>();
	return {
		get: async (key: string) => map.get(key) ?? null,
		put: async (key: string, value: string) => void map.set(key, value),
		delete: async (key: string) => void map.delete(key),
	};
}

/** The network as the documentation takes it for granted; the vendors answer as the script says. */
function world(reply?: ReplyScript): void {
	simulator = createSimulator({ gateway: { gateways: [{ id: "prod-gw" }] }, ...(reply && { reply }) });
	urls = [];
	env.AI_CACHE_KV = kv();
	vi.stubGlobal("fetch", async (input: string, init: RequestInit) => {
		urls.push(input);
		return simulator.fetch(input, init);
	});
}

const build = () =>
	createGateway({
		providers: {
			anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
			openai: { type: "openai", apiKey: env.OPENAI_KEY },
			workers: { type: "workers-ai", binding: simulator.ai },
		},
		defaultProvider: "anthropic",
	});

const messages = [{ role: "user" as const, content: "Hello" }];
/** The first request fails; what comes after it is answered. */
const once =
	(status: number): ReplyScript =>
	({ requestNumber }) =>
		requestNumber === 1 ? { error: { status, headers: { "retry-after": "0" } } } : undefined;

beforeEach(() => world());

describe("the guide's example of retries", () => {
	it.each([429, 503, 529])("tries again after a %d", async (status) => {
		world(once(status));
		const resilient = withRetry(build(), { maxAttempts: 3 });
		expect((await resilient.run("claude-sonnet-4-6", { prompt: "Hello" })).text).toContain("Hello");
		expect(urls).toHaveLength(2);
	});

	it("has its hook decide", async () => {
		world(once(503));
		const isRetryable = vi.fn((err: unknown) => !(err instanceof ServiceUnavailableError));
		const resilient = withRetry(build(), { maxAttempts: 5, isRetryable });
		await expect(resilient.run("claude-sonnet-4-6", { prompt: "Hello" })).rejects.toBeInstanceOf(
			ServiceUnavailableError,
		);
		expect(isRetryable).toHaveBeenCalledOnce();
	});

	it("ends with the signal of the call", async () => {
		world(() => ({ error: { status: 429, headers: { "retry-after": "50" } } }));
		const controller = new AbortController();
		const running = withRetry(build()).run("claude-sonnet-4-6", { prompt: "Hello" }, { signal: controller.signal });
		setTimeout(() => controller.abort("stop"), 5);
		await expect(running).rejects.toBe("stop");
		expect(urls).toHaveLength(1);
	});
});

describe("the guide's example of caching", () => {
	it("makes no request for the same inputs", async () => {
		const cachedGateway = withCache(build(), { storage: env.AI_CACHE_KV, ttl: 3600 });
		const result1 = await cachedGateway.run("gpt-4o", { messages }, { provider: "openai" });
		const result2 = await cachedGateway.run("gpt-4o", { messages }, { provider: "openai" });
		expect(result2.text).toBe(result1.text);
		expect(urls).toHaveLength(1);
	});
});

describe("the example of logging", () => {
	it("is told of requests, answers and errors", async () => {
		world(({ requestNumber }) => (requestNumber === 2 ? { error: { status: 401 } } : undefined));
		const lines: unknown[][] = [];
		const loggedGateway = withLogging(build(), {
			onRequest: (model, input, options) => lines.push([`AI request: ${model}`, input, options]),
			onResponse: (model, output, durationMs) =>
				lines.push([`${model} in ${durationMs >= 0}ms from ${output.provider}`]),
			onError: (model, error) => lines.push([`AI error for ${model}:`, String(error)]),
		});
		await loggedGateway.run("claude-sonnet-4-6", { messages });
		await loggedGateway.run("claude-sonnet-4-6", { messages }).catch(() => {});
		expect(lines).toEqual([
			["AI request: claude-sonnet-4-6", { messages }, {}],
			["claude-sonnet-4-6 in truems from anthropic"],
			["AI request: claude-sonnet-4-6", { messages }, {}],
			["AI error for claude-sonnet-4-6:", expect.stringContaining("UnauthorizedError")],
		]);
	});
});

describe("the README's stack", () => {
	it("retries, logs and caches, with a router for the models", async () => {
		world(once(503));
		const router = createRouter({
			routes: [
				{ pattern: "gpt-*", provider: "openai" },
				{ pattern: "claude-*", provider: "anthropic" },
				{ pattern: "@cf/*", provider: "workers" },
			],
			fallback: "workers",
		});
		const gateway = createGateway({
			providers: {
				anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
				openai: { type: "openai", apiKey: env.OPENAI_KEY },
				workers: { type: "workers-ai", binding: simulator.ai },
			},
			defaultProvider: "workers",
			router,
		});
		const lines: string[] = [];
		const enhanced = withRetry(
			withLogging(withCache(gateway, { storage: env.AI_CACHE_KV, ttl: 3600 }), {
				onRequest: (m) => lines.push(`→ ${m}`),
				onError: (m) => lines.push(`✗ ${m}`),
			}),
			{ maxAttempts: 3 },
		);
		const [first, second] = [await enhanced.run("gpt-4o", { messages }), await enhanced.run("gpt-4o", { messages })];
		expect(first).toMatchObject({ provider: "openai", receipt: { cache: "miss" } });
		expect(second).toMatchObject({ text: first.text, receipt: { cache: "hit" } });
		expect(lines).toEqual(["→ gpt-4o", "✗ gpt-4o", "→ gpt-4o", "→ gpt-4o"]);
		expect(urls).toHaveLength(2);
		expect((await enhanced.run("@cf/meta/llama-3.1-8b-instruct", { messages })).provider).toBe("workers");
	});

	it("passes streams and runFallback through, as far as the gateway has them", async () => {
		const enhanced = withRetry(withLogging(withCache(build(), { storage: env.AI_CACHE_KV }), {}));
		const stream = await enhanced.stream!("claude-sonnet-4-6", { messages });
		const types: string[] = [];
		for await (const event of stream) types.push(event.type);
		expect(types.filter((type) => type === "done")).toHaveLength(1);
		await expect(
			enhanced.runFallback!([{ provider: "anthropic", model: "claude-sonnet-4-6" }], { messages }),
		).rejects.toThrow(/cfGateway/);
	});
});

describe("the full example, an AI-powered API", () => {
	const gatewayOf = () =>
		withRetry(
			withLogging(
				createGateway({
					providers: {
						anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
						openai: { type: "openai", apiKey: env.OPENAI_KEY },
						workers: { type: "workers-ai", binding: simulator.ai },
					},
					cfGateway: { accountId: env.CF_ACCOUNT_ID, gatewayId: "prod-gw" },
					defaultProvider: "anthropic",
				}),
				{ onError: (model, err) => console.error(`AI error: ${model}`, err) },
			),
			{ maxAttempts: 3 },
		);

	it("streams typed events through AI Gateway", async () => {
		const events = await gatewayOf().stream!("claude-sonnet-4-6", { messages });
		const encoder = new TextEncoder();
		const response = new Response(
			events.pipeThrough(
				new TransformStream({
					transform(evt, ctrl) {
						ctrl.enqueue(encoder.encode(`data: ${JSON.stringify(evt)}\n\n`));
						if (evt.type === "done") ctrl.enqueue(encoder.encode("data: [DONE]\n\n"));
					},
				}),
			),
			{ headers: { "Content-Type": "text/event-stream" } },
		);
		const text = await response.text();
		expect(text).toContain('data: {"type":"text","delta":');
		expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
		expect(urls).toEqual(["https://gateway.ai.cloudflare.com/v1/account/prod-gw/anthropic/v1/messages"]);
	});

	it("has AI Gateway try Anthropic, then OpenAI, when it does not stream", async () => {
		world(({ model }) => (model === "claude-sonnet-4-6" ? { error: { status: 529 } } : undefined));
		const result = await gatewayOf().runFallback!(
			[
				{ provider: "anthropic", model: "claude-sonnet-4-6" },
				{ provider: "openai", model: "gpt-4o" },
			],
			{ messages },
		);
		expect(result).toMatchObject({ text: expect.stringContaining("Hello"), provider: "openai", model: "gpt-4o" });
		expect(result.receipt.gateway).toMatchObject({ step: 1 });
		expect(urls).toEqual(["https://gateway.ai.cloudflare.com/v1/account/prod-gw"]);
	});
});

it("a fallback reference goes where a model does, through the facade", async () => {
	world(({ model }) => (model === "claude-sonnet-4-6" ? { error: { status: 529 } } : undefined));
	const ref = fallback("claude-sonnet-4-6", { provider: "openai", model: "gpt-4o" }, { on: [429, 529] });
	expect(isFallbackModelRef(ref)).toBe(true);
	expect(modelLabel(ref)).toBe("fallback:claude-sonnet-4-6→gpt-4o");
	expect(await build().run(ref, { messages })).toMatchObject({ provider: "openai", model: "gpt-4o", via: "secondary" });
});
