import { describe, expect, it } from "vitest";
import { hello, llama, openStage } from "../test/gateway-stage.ts";
import { createSimulatedGateway, type SimulatedGatewayLogPatch } from "./simulated-gateway.ts";

const openai = () => ({
	provider: "openai",
	endpoint: "chat/completions",
	headers: { authorization: "Bearer sk" } as Record<string, unknown>,
	query: hello,
});

function open(settings: object = {}, id = "g") {
	const stage = openStage(settings);
	return { ...stage, gateway: createSimulatedGateway(stage.simulator.fetch, id) };
}

async function failure(promise: Promise<unknown>): Promise<Error> {
	try {
		await promise;
	} catch (error) {
		if (error instanceof Error) return error;
	}
	throw new Error("Nothing was thrown.");
}

describe("gateway.run", () => {
	it("answers one request and a list of them", async () => {
		const { gateway } = open();
		expect(await (await gateway.run(openai())).json()).toMatchObject({ object: "chat.completion" });
		const broken = { ...openai(), query: { ...hello, model: "no-such-model" } };
		expect((await gateway.run([broken, openai()])).headers.get("cf-aig-step")).toBe("1");
	});

	it("does not throw at an answer that is not ok", async () => {
		const { gateway } = open({}, "unknown");
		const response = await gateway.run(openai());
		expect([response.status, await response.json()]).toMatchObject([400, { error: [{ code: 2001 }] }]);
	});

	it("needs no token, and no key for Workers AI: the runtime has logged in", async () => {
		const { gateway } = open({ authentication: true });
		const response = await gateway.run({
			provider: "workers-ai",
			endpoint: llama,
			headers: { "content-type": "application/json" },
			query: { prompt: "Hi" },
		});
		expect(await response.json()).toMatchObject({ success: true, result: { response: /./ } });
	});

	it("throws at once without headers", () => {
		const { gateway } = open();
		const request = { provider: "openai", endpoint: "chat/completions", query: hello };
		expect(() => gateway.run(request as never)).toThrow(TypeError);
	});

	it("changes the headers that it was given", async () => {
		const { gateway, upstream } = open();
		const request = openai();
		Object.assign(request.headers, { "x-number": 1, "x-yes": true, "cf-aig-metadata": { user: "a" } });
		await gateway.run(request);
		expect(request.headers).toMatchObject({ "x-number": "1", "x-yes": "true", "cf-aig-metadata": '{"user":"a"}' });
		expect(upstream()[0]?.headers).toEqual({ authorization: "Bearer sk", "x-number": "1", "x-yes": "true" });
	});

	it("writes its options as headers, without what is 0 or empty", async () => {
		const { gateway, simulator } = open();
		await gateway.run(openai(), {
			gateway: {
				skipCache: false,
				cacheTtl: 0,
				cacheKey: "k",
				metadata: { user: "a", none: null },
				collectLog: true,
				eventId: "e",
				requestTimeoutMs: 100,
				retries: { maxAttempts: 2, retryDelayMs: 0, backoff: "linear" },
			},
			extraHeaders: { "cf-aig-zdr": "true" },
		});
		expect(simulator.requests()[0]).toMatchObject({
			url: "https://workers-binding.ai/ai-gateway/universal/run/g",
			headers: {
				"content-type": "application/json",
				"cf-aig-skip-cache": "false",
				"cf-aig-cache-key": "k",
				"cf-aig-metadata": '{"user":"a","none":null}',
				"cf-aig-collect-log": "true",
				"cf-aig-event-id": "e",
				"cf-aig-request-timeout": "100",
				"cf-aig-max-attempts": "2",
				"cf-aig-retry-delay": "0",
				"cf-aig-backoff": "linear",
				"cf-aig-zdr": "true",
			},
		});
		expect(Object.keys(simulator.requests()[0]?.headers ?? {})).not.toContain("cf-aig-cache-ttl");
	});

	it("cannot carry a bigint in its metadata, whatever its type says", () => {
		const { gateway } = open();
		expect(() => gateway.run(openai(), { gateway: { metadata: { big: 1n } } })).toThrow(TypeError);
	});

	it("ends with its signal", async () => {
		const { gateway } = open();
		const error = await failure(gateway.run(openai(), { signal: AbortSignal.abort() }));
		expect(error.name).toBe("AbortError");
	});
});

describe("gateway.getUrl", () => {
	it("ends with a slash only without a provider", async () => {
		const { gateway } = open();
		expect(await gateway.getUrl()).toBe("https://gateway.ai.cloudflare.com/v1/sim/g/");
		expect(await gateway.getUrl("openai")).toBe("https://gateway.ai.cloudflare.com/v1/sim/g/openai");
	});

	it("starts where the options say", async () => {
		const { simulator } = openStage({}, { gateway: { baseUrl: "http://127.0.0.1:1/v1/sim" } });
		expect(await createSimulatedGateway(simulator.fetch, "g").getUrl("openai")).toBe(
			"http://127.0.0.1:1/v1/sim/g/openai",
		);
	});
});

describe("gateway.getLog and patchLog", () => {
	const logged = async () => {
		const opened = open();
		const response = await opened.gateway.run(openai(), { gateway: { metadata: { user: "a" } } });
		return { ...opened, id: response.headers.get("cf-aig-log-id") ?? "" };
	};

	it("read a log: its time is a date, its metadata an object", async () => {
		const { gateway, id } = await logged();
		const log = await gateway.getLog(id);
		expect(log.created_at).toEqual(new Date("2026-11-21T12:00:00Z"));
		expect(log).toMatchObject({ id, provider: "openai", model: "gpt-4.1", metadata: { user: "a" }, feedback: null });
	});

	it.each<[SimulatedGatewayLogPatch, object]>([
		[{ feedback: 1 }, { feedback: 1, score: null, metadata: { user: "a" } }],
		[
			{ feedback: -1, score: 100 },
			{ feedback: -1, score: 100 },
		],
		[{ metadata: { user: "b" } }, { metadata: { user: "b" } }],
		[{ metadata: null }, { metadata: {} }],
		[{ metadata: { user: null } }, { metadata: {} }],
		[{}, { feedback: null }],
	])("change a log by %j", async (patch, expected) => {
		const { gateway, id } = await logged();
		expect(await gateway.patchLog(id, patch)).toBe(undefined);
		expect(await gateway.getLog(id)).toMatchObject(expected);
	});

	it("take feedback back", async () => {
		const { gateway, id } = await logged();
		await gateway.patchLog(id, { feedback: 1 });
		await gateway.patchLog(id, { feedback: null });
		expect((await gateway.getLog(id)).feedback).toBe(null);
	});

	it.each<[string, unknown]>([
		["the published form of feedback", { feedback: { rating: 5, comment: "good" } }],
		["feedback 0", { feedback: 0 }],
		["feedback as text", { feedback: "1" }],
		["a score above 100", { score: 101 }],
		["metadata that is a text", { metadata: "user" }],
	])("refuse %s as the platform does", async (_, patch) => {
		const { gateway, id } = await logged();
		const error = await failure(gateway.patchLog(id, patch as SimulatedGatewayLogPatch));
		expect([error.name, error.message]).toMatchObject(["AiGatewayInternalError", /Expected/]);
	});

	it("do not find what is not there", async () => {
		const { gateway } = open();
		const error = await failure(gateway.getLog("none"));
		expect([error.name, error.message]).toEqual(["AiGatewayLogNotFound", "Not Found"]);
		expect((await failure(gateway.patchLog("none", {}))).name).toBe("AiGatewayLogNotFound");
	});

	it("fail with the text of a page that is not the platform's", async () => {
		const gateway = createSimulatedGateway(async () => new Response("<h1>Access</h1>", { status: 403 }), "g");
		for (const promise of [gateway.getLog("a"), gateway.getUrl()]) {
			const error = await failure(promise);
			expect([error.name, error.message]).toEqual(["AiGatewayInternalError", "<h1>Access</h1>"]);
		}
	});
});

it("breaks when a method is taken off the object", async () => {
	const { gateway } = open();
	const { run, getLog } = gateway;
	expect(() => run(openai())).toThrow(TypeError);
	await expect(getLog("a")).rejects.toThrow(TypeError);
});
