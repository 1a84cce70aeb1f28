import { describe, expect, it } from "vitest";
import { hello, openStage, refusal } from "../test/gateway-stage.ts";
import type { GatewaySpendRule } from "./gateway-settings.ts";

const dollar = { "cf-aig-custom-cost": '{"total_cost":1}' };
const as = (user: string) => ({ ...dollar, "cf-aig-metadata": JSON.stringify({ user }) });
const open = (rule: Partial<GatewaySpendRule>) =>
	openStage({
		spend_limits: { enabled: true, rules: [{ limit: 2, limitType: "cost", window: 3600, ...rule }] },
	});

describe("a spend limit", () => {
	it("lets requests pass until the budget is used up, and logs those it refuses", async () => {
		const stage = open({});
		expect([(await stage.chat(dollar)).status, (await stage.chat(dollar)).status]).toEqual([200, 200]);
		const refused = await stage.chat(dollar);
		expect(refused.headers.get("retry-after")).toBe(null);
		expect(await refusal(refused)).toEqual([429, 2041]);
		expect((await stage.logs())[0]).toMatchObject({ status_code: 429, success: false, cost: 0 });
		stage.wait(3600);
		expect((await stage.chat(dollar)).status).toBe(200);
	});

	it("looks back from now in a sliding window", async () => {
		for (const technique of ["fixed", "sliding"] as const) {
			const stage = open({ technique, limit: 1 });
			stage.wait(3599);
			await stage.chat(dollar);
			stage.wait(1);
			expect((await stage.chat(dollar)).status).toBe(technique === "fixed" ? 200 : 429);
		}
	});

	it("counts each user alone when it is split by metadata", async () => {
		const stage = open({ limit: 1, metadata: { user: { mode: "partition" } } });
		await stage.chat(as("a"));
		expect((await stage.chat(as("a"))).status).toBe(429);
		expect((await stage.chat(as("b"))).status).toBe(200);
		expect((await stage.chat(dollar)).status).toBe(200);
	});

	it("counts only the models, providers and values it is for", async () => {
		const stage = open({ limit: 1, model: { mode: "filter", values: ["gpt-4.1"] } });
		await stage.chat(dollar, { ...hello, model: "gpt-4o" });
		expect((await stage.chat(dollar)).status).toBe(200);
		expect((await stage.chat(dollar)).status).toBe(429);
		expect((await stage.chat(dollar, { ...hello, model: "gpt-4o" })).status).toBe(200);
		const other = open({ limit: 1, provider: { mode: "filter", values: ["anthropic"] } });
		await other.chat(dollar);
		expect((await other.chat(dollar)).status).toBe(200);
	});

	it("counts neither failures nor answers from the cache", async () => {
		const stage = open({ limit: 1.5 });
		for (let count = 0; count < 3; count++) await stage.chat({ ...dollar, "cf-aig-cache-ttl": "60" });
		await stage.chat(dollar, { ...hello, model: "no-such-model" });
		expect((await stage.chat(dollar)).status).toBe(200);
		expect((await stage.chat(dollar)).status).toBe(429);
	});
});
