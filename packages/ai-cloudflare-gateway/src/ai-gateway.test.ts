import { createGateway } from "@workkit/ai-core";
import { openai } from "@workkit/ai-openai";
import { createSimulator } from "@workkit/ai-simulator";
import { describe, expect, it, vi } from "vitest";
import { aiGateway, cloudflareBinding, isAiGatewayError, withFeedback } from "./index.ts";

const simulate = (logDelayMs = 0) => createSimulator({ gateway: { gateways: ["gw"], logDelayMs } });
const chat = (content = "Hello", model = "gpt-4.1") => ({
	provider: "openai",
	endpoint: "chat/completions",
	headers: { authorization: "Bearer vendor-key" },
	query: { model, messages: [{ role: "user", content }] },
});

/** A binding whose gateway does what it is told. */
const bindingOf = (methods: object) => ({ gateway: () => methods as never });
const named = (name: string, message: string) => Object.assign(new Error(message), { name });

describe("run", () => {
	it("answers with the provider's own response", async () => {
		const response = await aiGateway(simulate().ai, "gw").run(chat());
		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject({ object: "chat.completion" });
	});

	it("has the gateway try several requests in order", async () => {
		const response = await aiGateway(simulate().ai, "gw").run([chat("Hello", "no-such-model"), chat()]);
		expect(response.headers.get("cf-aig-step")).toBe("1");
	});

	it("answers with a response that is not ok, too", async () => {
		const response = await aiGateway(simulate().ai, "gw").run(chat("Hello", "no-such-model"));
		expect(response.status).toBe(404);
		expect((await aiGateway(simulate().ai, "nowhere").run(chat())).status).toBe(400);
	});

	it("never changes the request that it is given, and needs no headers", async () => {
		const request = { ...chat(), headers: Object.freeze({ "x-number": 1, "x-object": { a: 1 } }) };
		const { ai, requests } = simulate();
		await aiGateway(ai, "gw").run([request, request]);
		expect(request.headers).toEqual({ "x-number": 1, "x-object": { a: 1 } });
		expect(requests()[0]?.body).toMatchObject([{ headers: { "x-number": "1", "x-object": '{"a":1}' } }, {}]);
		const { headers: _, ...bare } = chat();
		expect((await aiGateway(ai, "gw").run(bare)).status).toBeGreaterThan(0);
	});

	it("sends headers of its own to the gateway and not to the provider", async () => {
		const { ai, requests } = simulate();
		await aiGateway(ai, "gw").run(chat(), { headers: { "x-own": "1" } });
		expect(requests()[0]?.headers["x-own"]).toBe("1");
		expect(requests()[0]?.body).toMatchObject([{ headers: { authorization: "Bearer vendor-key" } }]);
	});

	it("refuses an empty list", async () => {
		await expect(aiGateway(simulate().ai, "gw").run([])).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
	});

	it("rejects with the caller's own reason when aborted, before and during the run", async () => {
		const reason = new Error("enough");
		const run = vi.fn(
			(_data, { signal }) =>
				new Promise((_, reject) => signal.addEventListener("abort", () => reject(named("AbortError", "aborted")))),
		);
		const gateway = aiGateway(bindingOf({ run }), "gw");
		await expect(gateway.run(chat(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
		expect(run).not.toHaveBeenCalled();
		const controller = new AbortController();
		const running = gateway.run(chat(), { signal: controller.signal });
		controller.abort(reason);
		await expect(running).rejects.toBe(reason);
	});
});

describe("getUrl", () => {
	it("gives the gateway's base URL, and a provider's, without a trailing slash", async () => {
		const gateway = aiGateway(simulate().ai, "gw");
		expect(await gateway.getUrl()).toBe("https://gateway.ai.cloudflare.com/v1/sim/gw");
		expect(await gateway.getUrl("openai")).toBe("https://gateway.ai.cloudflare.com/v1/sim/gw/openai");
	});
});

describe("logs", () => {
	it("are read and given feedback by the answer's own id", async () => {
		const { ai } = simulate();
		const gateway = aiGateway(ai, "gw");
		const [first, second] = await Promise.all([gateway.run(chat("one")), gateway.run(chat("two"))]);
		await gateway.patchLog(first as Response, { feedback: -1, score: 0, metadata: { user: "a", big: 7n } });
		expect(await gateway.getLog(first as Response)).toMatchObject({ provider: "openai", created_at: expect.any(Date) });
		expect(await gateway.getLog(first as Response)).toMatchObject({
			feedback: -1,
			score: 0,
			metadata: { user: "a", big: "7" },
		});
		expect((await gateway.getLog(second as Response)).feedback ?? null).toBeNull();
		expect(await gateway.getLog(first?.headers.get("cf-aig-log-id") ?? "")).toMatchObject({ feedback: -1 });
	});

	it("are waited for while they are written", async () => {
		const gateway = aiGateway(simulate(20).ai, "gw", { logDelaysMs: [1, 200] });
		const response = await gateway.run(chat());
		await gateway.patchLog(response, { feedback: 1 });
		expect(await gateway.getLog(response)).toMatchObject({ feedback: 1 });
	});

	it("are asked for again after 250, 500 and 1,000 ms, and no more", async () => {
		vi.useFakeTimers();
		try {
			const getLog = vi.fn(async () => Promise.reject(named("AiGatewayLogNotFound", "Log Not Found")));
			const asked = aiGateway(bindingOf({ getLog }), "gw").getLog("id");
			asked.catch(() => {});
			const counts: number[] = [];
			for (const ms of [249, 1, 499, 1, 999, 1, 10_000]) {
				await vi.advanceTimersByTimeAsync(ms);
				counts.push(getLog.mock.calls.length);
			}
			expect(counts).toEqual([1, 2, 2, 3, 3, 4, 4]);
			await expect(asked).rejects.toMatchObject({ code: "WORKKIT_NOT_FOUND" });
		} finally {
			vi.useRealTimers();
		}
	});

	it("are asked for once when no waits are given", async () => {
		const getLog = vi.fn(async () => Promise.reject(named("AiGatewayLogNotFound", "Log Not Found")));
		await expect(aiGateway(bindingOf({ getLog }), "gw", { logDelaysMs: [] }).getLog("id")).rejects.toThrow();
		expect(getLog).toHaveBeenCalledTimes(1);
	});

	it("that never come are not found, as an error of the gateway", async () => {
		const getLog = vi.fn(async () => Promise.reject(named("AiGatewayLogNotFound", "Log Not Found")));
		const error = await aiGateway(bindingOf({ getLog }), "gw", { logDelaysMs: [1, 1] })
			.getLog("gone")
			.catch((caught) => caught);
		expect(error).toMatchObject({
			code: "WORKKIT_NOT_FOUND",
			retryable: false,
			context: { provider: "ai-gateway", gatewayId: "gw", operation: "getLog", logId: "gone" },
		});
		expect(isAiGatewayError(error)).toBe(true);
		expect(getLog).toHaveBeenCalledTimes(3);
	});

	it("are not asked for again after another error", async () => {
		const patchLog = vi.fn(async () => Promise.reject(named("AiGatewayInternalError", "Internal Error")));
		await expect(aiGateway(bindingOf({ patchLog }), "gw").patchLog("id", { score: 1 })).rejects.toMatchObject({
			code: "WORKKIT_SERVICE_UNAVAILABLE",
			retryable: true,
			context: { operation: "patchLog", vendorType: "AiGatewayInternalError" },
		});
		expect(patchLog).toHaveBeenCalledTimes(1);
	});

	it("need an answer that names one", async () => {
		const gateway = aiGateway(simulate().ai, "gw");
		for (const answer of ["", new Response(), { receipt: { attempts: [] } }, {}]) {
			await expect(gateway.getLog(answer)).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
		}
	});

	it.each([
		{ feedback: 2 },
		{ feedback: "good" },
		{ score: 101 },
		{ score: -1 },
		{ score: Number.NaN },
		{ score: "5" },
	])("take no such feedback: %o", async (feedback) => {
		const patchLog = vi.fn();
		await expect(aiGateway(bindingOf({ patchLog }), "gw").patchLog("id", feedback as never)).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
		});
		expect(patchLog).not.toHaveBeenCalled();
	});

	it("have feedback taken back by null, and keep what is not named", async () => {
		const patchLog = vi.fn();
		await aiGateway(bindingOf({ patchLog }), "gw").patchLog("id", { feedback: null, score: undefined, metadata: null });
		expect(patchLog).toHaveBeenCalledWith("id", { feedback: null, metadata: null });
	});
});

describe("errors", () => {
	it.each([
		["2001: Gateway not found", "WORKKIT_VALIDATION", 400],
		["AiGatewayError: 2009: Unauthorized", "WORKKIT_UNAUTHORIZED", 401],
		['{"success":false,"errors":[{"code":7002,"message":"Not found"}]}', "WORKKIT_NOT_FOUND", 404],
		["<html>", "WORKKIT_SERVICE_UNAVAILABLE", 503],
	])("are of our kinds: %s", async (message, code, statusCode) => {
		const getUrl = async () => Promise.reject(named("AiGatewayInternalError", message));
		const error = await aiGateway(bindingOf({ getUrl }), "gw")
			.getUrl()
			.catch((caught) => caught);
		expect(error).toMatchObject({ code, statusCode, context: { gatewayId: "gw", operation: "getUrl" } });
		expect(isAiGatewayError(error)).toBe(true);
	});

	it("say what to do off the platform", async () => {
		const run = async () => Promise.reject(new Error("Binding AI needs to be run remotely"));
		await expect(aiGateway(bindingOf({ run }), "gw").run(chat())).rejects.toMatchObject({
			code: "WORKKIT_BINDING_ERROR",
		});
	});

	it("of other kinds are not the gateway's", () => {
		expect(isAiGatewayError(new Error("x"))).toBe(false);
		expect(isAiGatewayError(undefined)).toBe(false);
	});

	it("come at once for a missing binding and for an impossible name", () => {
		expect(() => aiGateway(undefined as never, "gw")).toThrowError(
			expect.objectContaining({ code: "WORKKIT_BINDING_NOT_FOUND" }),
		);
		for (const id of ["", "A", "a/b", "a".repeat(65), undefined as never]) {
			expect(() => aiGateway(simulate().ai, id)).toThrowError(expect.objectContaining({ code: "WORKKIT_CONFIG" }));
		}
	});
});

describe("withFeedback", () => {
	it("writes into the log entry of the answer itself, among concurrent ones", async () => {
		const { ai } = simulate();
		const client = aiGateway(ai, "gw");
		const p = openai({ apiKey: "k", ...cloudflareBinding({ binding: ai, gatewayId: "gw" }) });
		const gateway = withFeedback(createGateway({ providers: { p }, defaultProvider: "p" }), client);
		const [one, two] = await Promise.all(["one", "two"].map((prompt) => gateway.run("gpt-4.1", { prompt })));
		await one?.feedback({ feedback: 1, score: 90 });
		expect(await client.getLog(one ?? "")).toMatchObject({ feedback: 1, score: 90 });
		expect((await client.getLog(two ?? "")).feedback ?? null).toBeNull();
		expect(Object.keys(one ?? {})).not.toContain("feedback");
		const stream = await gateway.stream("gpt-4.1", { prompt: "three" });
		for await (const event of stream) if (event.type === "done") await client.patchLog(event, { feedback: -1 });
	});
});
