import { createGateway, use, withLogging, withRetry } from "@workkit/ai-gateway";
import { createSimulator, type SimulatorOptions } from "@workkit/ai-simulator";
import { describe, expect, it } from "vitest";

const env = { CF_ACCOUNT_ID: "account", CF_AIG_TOKEN: "gateway-token" };
const prompt = { messages: [{ role: "user", content: "hi" }] } as const;
const chain = [
	{ provider: "claude", model: "claude-sonnet-4-6" },
	{ provider: "gpt", model: "gpt-4o" },
] as const;
const wires = ["anthropic", "openai"];

/** A gateway of two providers behind a simulated AI Gateway. */
function world(options: SimulatorOptions = {}) {
	const simulator = createSimulator({
		...options,
		gateway: { gateways: [{ id: "my-gateway", authentication: true, cache_ttl: 300 }] },
	});
	const { fetch } = simulator;
	const gateway = createGateway({
		providers: {
			claude: { type: "anthropic", apiKey: "anthropic-key", fetch },
			gpt: { type: "openai", apiKey: "openai-key", fetch },
		},
		cfGateway: { accountId: env.CF_ACCOUNT_ID, gatewayId: "my-gateway", authToken: env.CF_AIG_TOKEN },
		defaultProvider: "claude",
	});
	return { simulator, gateway };
}

/** A script by which the first vendors of the chain fail. */
const failing =
	(count: number, status = 503): NonNullable<SimulatorOptions["reply"]> =>
	({ wire }) =>
		wires.slice(0, count).includes(wire) ? { error: { status } } : undefined;

describe("a chain that AI Gateway walks", () => {
	it.each([0, 1])("is answered by entry %i when those before it fail", async (step) => {
		const { gateway, simulator } = world({ reply: failing(step) });
		const output = await gateway.runFallback(chain, prompt);
		const { provider, model } = chain[step] as (typeof chain)[number];
		expect(output).toMatchObject({
			provider,
			model,
			text: expect.stringContaining("hi"),
			finishReason: "stop",
			usage: { inputTokens: expect.any(Number), outputTokens: expect.any(Number) },
			receipt: {
				attempts: [{ provider, model, status: 200 }],
				gateway: { step, logId: expect.any(String) },
			},
		});
		expect(simulator.requests()).toHaveLength(1);
		expect(simulator.requests()[0]?.upstream?.map(({ status }) => status)).toEqual([...Array(step).fill(503), 200]);
	});

	it("tells entries of one provider apart", async () => {
		const { gateway } = world();
		const models = ["no-such-model", "gpt-4.1", "gpt-4o"].map((model) => ({ provider: "gpt" as const, model }));
		expect(await gateway.runFallback(models, prompt)).toMatchObject({ provider: "gpt", model: "gpt-4.1" });
	});

	it("fails with the error of its last entry", async () => {
		const { gateway } = world({ reply: failing(2, 429) });
		await expect(gateway.runFallback(chain, prompt)).rejects.toMatchObject({
			code: "WORKKIT_RATE_LIMIT",
			context: { provider: "gpt", model: "gpt-4o", receipt: { gateway: { step: 1 } } },
		});
	});

	it("fails with the gateway's own error without its token", async () => {
		const { simulator } = world();
		const gateway = createGateway({
			providers: { gpt: { type: "openai", apiKey: "openai-key", fetch: simulator.fetch } },
			cfGateway: { accountId: env.CF_ACCOUNT_ID, gatewayId: "my-gateway" },
			defaultProvider: "gpt",
		});
		await expect(gateway.runFallback([{ provider: "gpt", model: "gpt-4o" }], prompt)).rejects.toMatchObject({
			code: "WORKKIT_UNAUTHORIZED",
			retryable: false,
			context: { vendorCode: 2009 },
		});
	});

	it("goes on to the next entry when one takes longer than its `config` allows", async () => {
		const { gateway } = world({
			reply: ({ wire }) => (wire === "anthropic" ? { delayMs: Number.POSITIVE_INFINITY } : undefined),
		});
		const [first, second] = chain;
		const output = await gateway.runFallback([{ ...first, config: { requestTimeout: 5 } }, second], prompt);
		expect(output).toMatchObject({ provider: "gpt", receipt: { gateway: { step: 1 } } });
	});

	it("ends with Workers AI, over HTTP, in the gateway's account", async () => {
		const { fetch } = createSimulator({ gateway: { gateways: ["my-gateway"] }, reply: failing(1) });
		const gateway = createGateway({
			providers: {
				claude: { type: "anthropic", apiKey: "anthropic-key", fetch },
				workers: {
					type: "openai",
					apiKey: "cloudflare-token",
					baseUrl: `https://api.cloudflare.com/client/v4/accounts/${env.CF_ACCOUNT_ID}/ai/v1`,
					fetch,
				},
			},
			cfGateway: { accountId: env.CF_ACCOUNT_ID, gatewayId: "my-gateway" },
			defaultProvider: "claude",
		});
		const model = "@cf/meta/llama-3.1-8b-instruct";
		const entries = [chain[0], { provider: "workers", model }] as const;
		expect(await gateway.runFallback(entries, prompt)).toMatchObject({
			provider: "workers",
			model,
			text: expect.stringContaining("hi"),
			usage: { outputTokens: expect.any(Number) },
			receipt: { attempts: [{ provider: "workers", model, status: 200 }], gateway: { step: 1 } },
		});
	});

	it("has its tool calls, from whoever answers", async () => {
		const toolOptions = {
			tools: [{ name: "get_weather", description: "Weather", parameters: { type: "object", properties: {} } }],
		};
		for (const step of [0, 1]) {
			const { gateway } = world({
				reply: (ask) => failing(step)(ask) ?? { toolCalls: [{ name: "get_weather", arguments: { location: "SF" } }] },
			});
			const output = await gateway.runFallback(chain, prompt, { toolOptions });
			expect(output).toMatchObject({
				provider: chain[step]?.provider,
				finishReason: "tool_calls",
				toolCalls: [{ name: "get_weather", arguments: { location: "SF" } }],
			});
		}
	});

	it("passes retries and logs as one call", async () => {
		let tries = 0;
		const { gateway } = world({ reply: (ask) => (tries++ < 2 ? failing(2)(ask) : undefined) });
		const log: unknown[] = [];
		const wrapped = withRetry(
			withLogging(gateway, {
				onResponse: (model, output) => log.push([model, output.provider]),
				onError: (model) => log.push([model, "failed"]),
			}),
			{ maxAttempts: 2, maxDelayMs: 1 },
		);
		const output = await wrapped.runFallback(chain, prompt);
		const label = "fallback:claude-sonnet-4-6→gpt-4o";
		expect(log).toEqual([
			[label, "failed"],
			[label, "claude"],
		]);
		expect(output.receipt.attempts).toMatchObject([
			{ provider: "gpt", status: 503 },
			{ provider: "claude", status: 200 },
		]);
	});

	it("is there after any wrapping", () => {
		const { gateway } = world();
		expect(typeof use(use(gateway)).runFallback).toBe("function");
	});
});

describe("the published examples of runFallback", () => {
	const entries = [
		{ provider: "anthropic", model: "claude-sonnet-4-6" },
		{ provider: "openai", model: "gpt-4o" },
	] as const;

	it("work as they stand, under vendors' names and under one's own", async () => {
		const { fetch } = createSimulator({ gateway: { gateways: ["my-gateway"] } });
		const cfGateway = { accountId: env.CF_ACCOUNT_ID, gatewayId: "my-gateway" };
		const gateway = createGateway({
			providers: {
				anthropic: { type: "anthropic", apiKey: "k", fetch },
				openai: { type: "openai", apiKey: "k", baseUrl: "https://api.openai.com/v1", fetch },
			},
			cfGateway,
			defaultProvider: "anthropic",
		});
		const result = await gateway.runFallback!([...entries], { messages: [{ role: "user", content: "hi" }] });
		expect(result).toMatchObject({ provider: "anthropic", model: "claude-sonnet-4-6", text: expect.any(String) });

		const named = createGateway({
			providers: {
				claude: { type: "anthropic", apiKey: "k", fetch },
				gpt: { type: "openai", apiKey: "k", fetch },
			},
			cfGateway,
			defaultProvider: "claude",
		});
		const winner = await named.runFallback(
			[
				{ provider: "gpt", model: "no-such-model" },
				{ provider: "claude", model: "claude-sonnet-4-6" },
			],
			{ messages: [{ role: "user", content: "hi" }] },
		);
		expect(winner.provider).toBe("claude");
	});

	it("need `cfGateway`", async () => {
		const gateway = createGateway({
			providers: { anthropic: { type: "anthropic", apiKey: "k" }, openai: { type: "openai", apiKey: "k" } },
			defaultProvider: "anthropic",
		});
		await expect(gateway.runFallback(entries, prompt)).rejects.toMatchObject({
			code: "WORKKIT_CONFIG",
			message: expect.stringContaining("cfGateway"),
		});
	});

	it("take no entry of Workers AI's binding, of a custom provider, or with a `baseUrl` of its own", async () => {
		const simulator = createSimulator();
		const { fetch } = simulator;
		const gateway = createGateway({
			providers: {
				anthropic: { type: "anthropic", apiKey: "k", fetch },
				workers: { type: "workers-ai", binding: simulator.ai },
				custom: { type: "custom", run: async (model) => ({ raw: null, provider: "custom", model }) },
				groq: { type: "openai", apiKey: "groq-key", baseUrl: "https://api.groq.com/openai/v1", fetch },
			},
			cfGateway: { accountId: env.CF_ACCOUNT_ID, gatewayId: "my-gateway" },
			defaultProvider: "anthropic",
		});
		for (const provider of ["workers", "custom", "groq", "missing" as "groq"] as const) {
			for (const list of [
				[{ provider, model: "m" }],
				[
					{ provider: "anthropic", model: "claude-sonnet-4-6" },
					{ provider, model: "m" },
				],
			] as const) {
				await expect(gateway.runFallback(list, prompt)).rejects.toMatchObject({
					code: "WORKKIT_VALIDATION",
					message: expect.stringContaining(`"${provider}"`),
				});
			}
		}
		await expect(gateway.runFallback([], prompt)).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
		expect(simulator.requests()).toEqual([]);
	});
});
