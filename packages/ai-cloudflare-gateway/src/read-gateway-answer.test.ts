import { anthropic } from "@workkit/ai-anthropic";
import { openai } from "@workkit/ai-openai";
import { createSimulator } from "@workkit/ai-simulator";
import { collect } from "@workkit/ai-stream";
import { describe, expect, it } from "vitest";
import { aiGateway, readGatewayAnswer } from "./index.ts";

const { ai } = createSimulator({ gateway: { gateways: ["gw"] } });
const client = aiGateway(ai, "gw");
const providers = { gpt: openai({ apiKey: "k" }), claude: anthropic({ apiKey: "k" }) };
const messages = [{ role: "user", content: "Hello there" }];

const gpt = (model = "gpt-4.1", more: object = {}) => ({
	provider: "openai",
	endpoint: "chat/completions",
	headers: { authorization: "Bearer k" },
	query: { model, messages, ...more },
});
const claude = (more: object = {}) => ({
	provider: "anthropic",
	endpoint: "v1/messages",
	headers: { "x-api-key": "k", "anthropic-version": "2023-06-01" },
	query: { model: "claude-sonnet-4-5", max_tokens: 100, messages, ...more },
});

describe("readGatewayAnswer", () => {
	it("reads one request's answer", async () => {
		const answer = readGatewayAnswer(await client.run(gpt()), providers, "gpt-4.1");
		const output = await answer.output();
		expect(output).toMatchObject({ provider: "gpt", model: "gpt-4.1", finishReason: "stop" });
		expect([output.text?.includes("Hello there"), output.usage?.inputTokens]).toEqual([true, expect.any(Number)]);
		expect(output.receipt?.gateway).toMatchObject({ step: 0, logId: expect.any(String) });
	});

	it("reads the answer of whichever of several requests it is", async () => {
		const response = await client.run([gpt("no-such-model"), claude()]);
		const answer = readGatewayAnswer(response, providers);
		expect(answer.provider).toBe("claude");
		expect(await answer.output()).toMatchObject({ provider: "claude", receipt: { gateway: { step: 1 } } });
	});

	it("reads events, of several requests too", async () => {
		const response = await client.run([gpt("no-such-model", { stream: true }), claude({ stream: true })]);
		const { text, done } = await collect(await readGatewayAnswer(response, providers).events());
		expect(text).toContain("Hello there");
		expect(done).toMatchObject({
			finishReason: "stop",
			receipt: { attempts: [{ provider: "claude" }], gateway: { step: 1 } },
		});
		const one = await client.run(gpt("gpt-4.1", { stream: true }));
		expect((await collect(await readGatewayAnswer(one, { gpt: providers.gpt }).events())).text).toContain("Hello");
	});

	it("rejects with the vendor's refusal, and the gateway's", async () => {
		const refused = readGatewayAnswer(await client.run(gpt("no-such-model")), providers);
		await expect(refused.output()).rejects.toMatchObject({ code: "WORKKIT_NOT_FOUND", context: { provider: "gpt" } });
		const nowhere = readGatewayAnswer(await aiGateway(ai, "nowhere").run(gpt()), providers);
		await expect(nowhere.output()).rejects.toMatchObject({ context: { vendorCode: 2001 } });
	});

	it("needs the provider whose answer it is", async () => {
		const response = await client.run([gpt("no-such-model"), claude()]);
		const other = { run: async () => ({ raw: null, provider: "p", model: "m" }) };
		for (const wrong of [{}, { gpt: providers.gpt }, { gpt: providers.gpt, other }]) {
			expect(() => readGatewayAnswer(response, wrong)).toThrowError(
				expect.objectContaining({ code: "WORKKIT_VALIDATION" }),
			);
		}
	});
});
