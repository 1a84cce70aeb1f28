import { describe, expect, it } from "vitest";
import { memoryKv } from "../test/memory-kv.ts";
import { composite, fixedWindow, platformLimiter } from "./index.ts";

function binding(limit: number) {
	const keys: string[] = [];
	return { keys, limit: async ({ key }: { key: string }) => ({ success: keys.push(key) <= limit }) };
}

describe("platformLimiter", () => {
	it("says what the binding says", async () => {
		const limiter = platformLimiter({ binding: binding(1), limit: 1, period: "60s" });
		const before = Date.now();
		expect(await limiter.check("k")).toMatchObject({ allowed: true, remaining: 1, limit: 1 });
		const { allowed, remaining, resetAt } = await limiter.check("k");
		expect({ allowed, remaining }).toEqual({ allowed: false, remaining: 0 });
		expect(resetAt.getTime()).toBeGreaterThanOrEqual(before + 60_000);
	});

	it("refuses costs that it cannot count", async () => {
		const counted = binding(5);
		const limiter = platformLimiter({ binding: counted, limit: 5, period: "10s" });
		for (const cost of [2, 0, -1, Number.NaN]) {
			await expect(limiter.check("k", cost)).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
		}
		expect(counted.keys).toEqual([]);
	});

	it("is asked last in a composite, since it cannot give back", async () => {
		const counted = binding(5);
		const exact = fixedWindow({ namespace: memoryKv(), limit: 1, window: "1h" });
		const both = composite([platformLimiter({ binding: counted, limit: 5, period: "10s" }), exact]);
		expect((await both.check("k")).allowed).toBe(true);
		expect((await both.check("k")).allowed).toBe(false);
		expect(counted.keys).toEqual(["k"]);
	});
});
