import { createGateway, type Provider } from "@workkit/ai-core";
import { openai } from "@workkit/ai-openai";
import { createSimulator, type Simulator } from "@workkit/ai-simulator";
import { workersAi, workersAiTasks } from "@workkit/ai-workers-ai";
import { describe, expect, it } from "vitest";
import { aiGateway, cloudflareBinding, cloudflareGateway, cloudflareRest, universalEndpoint } from "./index.ts";

const nowhere = { accountId: "sim", gatewayId: "nowhere" };
const cf = "@cf/meta/llama-3.1-8b-instruct";
const prompt = { prompt: "Hello" };
const gatewayOf = (p: Provider) => createGateway({ providers: { p }, defaultProvider: "p" });

describe("a gateway that does not exist", () => {
	const ways: Record<string, (simulator: Simulator) => Promise<unknown>> = {
		"provider URL": ({ fetch }) =>
			gatewayOf(openai({ apiKey: "k", fetch, via: cloudflareGateway(nowhere) })).run("gpt-4.1", prompt),
		"REST API": ({ fetch }) =>
			gatewayOf(openai({ fetch, via: cloudflareRest({ ...nowhere, apiToken: "t" }) })).run(cf, prompt),
		"binding's gateway": ({ ai }) =>
			gatewayOf(openai({ apiKey: "k", ...cloudflareBinding({ binding: ai, gatewayId: "nowhere" }) })).run("m", prompt),
		"Universal Endpoint": ({ fetch }) => {
			const providers = { p: openai({ apiKey: "k", fetch }) };
			const gateway = createGateway({ providers, defaultProvider: "p", chain: universalEndpoint(nowhere) });
			return gateway.runFallback([{ provider: "p", model: "gpt-4.1" }], prompt);
		},
		"`env.AI.run`": ({ ai }) => gatewayOf(workersAi({ binding: ai, gateway: { id: "nowhere" } })).run(cf, prompt),
		"`env.AI.run`, a stream": ({ ai }) =>
			gatewayOf(workersAi({ binding: ai, gateway: { id: "nowhere" } })).stream(cf, prompt),
		"`env.AI.run`, a task": ({ ai }) => {
			const p = workersAiTasks({ binding: ai, gateway: { id: "nowhere" } });
			const gateway = createGateway({ providers: { p }, defaultProvider: "p" });
			return gateway.summarize("@cf/facebook/bart-large-cnn", { text: "Hello." });
		},
	};

	it.each(Object.entries(ways))("is a ValidationError with the platform's code: %s", async (_, ask) => {
		await expect(ask(createSimulator())).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
			retryable: false,
			context: { status: 400, vendorCode: 2001, vendorMessage: expect.stringContaining("configure AI Gateway") },
		});
	});

	it("is the platform's own response to the binding's `run`", async () => {
		const request = { provider: "workers-ai", endpoint: cf, query: prompt };
		const response = await aiGateway(createSimulator().ai, "nowhere").run(request);
		expect([response.status, await response.json()]).toMatchObject([400, { error: [{ code: 2001 }] }]);
	});
});

describe("a log that has expired", () => {
	it("is a NotFoundError of the gateway, for reading and for feedback", async () => {
		const simulator = createSimulator({ gateway: { gateways: ["gw"] } });
		const client = aiGateway(simulator.ai, "gw", { logDelaysMs: [1] });
		const answer = await gatewayOf(workersAi({ binding: simulator.ai, gateway: { id: "gw" } })).run(cf, prompt);
		expect((await client.getLog(answer)).id).toBe(answer.receipt.gateway?.logId);
		const logs = "https://api.cloudflare.com/client/v4/accounts/sim/ai-gateway/gateways/gw/logs";
		await simulator.fetch(logs, { method: "DELETE", headers: { authorization: "Bearer t" } });
		const gone = {
			code: "WORKKIT_NOT_FOUND",
			retryable: false,
			context: { gatewayId: "gw", logId: answer.receipt.gateway?.logId },
		};
		await expect(client.getLog(answer)).rejects.toMatchObject(gone);
		await expect(client.patchLog(answer, { score: 1 })).rejects.toMatchObject(gone);
	});
});
