import { describe, expect, it } from "vitest";
import { hello, openStage, refusal } from "../test/gateway-stage.ts";

const say = (content: string, more: object = {}) => ({ ...hello, ...more, messages: [{ role: "user", content }] });
const guards = { guardrails: { prompt: { S1: "BLOCK", S2: "FLAG" }, response: { S1: "BLOCK", S2: "FLAG" } } } as const;
const policy = (action: "BLOCK" | "FLAG", check: ("REQUEST" | "RESPONSE")[]) => ({
	dlp: { enabled: true, policies: [{ id: "p", action, check, enabled: true, profiles: ["cards"] }] },
});

describe("guardrails", () => {
	it("block a prompt before the provider gets it", async () => {
		const stage = openStage(guards);
		expect(await refusal(await stage.chat({}, say("hazard:S1")))).toEqual([424, 2016]);
		expect(stage.upstream()).toEqual([]);
		expect((await stage.logs())[0]).toMatchObject({
			success: false,
			status_code: 424,
			guardrails: { prompt: ["S1"], response: [] },
		});
	});

	it("ask no other provider after a refusal", async () => {
		const stage = openStage(guards);
		const element = { provider: "openai", endpoint: "chat/completions", headers: { authorization: "Bearer sk" } };
		const response = await stage.universal([
			{ ...element, query: say("hazard:S1") },
			{ ...element, query: hello },
		]);
		expect(await refusal(response)).toEqual([424, 2016]);
		expect(stage.upstream()).toEqual([]);
	});

	it("block a response", async () => {
		const stage = openStage(guards, { reply: () => "hazard:S1" });
		expect(await refusal(await stage.chat())).toEqual([424, 2017]);
	});

	it("let through what they only flag, and no category stands for a longer one", async () => {
		const stage = openStage(guards, { reply: () => "hazard:S2" });
		expect((await stage.chat({}, say("hazard:S2 hazard:S13"))).status).toBe(200);
		expect((await stage.logs())[0]).toMatchObject({ guardrails: { prompt: ["S2"], response: ["S2"] } });
	});

	it("find what the options say", async () => {
		const stage = openStage(guards, { gateway: { hazards: { S1: "Bomb", S2: /kn[i1]fe/ } } });
		expect((await stage.chat({}, say("hazard:S1"))).status).toBe(200);
		expect((await stage.chat({}, say("a bomb"))).status).toBe(424);
		expect((await stage.chat({}, say("a kn1fe"))).status).toBe(200);
		expect((await stage.logs())[0]).toMatchObject({ guardrails: { prompt: ["S2"] } });
	});

	it("give a whole answer to who has asked for a stream", async () => {
		const response = await openStage(guards).chat(
			{},
			{ ...hello, stream: true, stream_options: { include_usage: true } },
		);
		expect(response.headers.get("content-type")).toBe("application/json");
		expect(await response.json()).toMatchObject({ object: "chat.completion" });
	});

	it.each([
		["alone", guards],
		["together with DLP", { ...guards, ...policy("FLAG", ["RESPONSE"]) }],
	])("only watch streams of the REST API (%s)", async (_, settings) => {
		const { simulator, logs } = openStage(settings, { reply: () => "hazard:S1" });
		const ask = (stream: boolean) =>
			simulator.fetch("https://api.cloudflare.com/client/v4/accounts/a/ai/v1/chat/completions", {
				method: "POST",
				headers: { authorization: "Bearer t", "cf-aig-gateway-id": "g" },
				body: JSON.stringify({ ...hello, model: "openai/gpt-4.1", stream }),
			});
		const streamed = await ask(true);
		expect([streamed.status, streamed.headers.get("content-type")]).toMatchObject([200, /event-stream/]);
		await streamed.text();
		expect((await logs())[0]).toMatchObject({ guardrails: { prompt: [], response: ["S1"] } });
		expect((await ask(false)).status).toBe(424);
	});
});

describe("DLP", () => {
	it.each([
		["REQUEST" as const, 2029],
		["RESPONSE" as const, 2030],
	])("blocks a %s and says what it has found", async (check, code) => {
		const stage = openStage(policy("BLOCK", [check]));
		const response = await stage.chat({}, say("dlp:cards"));
		expect(JSON.parse(response.headers.get("cf-aig-dlp") ?? "")).toEqual({
			findings: [{ profile: { context: {}, entry_ids: ["cards"], profile_id: "cards" }, policy_ids: ["p"], check }],
			action: "BLOCK",
		});
		expect(await refusal(response)).toEqual([424, code]);
		expect((await stage.logs())[0]).toMatchObject({ dlp_action: "BLOCK", success: false });
		expect(stage.upstream()).toHaveLength(check === "REQUEST" ? 0 : 1);
	});

	it("flags, and lets through", async () => {
		const stage = openStage(policy("FLAG", ["REQUEST"]));
		const response = await stage.chat({}, say("dlp:cards"));
		expect([response.status, response.headers.get("cf-aig-dlp")]).toMatchObject([200, /"action":"FLAG"/]);
		expect((await stage.logs())[0]).toMatchObject({ dlp_action: "FLAG" });
		expect((await stage.chat()).headers.get("cf-aig-dlp")).toBe(null);
	});

	it("holds a stream back until it has seen all of it", async () => {
		const stage = openStage(policy("BLOCK", ["RESPONSE"]), {
			reply: ({ text }) => (text === "leak" ? "dlp:cards" : "fine"),
		});
		expect(await refusal(await stage.chat({}, say("leak", { stream: true })))).toEqual([424, 2030]);
		const response = await stage.chat({}, say("fine", { stream: true }));
		expect(await response.text()).toContain("[DONE]");
	});

	it("knows the older form, without policies", async () => {
		const stage = openStage({ dlp: { enabled: true, action: "BLOCK", profiles: ["cards"] } });
		expect(await refusal(await stage.chat({}, say("dlp:cards")))).toEqual([424, 2029]);
	});
});
