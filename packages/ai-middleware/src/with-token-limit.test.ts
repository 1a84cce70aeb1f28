import { RateLimitError } from "@workkit/errors";
import { type KvNamespace, slidingWindow } from "@workkit/ratelimit";
import { describe, expect, it, vi } from "vitest";
import { failureOf, gatewayOf, hear, type Step, scripted } from "../test/scripted.ts";
import { withTokenLimit } from "./index.ts";

function setUp(...steps: Step[]) {
	const values = new Map<string, string>();
	const namespace: KvNamespace = {
		get: async (key) => values.get(key) ?? null,
		put: async (key, value) => void values.set(key, value),
	};
	const limiter = slidingWindow({ namespace, limit: 2_000, window: "1m" });
	const provider = scripted(...steps);
	const left = async (): Promise<number> => (await limiter.check("k", 2_000)).remaining;
	return { provider, limiter, left, gateway: withTokenLimit(gatewayOf({ a: provider }), { limiter, key: "k" }) };
}

const input = { prompt: "hi", maxTokens: 1_000 };
const answer = { text: "Hello", usage: { inputTokens: 10, outputTokens: 90 } };

describe("withTokenLimit", () => {
	it("takes the most that a call can use, and gives back what it did not", async () => {
		const { gateway, left } = setUp(answer);
		await gateway.run("m", input);
		expect(await left()).toBe(1_900);
	});

	it("refuses the call that does not fit, and says when it will", async () => {
		const { gateway, provider, limiter } = setUp(answer);
		await limiter.check("k", 1_500);
		const error = await failureOf(gateway.run("m", input));
		expect(error).toBeInstanceOf(RateLimitError);
		expect((error as RateLimitError).retryAfterMs).toBeGreaterThan(50_000);
		expect(provider.calls).toHaveLength(0);
	});

	it("does not ask to wait for what no wait gives", async () => {
		const { gateway, provider, limiter } = setUp(answer);
		const error = await failureOf(gateway.run("m", { prompt: "hi", maxTokens: 2_001 }));
		expect(error).toMatchObject({ code: "WORKKIT_VALIDATION", retryable: false });
		expect(String(error)).toMatch(/2000.*maxTokens/);
		expect(provider.calls).toHaveLength(0);
		expect(await limiter.check("k", 2_000)).toMatchObject({ allowed: true });
	});

	it("asks to wait for what just fits", async () => {
		const check = async (_key: string, tokens: number) => ({ allowed: false, resetAt: new Date(), limit: tokens });
		const limiter = { check, adjust: async () => {} };
		const gateway = withTokenLimit(gatewayOf({ a: scripted(answer) }), { limiter, key: "k" });
		expect(await failureOf(gateway.run("m", input))).toBeInstanceOf(RateLimitError);
	});

	it("fails closed when the limiter does not answer", async () => {
		const provider = scripted(answer);
		const down = new Error("down");
		const limiter = { check: () => Promise.reject(down), adjust: async () => {} };
		const gateway = withTokenLimit(gatewayOf({ a: provider }), { limiter, key: "k" });
		expect(await failureOf(gateway.run("m", input))).toBe(down);
		expect(provider.calls).toHaveLength(0);
	});

	it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses to assume %s tokens", (assumeOutputTokens) => {
		const { limiter } = setUp(answer);
		const make = () => withTokenLimit(gatewayOf({ a: scripted(answer) }), { limiter, key: "k", assumeOutputTokens });
		expect(make).toThrow(expect.objectContaining({ code: "WORKKIT_CONFIG" }));
	});

	it("takes more when the vendor counts more", async () => {
		const { gateway, left } = setUp({ text: "x", usage: { inputTokens: 1_500, outputTokens: 300 } });
		await gateway.run("m", input);
		expect(await left()).toBe(200);
	});

	it("corrects streams at their end", async () => {
		const { gateway, left } = setUp([
			{ type: "text", delta: "x" },
			{ type: "done", usage: answer.usage },
		]);
		await hear(await gateway.stream("m", input));
		await vi.waitFor(async () => expect(await left()).toBe(1_900));
	});

	it("gives everything back when nobody answered", async () => {
		const { gateway, limiter } = setUp(new RateLimitError("slow down"));
		await failureOf(gateway.run("m", input));
		expect(await limiter.check("k", 2_000)).toMatchObject({ allowed: true });
	});
});
