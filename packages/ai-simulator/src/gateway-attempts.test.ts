import { describe, expect, it } from "vitest";
import { hello, openStage, refusal } from "../test/gateway-stage.ts";
import { attemptDelayMs } from "./gateway-attempts.ts";
import type { Reply } from "./index.ts";

const failing = (times: number, reply: Reply = { error: { status: 503 } }) => {
	let count = 0;
	return () => (++count <= times ? reply : undefined);
};
const never = { delayMs: Number.POSITIVE_INFINITY };

describe("retries", () => {
	it.each<[string, Record<string, string>, object, number]>([
		["once without more ado", {}, {}, 1],
		["as often as the header says", { "cf-aig-max-attempts": "3" }, {}, 3],
		["as often as the gateway says", {}, { retry_max_attempts: 2 }, 2],
		["as often as the header says, before the gateway", { "cf-aig-max-attempts": "1" }, { retry_max_attempts: 2 }, 1],
		["five times at most", { "cf-aig-max-attempts": "9" }, {}, 5],
	])("tries %s", async (_, headers, settings, attempts) => {
		const stage = openStage(settings, { reply: failing(9) });
		const response = await stage.chat(headers);
		expect(response.status).toBe(503);
		expect(stage.upstream()).toHaveLength(attempts);
		expect(await stage.logs()).toHaveLength(1);
	});

	it("stops with the first success", async () => {
		const stage = openStage({}, { reply: failing(1) });
		expect((await stage.chat({ "cf-aig-max-attempts": "5" })).status).toBe(200);
		expect(stage.upstream().map(({ status }) => status)).toEqual([503, 200]);
	});

	it("counts each further attempt as a request of its own", async () => {
		const numbers: number[] = [];
		const stage = openStage(
			{},
			{
				reply: ({ requestNumber }) => {
					numbers.push(requestNumber);
					return requestNumber < 3 ? { error: { status: 500 } } : undefined;
				},
			},
		);
		expect((await stage.chat({ "cf-aig-max-attempts": "3" })).status).toBe(200);
		expect(numbers).toEqual([1, 2, 3]);
	});

	it.each([
		["constant" as const, [10, 10, 10]],
		["linear" as const, [10, 20, 30]],
		["exponential" as const, [10, 20, 40]],
	])("waits in %s steps", (backoff, waits) => {
		expect([1, 2, 3].map((attempt) => attemptDelayMs({ backoff, retryDelayMs: 10 }, attempt))).toEqual(waits);
	});
});

describe("timeouts", () => {
	it("end a request whose first byte does not come", async () => {
		const stage = openStage({}, { reply: () => never });
		const response = await stage.chat({ "cf-aig-request-timeout": "5" });
		expect(await refusal(response)).toEqual([400, 2005]);
		expect(stage.upstream()[0]).toMatchObject({ cancelled: true });
		expect((await stage.logs())[0]).toMatchObject({ success: false, status_code: 400 });
	});

	it("let a stream go on that has begun", async () => {
		const stage = openStage({}, { paceMs: 5 });
		const response = await stage.chat({ "cf-aig-request-timeout": "20" }, { ...hello, stream: true });
		expect(await response.text()).toContain("[DONE]");
	});

	it("lead to the next attempt, the last of which takes the time it needs", async () => {
		let count = 0;
		const stage = openStage({}, { reply: () => (++count === 1 ? never : { delayMs: 30 }) });
		const response = await stage.chat({ "cf-aig-request-timeout": "5", "cf-aig-max-attempts": "2" });
		expect([response.status, stage.upstream().length]).toEqual([200, 2]);
	});

	it("are not what ends a request that the client gives up", async () => {
		const { simulator, logs } = openStage({}, { reply: () => never });
		const controller = new AbortController();
		const answer = simulator.fetch("https://gateway.ai.cloudflare.com/v1/a/g/openai/chat/completions", {
			method: "POST",
			headers: { authorization: "Bearer k" },
			body: JSON.stringify(hello),
			signal: controller.signal,
		});
		setTimeout(() => controller.abort(), 5);
		await expect(answer).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
		expect(simulator.requests()).toMatchObject([{ cancelled: true, upstream: [{}] }]);
		expect(await logs()).toEqual([]);
	});

	it("count an unreachable provider as no answer", async () => {
		const stage = openStage(
			{},
			{
				reply: () => {
					throw new Error("unreachable");
				},
			},
		);
		expect(await refusal(await stage.chat())).toEqual([400, 2005]);
	});
});
