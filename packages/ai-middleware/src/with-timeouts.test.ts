import { RateLimitError } from "@workkit/errors";
import { describe, expect, it } from "vitest";
import { failureOf, gatewayOf, hang, hear, scripted, streamOf } from "../test/scripted.ts";
import { withRetry, withTimeouts } from "./index.ts";

const input = { prompt: "hi" };

describe("withTimeouts", () => {
	it("bounds calls that name no timeout of their own, and its expiry is final", async () => {
		const a = scripted("hang");
		const gateway = withTimeouts(withRetry(gatewayOf({ a }), { maxAttempts: 5 }), { timeout: 10 });
		expect(await failureOf(gateway.run("m", input))).toMatchObject({
			code: "WORKKIT_TIMEOUT",
			timeoutMs: 10,
			retryable: false,
		});
		expect(a.calls).toHaveLength(1);
	});

	it("lets what the call names win", async () => {
		const gateway = withTimeouts(gatewayOf({ a: scripted("hang") }), { timeout: 1e6, attemptTimeout: 1e6 });
		expect(await failureOf(gateway.run("m", input, { timeout: 10 }))).toMatchObject({ timeoutMs: 10 });
		expect(await failureOf(gateway.run("m", input, { attemptTimeout: 11 }))).toMatchObject({ timeoutMs: 11 });
		const given = scripted("fine");
		await withTimeouts(gatewayOf({ given }), { idleTimeout: 5 }).run("m", input, {
			idleTimeout: undefined,
			firstTokenTimeout: 7,
		});
		expect(given.calls[0]?.options).toMatchObject({ idleTimeout: 5, firstTokenTimeout: 7 });
	});

	it("does not cut short what the call gives more time", async () => {
		const late = () => new Promise((resolve) => setTimeout(() => resolve("fine"), 30));
		const gateway = withTimeouts(gatewayOf({ a: scripted(late) }), { timeout: 5, attemptTimeout: 5 });
		const answer = await gateway.run("m", input, { timeout: 10_000, attemptTimeout: 10_000 });
		expect(answer.text).toBe("fine");
	});

	it("does not push back the deadline of a wrapper around it", async () => {
		const a = scripted(new RateLimitError("slow", 5_000), "fine");
		const gateway = withTimeouts(withTimeouts(withRetry(gatewayOf({ a })), { timeout: 60_000 }), { timeout: 1_000 });
		// The wait would outlast it.
		expect(await failureOf(gateway.run("m", input))).toMatchObject({ code: "WORKKIT_RATE_LIMIT" });
		expect(a.calls).toHaveLength(1);
	});

	it("bounds the whole of a stream, its first event, and the waits between", async () => {
		const stalled = () => streamOf([{ type: "text", delta: "a" }, hang({ signal: undefined })]);
		for (const [config, step] of [
			[{ timeout: 10 }, stalled],
			[{ attemptTimeout: 10 }, stalled],
			[{ idleTimeout: 10 }, stalled],
			[{ firstTokenTimeout: 10 }, () => streamOf([hang({ signal: undefined })])],
		] as const) {
			const gateway = withTimeouts(gatewayOf({ a: scripted(step) }), config);
			expect((await hear(await gateway.stream("m", input))).error).toMatchObject({
				code: "WORKKIT_TIMEOUT",
				timeoutMs: 10,
			});
		}
	});

	it("makes retries inside give up in time", async () => {
		const a = scripted("hang");
		const gateway = withTimeouts(withRetry(gatewayOf({ a })), { timeout: 60, attemptTimeout: 10 });
		// The wait before the second attempt would outlast the total.
		expect(await failureOf(gateway.run("m", input))).toMatchObject({ timeoutMs: 10 });
		expect(a.calls).toHaveLength(1);
	});

	it.each([{ timeout: 0 }, { idleTimeout: -1 }, { firstTokenTimeout: Number.NaN }, { attemptTimeout: 2 ** 31 }])(
		"refuses %j",
		(config) => {
			expect(() => withTimeouts(gatewayOf({ a: scripted("") }), config)).toThrow(/milliseconds/);
		},
	);
});
