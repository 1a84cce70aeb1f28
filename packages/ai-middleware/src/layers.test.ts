import type { Gateway } from "@workkit/ai-core";
import { RateLimitError, UnauthorizedError } from "@workkit/errors";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failureOf, gatewayOf, hear, scripted } from "../test/scripted.ts";
import {
	withCache,
	withCircuitBreaker,
	withFallback,
	withHedge,
	withLogging,
	withRetry,
	withTelemetry,
	withTimeouts,
} from "./index.ts";

const input = { prompt: "hi" };

/** Wraps a gateway in layers, the last one outermost. */
type Layer = (gateway: Gateway) => Gateway;

function layers(): Record<string, Layer> {
	const map = new Map<string, string>();
	const storage = {
		get: async (key: string) => map.get(key) ?? null,
		put: async (key: string, value: string) => void map.set(key, value),
		delete: async (key: string) => void map.delete(key),
	};
	return {
		retry: (gateway) => withRetry(gateway, { maxAttempts: 4 }),
		cache: (gateway) => withCache(gateway, { storage }),
		logging: (gateway) => withLogging(gateway, {}),
		telemetry: (gateway) => withTelemetry(gateway, {}),
		timeouts: (gateway) => withTimeouts(gateway, { timeout: 60_000, attemptTimeout: 30_000 }),
		hedge: (gateway) => withHedge(gateway, { afterMs: 60_000 }),
		breaker: (gateway) => withCircuitBreaker(gateway, { failureThreshold: 10 }),
		fallback: (gateway) => withFallback(gateway, { tiers: ["m2"], on: [] }),
	};
}

const orders = fc.shuffledSubarray(Object.keys(layers()));

const wrap = (order: string[], gateway: Gateway): Required<Pick<Gateway, "run" | "stream" | "embed">> => {
	const all = layers();
	return order.reduce<Gateway>((inner, name) => all[name]?.(inner) ?? inner, gateway) as never;
};

describe("the order of layers, where it must not matter", () => {
	it("gives the same answer, from the same number of requests, when all goes well", async () => {
		await fc.assert(
			fc.asyncProperty(orders, async (order) => {
				const a = scripted({ text: "fine", usage: { inputTokens: 1, outputTokens: 2 } });
				const gateway = wrap(order, gatewayOf({ a }));
				expect(await gateway.run("m", input)).toMatchObject({
					text: "fine",
					provider: "a",
					model: "m",
					finishReason: "stop",
					usage: { inputTokens: 1 },
				});
				expect(a.calls).toHaveLength(1);
				expect((await gateway.run("m", input)).text).toBe("fine");
				expect(a.calls).toHaveLength(order.includes("cache") ? 1 : 2);
				expect((await gateway.embed("m", { text: "x" })).vectors).toEqual([[1, 2]]);
			}),
		);
	});

	it("gives the same stream, its events untouched", async () => {
		const events = [
			{ type: "text", delta: "a" },
			{ type: "tool_use", id: "1", name: "f", input: { a: 1 } },
			{ type: "done", finishReason: "tool_calls" },
		] as const;
		await fc.assert(
			fc.asyncProperty(orders, async (order) => {
				const heard = await hear(await wrap(order, gatewayOf({ a: scripted([...events]) })).stream("m", input));
				expect(heard.events.slice(0, 2)).toEqual(events.slice(0, 2));
				expect(heard.events[2]).toMatchObject({ ...events[2], receipt: { attempts: [{ provider: "a" }] } });
			}),
		);
	});

	it("gives the same error, as it is, when it is final", async () => {
		await fc.assert(
			fc.asyncProperty(orders, async (order) => {
				const error = new UnauthorizedError();
				const a = scripted(error);
				expect(await failureOf(wrap(order, gatewayOf({ a })).run("m", input))).toBe(error);
				expect(a.calls).toHaveLength(1);
				expect(error.context.receipt).toMatchObject({ attempts: [{ error: "WORKKIT_UNAUTHORIZED" }] });
			}),
		);
	});

	it("overcomes the same failures, wherever the retry is, and tells of every attempt", async () => {
		await fc.assert(
			fc.asyncProperty(orders, fc.nat(3), fc.constantFrom("run", "stream"), async (order, failures, operation) => {
				const a = scripted(...Array.from({ length: failures }, () => new RateLimitError("m", 0)), "fine");
				const gateway = wrap([...new Set([...order, "retry"])], gatewayOf({ a }));
				if (operation === "run") {
					expect(await gateway.run("m", input)).toMatchObject({
						text: "fine",
						receipt: { attempts: Array(failures + 1).fill({}) },
					});
				} else {
					const { text, events } = await hear(await gateway.stream("m", input));
					expect(text).toBe("fine");
					expect(events.at(-1)).toMatchObject({ receipt: { attempts: Array(failures + 1).fill({}) } });
				}
				expect(a.calls).toHaveLength(failures + 1);
			}),
		);
	});

	it("ends with the caller's abort, and with its reason", async () => {
		await fc.assert(
			fc.asyncProperty(orders, fc.constantFrom("run", "stream"), async (order, operation) => {
				const controller = new AbortController();
				const reason = { mine: true };
				const a = scripted(() => {
					controller.abort(reason);
					return new Promise(() => {});
				});
				const gateway = wrap(order, gatewayOf({ a }));
				const options = { signal: controller.signal };
				const running = operation === "run" ? gateway.run("m", input, options) : gateway.stream("m", input, options);
				expect(await failureOf(running)).toBe(reason);
				expect(a.calls).toHaveLength(1);
			}),
		);
	});
});
