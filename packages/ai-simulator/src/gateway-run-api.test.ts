import { describe, expect, it } from "vitest";
import { hello, openStage } from "../test/gateway-stage.ts";

const body = { model: "openai/gpt-4.1", input: { messages: hello.messages } };
const token = { "cf-aig-authorization": "Bearer token" };

describe("the Run API", () => {
	it("gives a state and a result, with the gateway's money and never the caller's key", async () => {
		const { post, upstream } = openStage({ authentication: true });
		const response = await post("run", body, token);
		expect([response.status, await response.json()]).toMatchObject([
			200,
			{ state: "Completed", result: { object: "chat.completion" }, provider: "openai", model: "openai/gpt-4.1" },
		]);
		expect(JSON.stringify(upstream()[0]?.headers)).not.toContain("provider-key");
	});

	it("does not stream", async () => {
		const { post } = openStage({ authentication: true });
		const response = await post("run", { ...body, input: { ...body.input, stream: true } }, token);
		expect(await response.json()).toMatchObject({ state: "Completed" });
	});

	it.each<[string, object, object, number]>([
		["a gateway's refusal", body, {}, 2009],
		["a model that is none", { ...body, model: "gpt" }, token, 7003],
		["no input", { model: "openai/gpt-4.1" }, token, 7003],
	])("fails for %s", async (_, sent, headers, code) => {
		const { post } = openStage({ authentication: true });
		const response = await post("run", sent, headers as Record<string, string>);
		expect(await response.json()).toMatchObject({ state: "Failed", error: { code } });
	});

	it("fails with the provider", async () => {
		const { post } = openStage({ authentication: true }, { reply: () => ({ error: { status: 503 } }) });
		const response = await post("run", body, token);
		expect([response.status, await response.json()]).toMatchObject([503, { state: "Failed", model: "openai/gpt-4.1" }]);
	});

	it("has a status of its own for what guardrails block", async () => {
		const guardrails = { prompt: {}, response: { S1: "BLOCK" as const } };
		const { post } = openStage({ authentication: true, guardrails }, { reply: () => "hazard:S1" });
		const response = await post("run", body, token);
		expect([response.status, await response.json()]).toMatchObject([422, { error: { code: 2017 } }]);
	});
});
