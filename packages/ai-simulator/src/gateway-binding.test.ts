import { describe, expect, it } from "vitest";
import { hello, llama, openStage } from "../test/gateway-stage.ts";

const { messages } = hello;
const raw = { returnRawResponse: true };

async function failure(promise: Promise<unknown>): Promise<Error> {
	try {
		await promise;
	} catch (error) {
		if (error instanceof Error) return error;
	}
	throw new Error("Nothing was thrown.");
}

describe("env.AI.run through a gateway", () => {
	it("gives the bare result and a log", async () => {
		const { simulator, logs } = openStage();
		const { ai } = simulator;
		expect(await ai.run(llama, { messages }, { gateway: { id: "g" } })).toMatchObject({ response: /./ });
		expect((await logs())[0]).toMatchObject({
			id: ai.aiGatewayLogId,
			provider: "workers-ai",
			model: llama,
			path: llama,
		});
	});

	it("streams", async () => {
		const { simulator } = openStage();
		const stream = await simulator.ai.run(llama, { messages, stream: true }, { gateway: { id: "g" } });
		expect(await new Response(stream as ReadableStream).text()).toContain("[DONE]");
	});

	it("takes its options from the body; timeouts and retries have no effect", async () => {
		const { simulator, logs } = openStage({}, { reply: () => ({ delayMs: 10, error: { code: 3040 } }) });
		const gateway = {
			id: "g",
			metadata: { user: "a" },
			eventId: "e",
			cacheTtl: 60,
			requestTimeoutMs: 1,
			retries: { maxAttempts: 5 as const },
		};
		const response = (await simulator.ai.run(llama, { messages }, { gateway, ...raw })) as Response;
		expect([response.status, response.headers.get("cf-aig-cache-status")]).toEqual([429, "MISS"]);
		expect(simulator.requests()[0]?.upstream).toHaveLength(1);
		expect((await logs())[0]).toMatchObject({ metadata: '{"user":"a"}', event_id: "e", status_code: 429 });
	});

	it("answers from the cache, and not with skipCache", async () => {
		const { simulator } = openStage({ cache_ttl: 60 });
		const status = async (skipCache: boolean) => {
			const options = { gateway: { id: "g", skipCache }, ...raw };
			const response = (await simulator.ai.run(llama, { messages }, options)) as Response;
			return response.headers.get("cf-aig-cache-status");
		};
		expect([await status(false), await status(false), await status(true)]).toEqual(["MISS", "HIT", "MISS"]);
	});

	it("throws the gateway's errors by their name and code", async () => {
		const { simulator } = openStage();
		const error = await failure(simulator.ai.run(llama, { messages }, { gateway: { id: "unknown" } }));
		expect([error.name, error.message]).toEqual([
			"AiGatewayError",
			"2001: Please configure AI Gateway in the Cloudflare dashboard",
		]);
	});

	it("keeps Workers AI's own errors", async () => {
		const { simulator } = openStage();
		const error = await failure(simulator.ai.run("@cf/no/no-such-model", { messages }, { gateway: { id: "g" } }));
		expect([error.name, error.message]).toMatchObject(["AiError", /^5007: /]);
	});
});

describe("other vendors' models", () => {
	it("go through the default gateway, unless another is named", async () => {
		const { simulator } = openStage();
		expect(await simulator.ai.run("openai/gpt-4.1", { messages })).toMatchObject({ object: "chat.completion" });
		expect([...(simulator.requests()[0]?.upstream ?? [])].map(({ url }) => url)).toEqual([
			"https://api.openai.com/v1/chat/completions",
		]);
		expect(simulator.ai.aiGatewayLogId).toMatch(/./);
	});

	it("speak the vendor's wire, by its own name of the model", async () => {
		const { simulator } = openStage();
		const inputs = { messages, max_tokens: 50 };
		expect(await simulator.ai.run("anthropic/claude-haiku-4.5", inputs)).toMatchObject({
			type: "message",
			model: "claude-haiku-4-5",
		});
		expect(simulator.requests()[0]?.upstream[0]?.url).toBe("https://api.anthropic.com/v1/messages");
	});

	it.each<[string, string, object, number]>([
		["a name with dashes for its version", "anthropic/claude-haiku-4-5", { messages, max_tokens: 50 }, 404],
		["a system prompt in blocks", "anthropic/claude-haiku-4.5", { messages, max_tokens: 50, system: [] }, 400],
	])("refuse %s with 7003", async (_, model, inputs, status) => {
		const { simulator } = openStage();
		const response = (await simulator.ai.run(model, inputs, raw)) as Response;
		expect([response.status, await response.json()]).toMatchObject([status, { internalCode: 7003 }]);
	});

	it("are refused without credits, and leave no log id then", async () => {
		const { simulator } = openStage({}, { gateway: { creditsUsd: 0 } });
		expect((await failure(simulator.ai.run("openai/gpt-4.1", { messages }))).message).toMatch(/^2021: /);
		expect(simulator.ai.aiGatewayLogId).toBe(null);
	});
});
