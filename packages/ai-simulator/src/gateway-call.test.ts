import { describe, expect, it } from "vitest";
import { hello, openStage, refusal } from "../test/gateway-stage.ts";
import { createSimulator } from "./index.ts";

describe("entering a gateway", () => {
	it("refuses one that does not exist, in the documented form", async () => {
		const init = { method: "POST", body: JSON.stringify(hello), headers: { authorization: "Bearer sk" } };
		const url = "https://gateway.ai.cloudflare.com/v1/account/unknown/openai/chat/completions";
		const response = await createSimulator().fetch(url, init);
		expect([response.status, await response.json()]).toEqual([
			400,
			{
				success: false,
				result: [],
				messages: [],
				error: [{ code: 2001, message: "Please configure AI Gateway in the Cloudflare dashboard" }],
			},
		]);
	});

	it("makes the default gateway on its first use: authenticated, with logs, without a cache", async () => {
		const simulator = createSimulator();
		const url = "https://gateway.ai.cloudflare.com/v1/account/default/openai/chat/completions";
		const post = (headers: Record<string, string>) =>
			simulator.fetch(url, { method: "POST", body: JSON.stringify(hello), headers });
		expect(await refusal(await post({ authorization: "Bearer sk" }))).toEqual([401, 2009]);
		const response = await post({ authorization: "Bearer sk", "cf-aig-authorization": "Bearer token" });
		expect([response.status, response.headers.get("cf-aig-cache-status")]).toEqual([200, null]);
		expect(response.headers.get("cf-aig-log-id")).toMatch(/./);
	});

	it.each<[authentication: boolean, header: string | undefined, status: number]>([
		[true, "Bearer good", 200],
		[true, "Bearer bad", 401],
		[true, "good", 401],
		[true, undefined, 401],
		[false, "Bearer bad", 200],
		[false, undefined, 200],
	])("authentication %s with the header %s gives %i", async (authentication, header, status) => {
		const { chat } = openStage({ authentication }, { keys: ["good", "provider-key"] });
		expect((await chat(header === undefined ? {} : { "cf-aig-authorization": header })).status).toBe(status);
	});

	it("counts a fixed window from its own start, and says nothing of when to come back", async () => {
		const stage = openStage({ rate_limiting_limit: 2, rate_limiting_interval: 60 });
		stage.wait(59);
		expect([(await stage.chat()).status, (await stage.chat()).status]).toEqual([200, 200]);
		const refused = await stage.chat();
		expect(refused.headers.get("retry-after")).toBe(null);
		expect(await refusal(refused)).toEqual([429, 2003]);
		stage.wait(1);
		expect((await stage.chat()).status).toBe(200);
	});

	it("looks back from now in a sliding window, and does not count what it refuses", async () => {
		const stage = openStage({
			rate_limiting_limit: 1,
			rate_limiting_interval: 60,
			rate_limiting_technique: "sliding",
		});
		stage.wait(59);
		await stage.chat();
		stage.wait(1);
		expect((await stage.chat()).status).toBe(429);
		stage.wait(58);
		expect((await stage.chat()).status).toBe(429);
		stage.wait(1);
		expect((await stage.chat()).status).toBe(200);
	});

	it("forgets gateways, logs and counts with a reset", async () => {
		const stage = openStage({ rate_limiting_limit: 1, rate_limiting_interval: 60 });
		await stage.manage("POST", "gateways", {
			id: "made",
			cache_invalidate_on_update: false,
			cache_ttl: null,
			collect_logs: true,
			rate_limiting_interval: null,
			rate_limiting_limit: null,
		});
		await stage.chat();
		stage.simulator.reset();
		expect((await stage.manage("GET", "gateways/made")).status).toBe(404);
		expect(await stage.logs()).toEqual([]);
		expect((await stage.chat()).status).toBe(200);
	});
});
