import { anthropic } from "@workkit/ai-anthropic";
import { createGateway, httpProvider, type Provider } from "@workkit/ai-core";
import { openai } from "@workkit/ai-openai";
import { describe, expect, it } from "vitest";
import { type CloudflareGatewayOptions, cloudflareGateway } from "./index.ts";

const chat = { choices: [{ index: 0, message: { content: "ok" }, finish_reason: "stop" }] };
const message = { type: "message", content: [{ type: "text", text: "ok" }], stop_reason: "end_turn" };
const ids = { accountId: "acc", gatewayId: "gw" };

/** A `fetch` that keeps what it is given. */
function recorder(body: unknown, headers: Record<string, string> = {}) {
	const sent: { url: string; headers: Record<string, string> }[] = [];
	const fetch = async (url: string, init: RequestInit): Promise<Response> => {
		sent.push({ url, headers: init.headers as Record<string, string> });
		return Response.json(body, { headers });
	};
	return { sent, fetch };
}

/** A gateway with one provider, under the key `mine`. */
const gatewayOf = (mine: Provider) => createGateway({ providers: { mine }, defaultProvider: "mine" });

describe("a way through AI Gateway", () => {
	it("leads OpenAI's requests to its path, with the key and the gateway's token", async () => {
		const { sent, fetch } = recorder(chat);
		const via = cloudflareGateway({ ...ids, authToken: "aig-token" });
		await gatewayOf(openai({ apiKey: "key", fetch, via })).run("m", { prompt: "Hello" });
		expect(sent).toEqual([
			{
				url: "https://gateway.ai.cloudflare.com/v1/acc/gw/openai/chat/completions",
				headers: {
					"content-type": "application/json",
					authorization: "Bearer key",
					"cf-aig-authorization": "Bearer aig-token",
				},
			},
		]);
	});

	it("leads embeddings there too", async () => {
		const { sent, fetch } = recorder({ data: [{ index: 0, embedding: [1] }] });
		await gatewayOf(openai({ apiKey: "key", fetch, via: cloudflareGateway(ids) })).embed("m", { text: "a" });
		expect(sent[0]?.url).toBe("https://gateway.ai.cloudflare.com/v1/acc/gw/openai/embeddings");
	});

	it("leads Anthropic's requests to its path", async () => {
		const { sent, fetch } = recorder(message);
		await gatewayOf(anthropic({ apiKey: "key", fetch, via: cloudflareGateway(ids) })).run("m", { prompt: "Hello" });
		expect(sent[0]?.url).toBe("https://gateway.ai.cloudflare.com/v1/acc/gw/anthropic/v1/messages");
		expect(sent[0]?.headers).toEqual({
			"content-type": "application/json",
			"x-api-key": "key",
			"anthropic-version": "2023-06-01",
		});
	});

	it("leads any other codec's requests to a path of its vendor's name", () => {
		const call = { options: {} } as never;
		expect(cloudflareGateway(ids).route("groq", call).baseUrl).toBe("https://gateway.ai.cloudflare.com/v1/acc/gw/groq");
	});

	it("is not taken by a provider with a base URL of its own", async () => {
		const { sent, fetch } = recorder(chat);
		const via = cloudflareGateway({ ...ids, authToken: "aig-token", cacheTtl: 60 });
		const baseUrl = "https://models.example/v1";
		const gateway = gatewayOf(openai({ apiKey: "key", fetch, via, baseUrl }));
		const { warnings } = await gateway.run(
			"m",
			{ prompt: "Hello" },
			{ cfGateway: { cacheTtl: 5 }, metadata: { a: 1 } },
		);
		expect(sent[0]?.url).toBe("https://models.example/v1/chat/completions");
		expect(Object.keys(sent[0]?.headers ?? {}).sort()).toEqual(["authorization", "content-type"]);
		expect(warnings).toEqual([expect.stringContaining("cfGateway")]);
	});

	it("reports what could not be honoured in the answer's warnings", async () => {
		const { fetch } = recorder(chat);
		const gateway = gatewayOf(openai({ apiKey: "key", fetch, via: cloudflareGateway(ids) }));
		const { warnings } = await gateway.run("m", { prompt: "Hello" }, { metadata: { a: null } });
		expect(warnings).toEqual([expect.stringContaining('"a"')]);
	});

	it("reads what the gateway says into the receipt", async () => {
		const { fetch } = recorder(chat, {
			"cf-aig-log-id": "log-1",
			"cf-aig-cache-status": "HIT",
			"cf-aig-step": "0",
			"cf-aig-model": "served-model",
			"cf-aig-provider": "served-provider",
			"cf-aig-dlp": '{"findings":[],"action":"FLAG"}',
		});
		const gateway = gatewayOf(openai({ apiKey: "key", fetch, via: cloudflareGateway(ids) }));
		expect((await gateway.run("m", { prompt: "Hello" })).receipt.gateway).toEqual({
			logId: "log-1",
			cacheStatus: "HIT",
			step: 0,
			servedModel: "served-model",
			servedProvider: "served-provider",
			dlp: { findings: [], action: "FLAG" },
		});
	});

	it("reads which model the auto router chose", async () => {
		const { fetch } = recorder(chat, { "cf-aig-routed-model": "openai/gpt-5.6-luna" });
		const gateway = gatewayOf(openai({ fetch, via: cloudflareGateway({ ...ids, provider: "compat" }) }));
		const { receipt } = await gateway.run("cloudflare/auto", { prompt: "Hello" });
		expect(receipt.gateway).toEqual({ servedModel: "openai/gpt-5.6-luna" });
	});

	it("keeps the log id of a refused request", async () => {
		const fetch = async () =>
			Response.json(
				{ error: [{ code: 2041, message: "spend" }] },
				{ status: 429, headers: { "cf-aig-log-id": "log-2" } },
			);
		const gateway = gatewayOf(openai({ apiKey: "key", fetch, via: cloudflareGateway(ids) }));
		await expect(gateway.run("m", { prompt: "Hello" })).rejects.toMatchObject({
			context: { logId: "log-2", receipt: { gateway: { logId: "log-2" } } },
		});
	});

	it("lets the gateway's token win over a header of the caller's with its name", async () => {
		const { sent, fetch } = recorder(chat);
		const via = cloudflareGateway({ ...ids, authToken: "aig-token" });
		const headers = { "CF-AIG-Authorization": "Bearer other" };
		await gatewayOf(openai({ apiKey: "key", fetch, via, headers })).run("m", { prompt: "Hello" });
		await gatewayOf(openai({ apiKey: "key", fetch, via })).run("m", { prompt: "Hello" }, { headers });
		expect(sent.map((one) => one.headers["cf-aig-authorization"])).toEqual(["Bearer aig-token", "Bearer aig-token"]);
	});

	it("leaves OpenAI's own rules in force", async () => {
		const bodies: unknown[] = [];
		const fetch = async (_url: string, init: RequestInit): Promise<Response> => {
			bodies.push(JSON.parse(String(init.body)));
			return Response.json(chat);
		};
		await gatewayOf(openai({ apiKey: "key", fetch, via: cloudflareGateway(ids) })).run("m", {
			prompt: "Hello",
			maxTokens: 5,
		});
		expect(bodies).toMatchObject([{ max_completion_tokens: 5 }]);
	});

	it("serves a codec that was written by somebody else", async () => {
		const { sent, fetch } = recorder({});
		const codec = {
			vendor: "mistral",
			baseUrl: "https://api.mistral.example/v1",
			credentials: { authorization: "Bearer key" },
			encode: () => ({ path: "/chat", body: {} }),
			decode: () => ({ parts: [], toolCalls: [], pending: [], rawFinishReason: "stop", warnings: [] }),
			translator: () => {
				throw new Error("not streamed");
			},
		};
		await gatewayOf(httpProvider(codec, { fetch, via: cloudflareGateway(ids) })).run("m", { prompt: "Hello" });
		expect(sent[0]?.url).toBe("https://gateway.ai.cloudflare.com/v1/acc/gw/mistral/v1/chat");
	});
});

describe("ids and tokens", () => {
	it.each([
		["my gateway", "my%20gateway"],
		["a/b", "a%2Fb"],
		["../../evil", "..%2F..%2Fevil"],
		["a?b#c", "a%3Fb%23c"],
		["a%2Fb", "a%252Fb"],
		["..a", "..a"],
	])("are encoded: %s", (id, encoded) => {
		const call = { options: {} } as never;
		const { baseUrl } = cloudflareGateway({ accountId: id, gatewayId: id }).route("openai", call);
		expect(baseUrl).toBe(`https://gateway.ai.cloudflare.com/v1/${encoded}/${encoded}/openai`);
		expect(new URL(baseUrl).pathname).toBe(`/v1/${encoded}/${encoded}/openai`);
	});

	const bad: [string, unknown][] = [
		["empty", ""],
		["missing", undefined],
		["null", null],
		["a number", 5],
		["a line break", "secret\nvalue"],
		["CR and LF", "secret\r\nx-injected: value"],
		["NUL", "secret\0"],
		["not Latin-1", "secret-ж"],
	];

	it.each(bad)("that are %s are refused without being repeated", (_what, value) => {
		for (const name of ["accountId", "gatewayId", "authToken"] as const) {
			if (name === "authToken" && value === undefined) continue;
			const make = () => cloudflareGateway({ ...ids, [name]: value } as CloudflareGatewayOptions);
			expect(make).toThrow(expect.objectContaining({ code: "WORKKIT_CONFIG", message: expect.stringContaining(name) }));
			expect(make).not.toThrow(/secret|injected/);
		}
	});

	it.each([".", "..", "..."])("that are %s, a step in the path, are refused", (id) => {
		for (const name of ["accountId", "gatewayId"] as const) {
			const make = () => cloudflareGateway({ ...ids, [name]: id });
			expect(make).toThrow(expect.objectContaining({ code: "WORKKIT_CONFIG", message: expect.stringContaining(name) }));
		}
	});

	it("of a control that no header may carry is refused before anything is sent", async () => {
		const { sent, fetch } = recorder(chat);
		for (const control of [{ cacheKey: "a\r\nx: y" }, { eventId: "a\0" }, { byokAlias: "ж" }, { cacheKey: "" }]) {
			const perCall = gatewayOf(openai({ apiKey: "key", fetch, via: cloudflareGateway(ids) }));
			await expect(perCall.run("m", { prompt: "Hello" }, { cfGateway: control })).rejects.toMatchObject({
				code: "WORKKIT_CONFIG",
			});
		}
		expect(sent).toEqual([]);
	});
});
