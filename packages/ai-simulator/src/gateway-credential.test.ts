import { describe, expect, it } from "vitest";
import { hello, llama, openStage, refusal } from "../test/gateway-stage.ts";

const URL_OF_CHAT = "https://gateway.ai.cloudflare.com/v1/account/g/openai/chat/completions";
const token = { "cf-aig-authorization": "Bearer token" };

const key = (alias: string, default_config: boolean) => ({
	provider_slug: "openai",
	alias,
	default_config,
	secret: `sk-${alias}`,
});

async function open(settings: object = {}, options: object = {}, keys: object[] = []) {
	const stage = openStage({ authentication: true, ...settings }, options);
	for (const given of keys) await stage.manage("POST", "gateways/g/provider_configs", given);
	const ask = (headers: Record<string, string> = {}) =>
		stage.simulator.fetch(URL_OF_CHAT, {
			method: "POST",
			headers: { ...token, ...headers },
			body: JSON.stringify(hello),
		});
	const sent = () => stage.upstream().map(({ headers }) => headers.authorization);
	return { ...stage, ask, sent };
}

describe("keys that the gateway keeps", () => {
	it("are used when a request brings none", async () => {
		const { ask, sent, logs } = await open({}, {}, [key("default", true)]);
		expect((await ask()).status).toBe(200);
		expect(sent()).toEqual(["Bearer sk-default"]);
		expect((await logs())[0]).toMatchObject({ byok: true, wholesale: false });
	});

	it("are not used when a request brings one, be it only a placeholder", async () => {
		const { ask, sent } = await open({}, {}, [key("default", true)]);
		await ask({ authorization: "Bearer placeholder" });
		expect(sent()).toEqual(["Bearer placeholder"]);
	});

	it("are chosen by alias; an unknown one is refused", async () => {
		const { ask, sent } = await open({}, {}, [key("default", true), key("team", false)]);
		await ask({ "cf-aig-byok-alias": "team" });
		expect(sent()).toEqual(["Bearer sk-team"]);
		expect(await refusal(await ask({ "cf-aig-byok-alias": "nobody" }))).toEqual([400, 2040]);
	});

	it("go into the provider's own header", async () => {
		const { simulator, upstream } = await open({}, {}, [{ ...key("default", true), provider_slug: "anthropic" }]);
		await simulator.fetch("https://gateway.ai.cloudflare.com/v1/account/g/anthropic/v1/messages", {
			method: "POST",
			headers: { ...token, "anthropic-version": "2023-06-01" },
			body: JSON.stringify({ ...hello, model: "claude-sonnet-4-6", max_tokens: 9 }),
		});
		expect(upstream()[0]).toMatchObject({ status: 200, headers: { "x-api-key": "sk-default" } });
	});

	it("are used no more often than their own limit says", async () => {
		const limited = { ...key("default", true), rate_limit: 1, rate_limit_period: 60 };
		const { ask, wait } = await open({}, {}, [limited]);
		expect((await ask()).status).toBe(200);
		expect(await refusal(await ask())).toEqual([429, 2003]);
		wait(60);
		expect((await ask()).status).toBe(200);
	});

	it("are of no use to a gateway without authentication", async () => {
		const { ask } = await open({ authentication: false }, {}, [key("default", true)]);
		expect((await ask()).status).toBe(401);
	});

	it("are all that counts where only they are allowed", async () => {
		const { ask } = await open({ byok_only: true });
		expect((await ask()).status).toBe(400);
	});
});

describe("credits", () => {
	it("pay for a request without a key, and are used up", async () => {
		const { ask, logs, manage } = await open({}, { gateway: { creditsUsd: 1 } });
		expect((await ask({ "cf-aig-custom-cost": '{"total_cost":1}' })).status).toBe(200);
		expect((await logs())[0]).toMatchObject({ wholesale: true, byok: false });
		const refused = await ask();
		expect(refused.headers.get("cf-aig-log-id")).toBe(null);
		expect(await refusal(refused)).toEqual([402, 2021]);
		expect(await (await manage("GET", "billing/credit-balance")).json()).toMatchObject({ result: { balance: 0 } });
	});

	it("are never touched by a request that says so: the provider misses its key", async () => {
		const { ask } = await open();
		const response = await ask({ "cf-aig-no-wholesale": "true" });
		expect([response.status, await response.json()]).toMatchObject([401, { error: { message: /API key/ } }]);
	});

	it("do not need a key of the simulator's", async () => {
		const { ask } = await open({}, { keys: ["token"] });
		expect((await ask()).status).toBe(200);
	});

	it("do not pay for Workers AI", async () => {
		const { simulator } = await open();
		const response = await simulator.fetch(`https://gateway.ai.cloudflare.com/v1/account/g/workers-ai/${llama}`, {
			method: "POST",
			headers: token,
			body: JSON.stringify({ prompt: "Hello" }),
		});
		expect(response.status).toBe(401);
	});
});
