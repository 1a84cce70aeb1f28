import { describe, expect, it } from "vitest";
import { hello, llama, openStage, refusal } from "../test/gateway-stage.ts";
import type { SimulatorOptions } from "./index.ts";

const to = (outputs: Record<string, string>) =>
	Object.fromEntries(Object.entries(outputs).map(([name, elementId]) => [name, { elementId }]));
const start = (next: string) => ({ id: "start", type: "start", outputs: to({ next }) });
const end = { id: "end", type: "end", outputs: {} };
const model = (id: string, name: string, fallback?: string, properties: object = {}) => ({
	id,
	type: "model",
	properties: { provider: "openai", model: name, ...properties },
	outputs: to({ success: "end", ...(fallback === undefined ? {} : { fallback }) }),
});
const small = model("small", "gpt-4.1-mini");
const large = model("large", "gpt-4.1");

async function open(elements: readonly object[], options: SimulatorOptions = {}, settings: object = {}) {
	const stage = openStage(settings, options);
	const made = await stage.manage("POST", "gateways/g/routes", { name: "support", elements });
	const ask = (headers: Record<string, string> = {}) =>
		stage.post("compat/chat/completions", { ...hello, model: "dynamic/support" }, headers);
	const chosen = async (headers?: Record<string, string>) => (await ask(headers)).headers.get("cf-aig-model");
	return { ...stage, made, ask, chosen };
}

const as = (metadata: object, more: object = {}) => ({ "cf-aig-metadata": JSON.stringify(metadata), ...more });

describe("a dynamic route", () => {
	it("answers with its model and says which it was", async () => {
		const { ask, logs } = await open([start("small"), small, end]);
		const response = await ask();
		expect(response.headers.get("cf-aig-model")).toBe("gpt-4.1-mini");
		expect(response.headers.get("cf-aig-provider")).toBe("openai");
		expect(await response.json()).toMatchObject({ model: "gpt-4.1-mini" });
		expect((await logs())[0]).toMatchObject({ model: "gpt-4.1-mini" });
	});

	it("chooses by a condition", async () => {
		const condition = {
			id: "if",
			type: "conditional",
			properties: { condition: { "metadata.plan": { $eq: "free" } } },
			outputs: to({ true: "small", false: "large" }),
		};
		const { chosen } = await open([start("if"), condition, small, large, end]);
		expect(await chosen(as({ plan: "free" }))).toBe("gpt-4.1-mini");
		expect(await chosen(as({ plan: "paid" }))).toBe("gpt-4.1");
		expect(await chosen()).toBe("gpt-4.1");
	});

	it("splits by percentages, the same way for the same seed", async () => {
		const split = { id: "split", type: "percentage", outputs: to({ "30%": "small", else: "large" }) };
		const { chosen } = await open([start("split"), split, small, large, end]);
		const models = await Promise.all(Array.from({ length: 200 }, () => chosen()));
		const share = models.filter((name) => name === "gpt-4.1-mini").length / 200;
		expect(share).toBeGreaterThan(0.2);
		expect(share).toBeLessThan(0.4);
	});

	it("limits requests per key, then falls back", async () => {
		const limit = {
			id: "limit",
			type: "rate_limit",
			properties: { limitType: "count", key: "metadata.user", limit: 1, interval: 60, technique: "fixed" },
			outputs: to({ success: "large", fallback: "small" }),
		};
		const stage = await open([start("limit"), limit, small, large, end]);
		expect([await stage.chosen(as({ user: 1 })), await stage.chosen(as({ user: 1 }))]).toEqual([
			"gpt-4.1",
			"gpt-4.1-mini",
		]);
		expect(await stage.chosen(as({ user: 2 }))).toBe("gpt-4.1");
		stage.wait(60);
		expect(await stage.chosen(as({ user: 1 }))).toBe("gpt-4.1");
	});

	it.each([
		["count" as const, 2003],
		["cost" as const, 2045],
	])("ends at a limit of %s that leads nowhere else", async (limitType, code) => {
		const properties = { limitType, key: "metadata.user", limit: 1, window: 60 };
		const limit = { id: "limit", type: "rate", properties, outputs: to({ success: "large" }) };
		const { ask } = await open([start("limit"), limit, large, end]);
		const headers = as({ user: 1 }, { "cf-aig-custom-cost": '{"total_cost":1}' });
		expect((await ask(headers)).status).toBe(200);
		expect(await refusal(await ask(headers))).toEqual([429, code]);
	});

	it("falls back from a model that fails, also to another provider", async () => {
		const llamaNode = model("llama", llama, undefined, { provider: "workers-ai" });
		const { ask, logs } = await open(
			[start("first"), model("first", "no-such-model", "second"), model("second", "gpt-4.1", "llama"), llamaNode, end],
			{
				reply: ({ wire }) => (wire === "openai" ? { error: { status: 500 } } : undefined),
			},
		);
		const response = await ask();
		expect([response.headers.get("cf-aig-provider"), response.headers.get("cf-aig-step")]).toEqual(["workers-ai", "2"]);
		expect((await logs()).map(({ status_code }) => status_code)).toEqual([response.status, 500, 404]);
	});

	it("retries a model and waits for it no longer than it says", async () => {
		const retried = await open([start("first"), model("first", "gpt-4.1", undefined, { retries: 2 }), end], {
			reply: ({ requestNumber }) => (requestNumber < 4 ? { error: { status: 500 } } : undefined),
		});
		expect((await retried.ask()).status).toBe(200);
		expect(retried.upstream()).toHaveLength(3);
		const late = await open(
			[
				start("large"),
				{
					...large,
					properties: { ...large.properties, timeout: 5 },
					outputs: to({ success: "end", fallback: "small" }),
				},
				small,
				end,
			],
			{
				reply: ({ model: name }) => (name === "gpt-4.1" ? { delayMs: Number.POSITIVE_INFINITY } : undefined),
			},
		);
		expect(await late.chosen()).toBe("gpt-4.1-mini");
	});

	it("falls back from a model whose budget is used up", async () => {
		const rule = { limit: 1, limitType: "cost", window: 3600, model: { mode: "filter", values: ["gpt-4.1"] } };
		const { chosen } = await open(
			[start("first"), model("first", "gpt-4.1", "small"), small, end],
			{},
			{ spend_limits: { rules: [rule] } },
		);
		const dollar = { "cf-aig-custom-cost": '{"total_cost":1}' };
		expect([await chosen(dollar), await chosen(dollar)]).toEqual(["gpt-4.1", "gpt-4.1-mini"]);
	});

	it("gives the last failure when no model succeeds", async () => {
		const { ask } = await open([start("first"), model("first", "no-such-model"), end]);
		const response = await ask();
		expect([response.status, await response.json()]).toMatchObject([404, { error: { code: "model_not_found" } }]);
	});

	it("is not found by another name", async () => {
		const { post } = await open([start("small"), small, end]);
		const response = await post("compat/chat/completions", { ...hello, model: "dynamic/other" });
		expect(await refusal(response)).toEqual([404, 7002]);
	});

	it("answers the binding too", async () => {
		const { simulator } = await open([start("small"), small, end]);
		const response = (await simulator.ai.run(
			"dynamic/support",
			{ messages: hello.messages },
			{ gateway: { id: "g" }, returnRawResponse: true },
		)) as Response;
		expect(response.headers.get("cf-aig-model")).toBe("gpt-4.1-mini");
		expect(await response.json()).toMatchObject({ object: "chat.completion" });
	});
});
