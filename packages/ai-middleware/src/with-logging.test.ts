import type { Gateway } from "@workkit/ai-core";
import { ServiceUnavailableError } from "@workkit/errors";
import { describe, expect, it, vi } from "vitest";
import { failureOf, gatewayOf, hear, scripted, streamOf } from "../test/scripted.ts";
import { withLogging, withRetry } from "./index.ts";

const input = { prompt: "hi" };
const text = { type: "text", delta: "a" } as const;

function hooks() {
	return { onRequest: vi.fn(), onResponse: vi.fn(), onError: vi.fn() };
}

describe("withLogging", () => {
	it("tells of a call and its answer, in the ruled order of arguments", async () => {
		const told = hooks();
		const options = { provider: "a" as const };
		const answer = await withLogging(gatewayOf({ a: scripted("fine") }), told).run("m", input, options);
		expect(told.onRequest).toHaveBeenCalledExactlyOnceWith("m", input, options);
		expect(told.onResponse).toHaveBeenCalledExactlyOnceWith("m", answer, expect.any(Number));
		expect(told.onError).not.toHaveBeenCalled();
	});

	it("tells of a failure", async () => {
		const told = hooks();
		const error = new ServiceUnavailableError("p");
		await failureOf(withLogging(gatewayOf({ a: scripted(error) }), told).run("m", input));
		expect(told.onError).toHaveBeenCalledExactlyOnceWith("m", error);
		expect(told.onResponse).not.toHaveBeenCalled();
	});

	it("tells of embeddings", async () => {
		const told = hooks();
		await withLogging(gatewayOf({ a: scripted({}) }), told).embed("m", { text: "x" });
		expect(told.onResponse).toHaveBeenCalledWith(
			"m",
			expect.objectContaining({ vectors: [[1, 2]] }),
			expect.any(Number),
		);
	});

	it("tells of a stream when it is over, with all that it said", async () => {
		const told = hooks();
		const usage = { inputTokens: 1, outputTokens: 2 };
		const call = { type: "tool_use", id: "1", name: "f", input: { a: 1 } } as const;
		const a = scripted([text, text, call, { type: "done", usage, finishReason: "tool_calls" }]);
		const stream = await withLogging(gatewayOf({ a }), told).stream("m", input);
		expect(told.onResponse).not.toHaveBeenCalled();
		await hear(stream);
		expect(told.onResponse).toHaveBeenCalledOnce();
		expect(told.onResponse.mock.calls[0]?.[1]).toMatchObject({
			text: "aa",
			usage,
			finishReason: "tool_calls",
			toolCalls: [{ id: "1", name: "f", arguments: { a: 1 } }],
			provider: "a",
			model: "m",
			receipt: { attempts: [{}] },
		});
	});

	it("tells of a whole stream where something inside waited for its first event, which may be its last", async () => {
		const told = hooks();
		const a = scripted([text, text, { type: "done" }], [{ type: "done", id: "empty" }]);
		const gateway = withLogging(withRetry(gatewayOf({ a })), told);
		for (let time = 0; time < 2; time++) await hear(await gateway.stream("m", input));
		expect(told.onResponse.mock.calls.map(([, output]) => output)).toMatchObject([
			{ text: "aa" },
			{ text: "", id: "empty" },
		]);
	});

	it("tells of a stream that breaks", async () => {
		const told = hooks();
		const error = new ServiceUnavailableError("p");
		await hear(await withLogging(gatewayOf({ a: scripted(() => streamOf([text, error])) }), told).stream("m", input));
		expect(told.onError).toHaveBeenCalledExactlyOnceWith("m", error);
		expect(told.onResponse).not.toHaveBeenCalled();
	});

	it("tells of a stream that its reader leaves what it had said", async () => {
		const told = hooks();
		const reader = (
			await withLogging(gatewayOf({ a: scripted([text, text, { type: "done" }]) }), told).stream("m", input)
		).getReader();
		await reader.read();
		await reader.cancel();
		expect(told.onResponse.mock.calls[0]?.[1]).toMatchObject({ text: "a" });
		expect(told.onResponse.mock.calls[0]?.[1]).not.toHaveProperty("finishReason");
	});

	it.each([
		[
			"throws",
			() => {
				throw new Error("the hook's");
			},
		],
		["rejects", () => Promise.reject(new Error("the hook's"))],
		["never ends", () => new Promise(() => {})],
	])("is not impressed by a hook that %s", async (_, hook) => {
		const gateway = withLogging(gatewayOf({ a: scripted("fine", new ServiceUnavailableError("p")) }), {
			onRequest: hook,
			onResponse: hook,
			onError: hook,
		});
		expect((await gateway.run("m", input)).text).toBe("fine");
		expect(await failureOf(gateway.run("m", input))).toMatchObject({ code: "WORKKIT_SERVICE_UNAVAILABLE" });
		expect(
			(await hear(await withLogging(gatewayOf({ a: scripted("fine") }), { onResponse: hook }).stream("m", input))).text,
		).toBe("fine");
	});

	it("inside withRetry sees each attempt, around it each call", async () => {
		const [inside, around] = [hooks(), hooks()];
		const a = scripted(new ServiceUnavailableError("p"), "fine");
		const gateway = withLogging(withRetry(withLogging(gatewayOf({ a }), inside), { maxDelayMs: 0 }), around);
		await gateway.run("m", input);
		expect([inside.onRequest, inside.onError, inside.onResponse].map(({ mock }) => mock.calls.length)).toEqual([
			2, 1, 1,
		]);
		expect([around.onRequest, around.onError, around.onResponse].map(({ mock }) => mock.calls.length)).toEqual([
			1, 0, 1,
		]);
	});

	it("has what the gateway has that it wraps, and nothing else", () => {
		const written: Gateway = {
			run: async () => ({ raw: null, provider: "w", model: "m" }),
			providers: () => ["w"],
			defaultProvider: () => "w",
		};
		expect(Object.keys(withLogging(written, {})).sort()).toEqual(["defaultProvider", "providers", "run"]);
		expect(Object.keys(withLogging({ ...written, runFallback: written.run as never }, {})).sort()).toContain(
			"runFallback",
		);
	});
});
