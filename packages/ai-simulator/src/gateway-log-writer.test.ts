import { describe, expect, it } from "vitest";
import { type GatewayStage, hello, llama, openStage } from "../test/gateway-stage.ts";

const usage = () => ({ text: "Hi", usage: { inputTokens: 1000, outputTokens: 500 } });

describe("a log", () => {
	it("says what was asked, answered and paid", async () => {
		const stage = openStage({}, { reply: usage });
		const response = await stage.chat({
			"cf-aig-metadata": '{"team":"AI"}',
			"user-agent": "test",
			"content-type": "application/json",
		});
		const text = await response.text();
		const id = response.headers.get("cf-aig-log-id") ?? "";
		expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 21, 12));
		expect(response.headers.get("cf-aig-event-id")).toBe(id);
		expect(response.headers.get("cf-aig-request-id")).toBe(id);
		const { result } = (await (await stage.manage("GET", `gateways/g/logs/${id}`)).json()) as { result: unknown };
		expect(result).toEqual({
			id,
			created_at: "2026-11-21T12:00:00.000Z",
			provider: "openai",
			model: "gpt-4.1",
			model_type: "text-generation",
			path: "chat/completions",
			duration: 0,
			request_type: "chat",
			request_content_type: "application/json",
			request_size: JSON.stringify(hello).length,
			request_head: JSON.stringify(hello),
			request_head_complete: true,
			status_code: 200,
			success: true,
			cached: false,
			response_content_type: "application/json",
			response_size: text.length,
			response_head: text,
			response_head_complete: true,
			tokens_in: 1000,
			tokens_out: 500,
			cost: 0.002,
			custom_cost: false,
			metadata: '{"team":"AI"}',
			step: 0,
			event_id: id,
			feedback: null,
			score: null,
			authentication: false,
			wholesale: false,
			byok: false,
			compatibilityMode: false,
			user_agent: "test",
			dlp_action: null,
			guardrails: null,
		});
	});

	it.each<[string, (stage: GatewayStage) => Promise<Response>]>([
		[
			"a stream of OpenAI's",
			({ chat }) => chat({}, { ...hello, stream: true, stream_options: { include_usage: true } }),
		],
		[
			"a message of Anthropic's",
			({ post }) =>
				post(
					"anthropic/v1/messages",
					{ ...hello, model: "claude-sonnet-4-6", max_tokens: 900 },
					{ "anthropic-version": "2023-06-01" },
				),
		],
		[
			"a stream of Anthropic's",
			({ post }) =>
				post(
					"anthropic/v1/messages",
					{ ...hello, model: "claude-sonnet-4-6", max_tokens: 900, stream: true },
					{ "anthropic-version": "2023-06-01" },
				),
		],
		["Workers AI", ({ post }) => post(`workers-ai/${llama}`, { messages: hello.messages })],
		["a stream of Workers AI", ({ post }) => post(`workers-ai/${llama}`, { messages: hello.messages, stream: true })],
	])("counts the tokens of %s", async (_, ask) => {
		const stage = openStage({}, { reply: usage });
		await (await ask(stage)).text();
		expect((await stage.logs())[0]).toMatchObject({ tokens_in: 1000, tokens_out: 500, cost: 0.002 });
	});

	it("does not know the tokens of a stream that does not say them, and costs nothing", async () => {
		const stage = openStage();
		await (await stage.chat({}, { ...hello, stream: true })).text();
		expect((await stage.logs())[0]).toMatchObject({ tokens_in: null, tokens_out: null, cost: 0 });
	});

	it("ends with what a client has read that gave up", async () => {
		const stage = openStage();
		const reader = (await stage.chat({}, { ...hello, stream: true })).body?.getReader();
		const read = (await reader?.read())?.value?.length;
		await reader?.cancel();
		expect((await stage.logs())[0]).toMatchObject({ response_size: read });
	});

	it.each<[string, Record<string, string>, number, boolean]>([
		["a price of the model", {}, 0.02, false],
		["prices per token of the request", { "cf-aig-custom-cost": '{"per_token_in":1,"per_token_out":2}' }, 2000, true],
		["prices per token of the request, one left out", { "cf-aig-custom-cost": '{"per_token_out":2}' }, 1000, true],
		["a whole price of the request", { "cf-aig-custom-cost": '{"total_cost":7}' }, 7, true],
	])("takes %s", async (_, headers, cost, custom) => {
		const stage = openStage({}, { reply: usage, prices: { "gpt-4.1": { input: 10, output: 20 } } });
		await stage.chat(headers);
		expect((await stage.logs())[0]).toMatchObject({ cost, custom_cost: custom });
	});

	it("prices what a prompt cache has read and written", async () => {
		const stage = openStage(
			{},
			{ reply: () => ({ usage: { inputTokens: 100, outputTokens: 0, cachedInputTokens: 40 } }) },
		);
		await stage.chat({ "cf-aig-custom-cost": '{"per_token_in":1,"per_cache_read_token":0.1}' });
		expect((await stage.logs())[0]?.cost).toBeCloseTo(64);
	});

	it("is not written when the request or the gateway says so, and has no id then", async () => {
		const off = openStage({ collect_logs: false });
		expect((await off.chat()).headers.get("cf-aig-log-id")).toBe(null);
		expect(await off.logs()).toEqual([]);
		expect((await off.chat({ "cf-aig-collect-log": "true" })).headers.get("cf-aig-log-id")).not.toBe(null);
		expect(await off.logs()).toHaveLength(1);
		const on = openStage();
		await on.chat({ "cf-aig-collect-log": "false" });
		expect(await on.logs()).toEqual([]);
	});

	it("keeps the numbers but not the bodies when the request says so", async () => {
		const stage = openStage({}, { reply: usage });
		const id = (await stage.chat({ "cf-aig-collect-log-payload": "false" })).headers.get("cf-aig-log-id");
		const { result } = (await (await stage.manage("GET", `gateways/g/logs/${id}`)).json()) as { result: object };
		expect(result).toMatchObject({ tokens_in: 1000 });
		expect(Object.keys(result)).not.toContain("request_head");
		expect((await stage.manage("GET", `gateways/g/logs/${id}/request`)).status).toBe(404);
		expect((await stage.manage("GET", `gateways/g/logs/${id}/response`)).status).toBe(404);
	});

	it("shows the beginning of long bodies only", async () => {
		const stage = openStage({}, { reply: () => "y".repeat(3000) });
		const body = { ...hello, messages: [{ role: "user", content: "x".repeat(3000) }] };
		const id = (await stage.chat({}, body)).headers.get("cf-aig-log-id");
		const { result } = (await (await stage.manage("GET", `gateways/g/logs/${id}`)).json()) as {
			result: { request_head: string; response_head: string };
		};
		expect(result).toMatchObject({ request_head_complete: false, response_head_complete: false });
		expect([result.request_head.length, result.response_head.length]).toEqual([1000, 1000]);
		expect(await (await stage.manage("GET", `gateways/g/logs/${id}/request`)).json()).toEqual(body);
	});

	it("comes after the delay that was asked for", async () => {
		const stage = openStage({}, { gateway: { logDelayMs: 500 } });
		const id = (await stage.chat()).headers.get("cf-aig-log-id");
		const status = async () => (await stage.manage("GET", `gateways/g/logs/${id}`)).status;
		stage.wait(0.499);
		expect(await status()).toBe(404);
		expect(await stage.logs()).toEqual([]);
		stage.wait(0.001);
		expect(await status()).toBe(200);
	});

	it.each([
		["STOP_INSERTING" as const, ["a"]],
		["DELETE_OLDEST" as const, ["b"]],
	])("that is one too many: %s", async (log_management_strategy, models) => {
		const stage = openStage({ log_management: 1, log_management_strategy }, { anyModel: true });
		await stage.chat({}, { ...hello, model: "a" });
		await stage.chat({}, { ...hello, model: "b" });
		expect((await stage.logs()).map(({ model }) => model)).toEqual(models);
	});
});
