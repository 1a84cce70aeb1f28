import { describe, expect, it } from "vitest";
import { hello, openStage, refusal } from "../test/gateway-stage.ts";

async function result(response: Response): Promise<Record<string, unknown>> {
	return ((await response.json()) as { result: Record<string, unknown> }).result;
}

describe("provider configs", () => {
	const key = { alias: "default", default_config: true, provider_slug: "openai", secret: "sk-secret-1234" };

	it("are kept, listed without the secret, and deleted", async () => {
		const { manage } = openStage();
		const made = await result(await manage("POST", "gateways/g/provider_configs", key));
		expect(made).toMatchObject({ alias: "default", provider_slug: "openai", gateway_id: "g", secret_preview: "…1234" });
		const list = await (await manage("GET", "gateways/g/provider_configs")).text();
		expect([list.includes(String(made.id)), list.includes("sk-secret")]).toEqual([true, false]);
		await manage("DELETE", `gateways/g/provider_configs/${made.id}`);
		expect(await (await manage("GET", "gateways/g/provider_configs")).json()).toMatchObject({ result: [] });
	});

	it.each<[string, object]>([
		["no alias", { ...key, alias: undefined }],
		["no provider", { ...key, provider_slug: undefined }],
		["no secret", { ...key, secret: undefined }],
		["no default_config", { ...key, default_config: undefined }],
	])("are refused with %s", async (_, body) => {
		expect(await refusal(await openStage().manage("POST", "gateways/g/provider_configs", body))).toEqual([400, 7001]);
	});

	it("are unique by provider and alias", async () => {
		const { manage } = openStage();
		await manage("POST", "gateways/g/provider_configs", key);
		expect((await manage("POST", "gateways/g/provider_configs", key)).status).toBe(400);
		expect((await manage("POST", "gateways/g/provider_configs", { ...key, alias: "b" })).status).toBe(200);
	});
});

describe("custom providers", () => {
	const mine = { name: "Mine", slug: "mine", base_url: "https://api.mine.example", enable: true };

	it("answer below their address once they are enabled", async () => {
		const stage = openStage();
		const { id } = await result(await stage.manage("POST", "custom-providers", { ...mine, enable: undefined }));
		const ask = () => stage.post("custom-mine/v1/chat/completions?a=b", { ...hello, model: "my-model" });
		expect(await refusal(await ask())).toEqual([400, 2008]);
		await stage.manage("PATCH", `custom-providers/${id}`, { enable: true, headers: '{"x-own":"1"}' });
		expect(await (await ask()).json()).toMatchObject({ object: "chat.completion", model: "my-model" });
		expect(stage.upstream()[0]).toMatchObject({
			url: "https://api.mine.example/v1/chat/completions?a=b",
			headers: { "x-own": "1" },
		});
		await stage.manage("DELETE", `custom-providers/${id}`);
		expect(await refusal(await ask())).toEqual([400, 2008]);
	});

	it("answer compat, and in Anthropic's wire where their path is Anthropic's", async () => {
		const stage = openStage();
		await stage.manage("POST", "custom-providers", mine);
		const compat = await stage.post("compat/chat/completions", { ...hello, model: "custom-mine/my-model" });
		expect(await compat.json()).toMatchObject({ object: "chat.completion", model: "my-model" });
		const body = { ...hello, model: "claude-sonnet-4-6", max_tokens: 9 };
		const message = await stage.post("custom-mine/v1/messages", body, { "anthropic-version": "2023-06-01" });
		expect(await message.json()).toMatchObject({ type: "message" });
	});

	it("lose what was cached of them when they change", async () => {
		const stage = openStage({ cache_ttl: 60 });
		const { id } = await result(await stage.manage("POST", "custom-providers", mine));
		const status = async () =>
			(await stage.post("custom-mine/v1/chat/completions", { ...hello, model: "m" })).headers.get(
				"cf-aig-cache-status",
			);
		expect([await status(), await status()]).toEqual(["MISS", "HIT"]);
		await stage.manage("PATCH", `custom-providers/${id}`, { name: "Other" });
		expect(await status()).toBe("MISS");
	});

	it.each<[string, object]>([
		["no name", { ...mine, name: undefined }],
		["an address without TLS", { ...mine, base_url: "http://api.mine.example" }],
		["a slug with a space", { ...mine, slug: "my own" }],
	])("are refused with %s", async (_, body) => {
		expect(await refusal(await openStage().manage("POST", "custom-providers", body))).toEqual([400, 7001]);
	});

	it("are listed by what is searched", async () => {
		const { manage } = openStage();
		await manage("POST", "custom-providers", mine);
		await manage("POST", "custom-providers", { ...mine, slug: "other", enable: false });
		expect(await (await manage("GET", "custom-providers?enable=false")).json()).toMatchObject({
			result: [{ slug: "other" }],
		});
		expect(await (await manage("GET", "custom-providers?search=other")).json()).toMatchObject({
			result_info: { total_count: 1 },
		});
	});
});

describe("dynamic routes", () => {
	const elements = (model: string) => [
		{ id: "start", type: "start", outputs: { next: { elementId: "model" } } },
		{
			id: "model",
			type: "model",
			properties: { provider: "openai", model },
			outputs: { success: { elementId: "end" } },
		},
		{ id: "end", type: "end", outputs: {} },
	];
	const route = { name: "r", elements: elements("gpt-4.1") };

	it("are deployed as they are made; a new version answers once it is deployed", async () => {
		const stage = openStage();
		const made = await result(await stage.manage("POST", "gateways/g/routes", route));
		expect(made).toMatchObject({ name: "r", gateway_id: "g", elements: route.elements, version: { active: "true" } });
		const path = `gateways/g/routes/${made.id}`;
		const chosen = async () =>
			(await stage.post("compat/chat/completions", { ...hello, model: "dynamic/r" })).headers.get("cf-aig-model");
		const version = await result(await stage.manage("POST", `${path}/versions`, { elements: elements("gpt-4o") }));
		expect([version.active, await chosen()]).toEqual(["false", "gpt-4.1"]);
		await stage.manage("POST", `${path}/deployments`, { version_id: version.version_id });
		expect(await chosen()).toBe("gpt-4o");
		expect(await (await stage.manage("GET", `${path}/versions`)).json()).toMatchObject({
			success: true,
			data: { versions: [{ active: "false" }, { active: "true" }] },
		});
		expect(await (await stage.manage("GET", `${path}/deployments`)).json()).toMatchObject({
			data: { deployments: [{}, { version_id: version.version_id }] },
		});
		expect(await result(await stage.manage("GET", `${path}/versions/${version.version_id}`))).toMatchObject({
			elements: elements("gpt-4o"),
		});
	});

	it("are renamed, listed and deleted", async () => {
		const stage = openStage();
		const { id } = await result(await stage.manage("POST", "gateways/g/routes", route));
		const renamed = await stage.manage("PATCH", `gateways/g/routes/${id}`, { name: "other" });
		expect(await renamed.json()).toMatchObject({ success: true, route: { name: "other" } });
		expect(await (await stage.manage("GET", "gateways/g/routes")).json()).toMatchObject({
			data: { routes: [{ id, name: "other" }] },
		});
		await stage.manage("DELETE", `gateways/g/routes/${id}`);
		expect(await refusal(await stage.manage("GET", `gateways/g/routes/${id}`))).toEqual([404, 7002]);
	});

	it.each<[string, object]>([
		["no name", { ...route, name: undefined }],
		["no elements", { ...route, elements: undefined }],
		["no start", { ...route, elements: route.elements.slice(1) }],
		["an element of no known type", { ...route, elements: [...route.elements, { id: "x", type: "x" }] }],
		["a way that leads nowhere", { ...route, elements: route.elements.slice(0, 1) }],
	])("are refused with %s", async (_, body) => {
		expect(await refusal(await openStage().manage("POST", "gateways/g/routes", body))).toEqual([400, 7001]);
	});
});

describe("datasets and evaluations", () => {
	it.each(["datasets", "evaluations"])("%s are kept as they are given", async (kind) => {
		const { manage } = openStage();
		const made = await result(await manage("POST", `gateways/g/${kind}`, { name: "mine" }));
		expect(made).toMatchObject({ name: "mine", gateway_id: "g" });
		const path = `gateways/g/${kind}/${made.id}`;
		expect(await result(await manage("PUT", path, { name: "yours" }))).toMatchObject({ id: made.id, name: "yours" });
		expect(await (await manage("GET", `gateways/g/${kind}`)).json()).toMatchObject({ result: [{ name: "yours" }] });
		await manage("DELETE", path);
		expect((await manage("GET", path)).status).toBe(404);
	});

	it("no evaluation is ever run", async () => {
		const { manage } = openStage();
		expect(await result(await manage("POST", "gateways/g/evaluations", { name: "mine" }))).toMatchObject({
			processed: false,
			results: [],
		});
		expect(await (await manage("GET", "evaluation-types")).json()).toMatchObject({ result: [] });
	});
});
