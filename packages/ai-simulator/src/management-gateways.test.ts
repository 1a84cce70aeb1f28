import { describe, expect, it } from "vitest";
import { openStage, refusal } from "../test/gateway-stage.ts";

const required = {
	cache_invalidate_on_update: false,
	cache_ttl: null,
	collect_logs: true,
	rate_limiting_interval: null,
	rate_limiting_limit: null,
};

async function result(response: Promise<Response>): Promise<Record<string, unknown>> {
	const body = (await (await response).json()) as { success: boolean; result: Record<string, unknown> };
	expect(body).toMatchObject({ success: true, errors: [], messages: [] });
	return body.result;
}

describe("creating a gateway", () => {
	it("needs five settings and an id; null reads back as 0", async () => {
		const { manage } = openStage();
		const made = await result(manage("POST", "gateways", { ...required, id: "my-gateway_1" }));
		expect(made).toMatchObject({
			id: "my-gateway_1",
			cache_ttl: 0,
			rate_limiting_interval: 0,
			rate_limiting_limit: 0,
			rate_limiting_technique: "fixed",
			authentication: false,
			collect_logs: true,
			is_default: false,
			created_at: "2026-11-21T12:00:00.000Z",
			modified_at: "2026-11-21T12:00:00.000Z",
		});
		expect(await result(manage("GET", "gateways/my-gateway_1"))).toEqual(made);
	});

	it.each<[string, object]>([
		["no id", { ...required }],
		["a capital letter in the id", { ...required, id: "My" }],
		["65 letters", { ...required, id: "a".repeat(65) }],
		["an empty id", { ...required, id: "" }],
		...Object.keys(required).map((name): [string, object] => [
			`no ${name}`,
			{ ...required, id: "x", [name]: undefined },
		]),
		["cache_ttl as text", { ...required, id: "x", cache_ttl: "60" }],
		["a negative limit", { ...required, id: "x", rate_limiting_limit: -1 }],
		["collect_logs null", { ...required, id: "x", collect_logs: null }],
		["another technique", { ...required, id: "x", rate_limiting_technique: "leaky" }],
		["six attempts", { ...required, id: "x", retry_max_attempts: 6 }],
		["a minute and more between attempts", { ...required, id: "x", retry_delay: 60_001 }],
		["few logs", { ...required, id: "x", log_management: 9999 }],
		["a short key", { ...required, id: "x", logpush_public_key: "short" }],
		["a guardrail that is none", { ...required, id: "x", guardrails: { prompt: { S14: "BLOCK" }, response: {} } }],
		["a policy without profiles", { ...required, id: "x", dlp: { enabled: true, policies: [{ id: "p" }] } }],
		[
			"21 spend limits",
			{ ...required, id: "x", spend_limits: { rules: Array(21).fill({ limit: 1, limitType: "cost", window: 60 }) } },
		],
	])("refuses %s with 7001", async (_, body) => {
		expect(await refusal(await openStage().manage("POST", "gateways", body))).toEqual([400, 7001]);
	});

	it("refuses an id that is taken", async () => {
		const { manage } = openStage();
		const response = await manage("POST", "gateways", { ...required, id: "g" });
		expect([response.status, await response.json()]).toMatchObject([
			400,
			{ success: false, errors: [{ message: /already exists/ }] },
		]);
	});

	it("asks for a token", async () => {
		const { simulator } = openStage({}, { keys: ["good"] });
		const url = "https://api.cloudflare.com/client/v4/accounts/a/ai-gateway/gateways";
		const ask = (headers: Record<string, string>) => simulator.fetch(url, { headers });
		expect(await refusal(await ask({}))).toEqual([401, 10000]);
		expect(await refusal(await ask({ authorization: "Bearer bad" }))).toEqual([401, 10000]);
		expect((await ask({ authorization: "Bearer good" })).status).toBe(200);
	});

	it("takes effect at once", async () => {
		const { manage, simulator } = openStage();
		await manage("POST", "gateways", { ...required, id: "new", authentication: true });
		const url = "https://gateway.ai.cloudflare.com/v1/account/new/openai/chat/completions";
		expect(await refusal(await simulator.fetch(url, { method: "POST", body: "{}" }))).toEqual([401, 2009]);
	});
});

describe("updating a gateway", () => {
	it("replaces all of it: what is not named goes back to its default", async () => {
		const stage = openStage();
		const optional = {
			authentication: true,
			retry_max_attempts: 3,
			guardrails: { prompt: { S1: "BLOCK" }, response: {} },
		};
		await stage.manage("PUT", "gateways/g", { ...required, ...optional, cache_ttl: 60 });
		expect(await result(stage.manage("GET", "gateways/g"))).toMatchObject({ ...optional, cache_ttl: 60 });
		stage.wait(1);
		expect(await result(stage.manage("PUT", "gateways/g", required))).toMatchObject({
			authentication: false,
			retry_max_attempts: null,
			guardrails: null,
			cache_ttl: 0,
			created_at: "2026-11-21T12:00:00.000Z",
			modified_at: "2026-11-21T12:00:01.000Z",
		});
	});

	it("needs the same settings", async () => {
		const { manage } = openStage();
		expect(await refusal(await manage("PUT", "gateways/g", { cache_ttl: 60 }))).toEqual([400, 7001]);
		expect(await refusal(await manage("PUT", "gateways/g", undefined))).toEqual([400, 7001]);
	});
});

describe("listing and deleting gateways", () => {
	it("lists by page", async () => {
		const stage = openStage({}, { gateway: {} });
		for (const id of ["a", "b", "c"]) await stage.manage("POST", "gateways", { ...required, id });
		const response = await stage.manage("GET", "gateways?per_page=2&page=2");
		expect(await response.json()).toMatchObject({
			result: [{ id: "b" }, { id: "c" }],
			result_info: { page: 2, per_page: 2, count: 2, total_count: 4, total_pages: 2 },
		});
		const found = await stage.manage("GET", "gateways?search=b");
		expect(await found.json()).toMatchObject({ result: [{ id: "b" }], result_info: { per_page: 20, total_count: 1 } });
	});

	it("deletes with all that it remembers", async () => {
		const stage = openStage();
		await stage.chat();
		expect(await result(stage.manage("DELETE", "gateways/g"))).toMatchObject({ id: "g" });
		expect(await refusal(await stage.manage("GET", "gateways/g"))).toEqual([404, 7002]);
		expect(await refusal(await stage.chat())).toEqual([400, 2001]);
		await stage.manage("POST", "gateways", { ...required, id: "g" });
		expect(await stage.logs()).toEqual([]);
	});

	it.each([
		["GET", "gateways/none"],
		["PUT", "gateways/none"],
		["DELETE", "gateways/none"],
		["GET", "gateways/none/logs"],
		["PATCH", "gateways/g"],
		["PUT", "gateways"],
		["GET", "gateways/g/none"],
		["GET", "none"],
	])("does not find %s %s", async (method, path) => {
		const body = method === "GET" || method === "DELETE" ? undefined : required;
		expect(await refusal(await openStage().manage(method, path, body))).toEqual([404, 7002]);
	});
});

describe("a gateway's address", () => {
	it.each([
		["https://api.cloudflare.com", "https://gateway.ai.cloudflare.com/v1/acc/g/openai"],
		["http://127.0.0.1:1", "http://127.0.0.1:1/v1/acc/g/openai"],
	])("is where %s serves it", async (origin, url) => {
		const path = `${origin}/client/v4/accounts/acc/ai-gateway/gateways/g/url/openai`;
		const response = await openStage().simulator.fetch(path, { headers: { authorization: "Bearer t" } });
		expect(await response.json()).toMatchObject({ result: { url } });
	});
});
