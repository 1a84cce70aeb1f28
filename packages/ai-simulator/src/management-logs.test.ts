import { describe, expect, it } from "vitest";
import { type GatewayStage, hello, llama, openStage, refusal } from "../test/gateway-stage.ts";

const { messages } = hello;

/** Three logs, a second between them: OpenAI's, Workers AI's, and a failure of OpenAI's. */
async function open(): Promise<GatewayStage> {
	const stage = openStage({}, { reply: () => ({ text: "Hi", usage: { inputTokens: 10, outputTokens: 5 } }) });
	await stage.chat({ "cf-aig-metadata": '{"team":"AI","n":1}', "cf-aig-event-id": "first" });
	stage.wait(1);
	await stage.post(`workers-ai/${llama}`, { messages }, { "cf-aig-custom-cost": '{"total_cost":3}' });
	stage.wait(1);
	await stage.chat({ "cf-aig-metadata": '{"n":2}' }, { ...hello, model: "no-such-model" });
	return stage;
}

async function models(stage: GatewayStage, query: string): Promise<unknown[]> {
	const response = await stage.manage("GET", `gateways/g/logs?${query}`);
	return ((await response.json()) as { result: { model: string }[] }).result.map(({ model }) => model);
}

const filter = (key: string, operator: string, ...value: unknown[]) =>
	`filters=${encodeURIComponent(JSON.stringify([{ key, operator, value }]))}`;

describe("the list of logs", () => {
	it("begins with the newest", async () => {
		expect(await models(await open(), "")).toEqual(["no-such-model", llama, "gpt-4.1"]);
	});

	it.each<[query: string, expected: string[]]>([
		[filter("provider", "eq", "openai"), ["no-such-model", "gpt-4.1"]],
		[filter("provider", "eq", "openai", "workers-ai"), ["no-such-model", llama, "gpt-4.1"]],
		[filter("provider", "neq", "openai"), [llama]],
		[filter("success", "eq", false), ["no-such-model"]],
		[filter("model", "contains", "gpt"), ["gpt-4.1"]],
		[filter("cost", "gt", 1), [llama]],
		[filter("cost", "lt", 1), ["no-such-model", "gpt-4.1"]],
		[filter("tokens", "eq", 15), [llama, "gpt-4.1"]],
		[filter("event_id", "eq", "first"), ["gpt-4.1"]],
		[filter("metadata.key", "eq", "team"), ["gpt-4.1"]],
		[filter("metadata.value", "eq", 2), ["no-such-model"]],
		[filter("created_at", "gt", "2026-11-21T12:00:00.000Z"), ["no-such-model", llama]],
		["filters[0][key]=provider&filters[0][operator]=eq&filters[0][value][]=workers-ai", [llama]],
		["filters.key=provider&filters.operator=eq&filters.value=openai&filters.value=x", ["no-such-model", "gpt-4.1"]],
		[
			"filters.key=provider&filters.operator=eq&filters.value=openai&filters.key=success&filters.operator=eq&filters.value=true",
			["gpt-4.1"],
		],
		["provider=openai&success=true", ["gpt-4.1"]],
		["min_cost=1", [llama]],
		["max_total_tokens=14", ["no-such-model"]],
		["start_date=2026-11-21T12:00:01.000Z&end_date=2026-11-21T12:00:01.000Z", [llama]],
		["search=no-such", ["no-such-model"]],
		["order_by=created_at&order_by_direction=asc", ["gpt-4.1", llama, "no-such-model"]],
		["order_by=cost", [llama, "gpt-4.1", "no-such-model"]],
		["per_page=1&page=2", [llama]],
	])("takes %s", async (query, expected) => {
		expect(await models(await open(), query)).toEqual(expected);
	});

	it("filters by feedback, the older way too", async () => {
		const stage = await open();
		const [, , first] = await stage.logs();
		await stage.manage("PATCH", `gateways/g/logs/${first?.id}`, { feedback: -1 });
		expect(await models(stage, filter("feedback", "eq", -1))).toEqual(["gpt-4.1"]);
		expect(await models(stage, "feedback=0")).toEqual(["gpt-4.1"]);
	});

	it("shows no bodies", async () => {
		const [log] = await (await open()).logs();
		expect(Object.keys(log ?? {})).not.toContain("request_head");
	});

	it("is emptied as far as filters say", async () => {
		const stage = await open();
		await stage.manage("DELETE", `gateways/g/logs?${filter("provider", "eq", "workers-ai")}`);
		expect(await models(stage, "")).toEqual(["no-such-model", "gpt-4.1"]);
		await stage.manage("DELETE", "gateways/g/logs?limit=1&order_by_direction=asc");
		expect(await models(stage, "")).toEqual(["no-such-model"]);
	});
});

describe("one log", () => {
	it("gives back the bodies as they were", async () => {
		const stage = openStage();
		const response = await stage.chat({}, { ...hello, stream: true });
		const text = await response.text();
		const path = `gateways/g/logs/${response.headers.get("cf-aig-log-id")}`;
		expect(await (await stage.manage("GET", `${path}/request`)).json()).toEqual({ ...hello, stream: true });
		expect(await (await stage.manage("GET", `${path}/response`)).text()).toBe(text);
	});

	it("can be changed", async () => {
		const stage = await open();
		const [log] = await stage.logs();
		await stage.manage("PATCH", `gateways/g/logs/${log?.id}`, { feedback: 1, score: 50, metadata: { a: 1 } });
		expect((await stage.logs())[0]).toMatchObject({ feedback: 1, score: 50, metadata: '{"a":1}' });
		expect(await refusal(await stage.manage("PATCH", `gateways/g/logs/${log?.id}`, { feedback: 2 }))).toEqual([
			400, 7001,
		]);
	});

	it.each(["none", "none/request"])("is not found as %s", async (path) => {
		expect(await refusal(await openStage().manage("GET", `gateways/g/logs/${path}`))).toEqual([404, 7002]);
	});
});
