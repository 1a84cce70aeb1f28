import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { describeBudgetStore } from "../test/describe-budget-store.ts";
import { durableBudgetStore } from "./index.ts";

describeBudgetStore("durableBudgetStore", () => durableBudgetStore(env.BUDGET));

describe("the Durable Object of a budget", () => {
	const store = durableBudgetStore(env.BUDGET);
	const scopeOf = (key: string) => ({ key, window: "day", limit: "1" }) as const;
	const stubOf = (key: string) => env.BUDGET.get(env.BUDGET.idFromName(key));
	const count = (key: string, table: string): Promise<unknown> =>
		runInDurableObject(stubOf(key), (_, { storage }) =>
			storage.sql.exec(`SELECT count(*) AS count FROM ${table}`).one(),
		);

	afterEach(() => {
		vi.useRealTimers();
	});

	it("loses nothing when it is restarted", async () => {
		const scope = scopeOf("restart");
		await store.settle({ ...scope, id: "a", usd: "0.25", thresholds: [0.2] });
		await store.reserve({ ...scope, id: "b", usd: "0.5" });
		await evictDurableObject(stubOf("restart"));
		expect(await store.read(scope)).toMatchObject({ spent: "0.25", reserved: "0.5" });
		expect((await store.reserve({ ...scope, id: "c", usd: "0.3" })).allowed).toBe(false);
		expect(await store.settle({ ...scope, id: "b", usd: "0.1", thresholds: [0.2] })).toMatchObject({
			...{ spent: "0.35", reserved: "0", crossed: [] },
		});
	});

	it("frees what a crashed caller had reserved, also across a restart", async () => {
		const now = Date.UTC(2026, 10, 21, 12);
		vi.useFakeTimers({ toFake: ["Date"], now });
		const scope = scopeOf("crash");
		await store.reserve({ ...scope, id: "a", usd: 1, expiresInMs: 30_000 });
		await evictDurableObject(stubOf("crash"));
		vi.setSystemTime(now + 30_000);
		expect(await store.reserve({ ...scope, id: "b", usd: 1 })).toMatchObject({ allowed: true, reserved: "1" });
	});

	it("keeps nothing for who only asks, and no longer than others what was refunded unasked", async () => {
		await store.read(scopeOf("reader"));
		expect(await count("reader", "sqlite_master WHERE name IN ('holds', 'totals')")).toEqual({ count: 0 });
		await store.refund({ ...scopeOf("refunder"), id: "a" });
		const alarm = await runInDurableObject(stubOf("refunder"), (_, { storage }) => storage.getAlarm());
		expect(alarm).not.toBeNull();
	});

	it("keeps windows that outlast the platform's alarms", async () => {
		const scope = { key: "long", window: { rollingMs: 1e13 }, limit: 1 };
		expect(await store.reserve({ ...scope, id: "a", usd: 1, expiresInMs: 1e13 })).toMatchObject({ allowed: true });
		expect(await store.reserve({ ...scope, id: "b", usd: 1 })).toMatchObject({ allowed: false });
	});

	it("forgets ended reservations and windows by alarm, and in the end everything", async () => {
		// An alarm that is due by the real clock would go off by itself.
		const now = Date.UTC(2126, 10, 21, 12);
		vi.useFakeTimers({ toFake: ["Date"], now });
		const scope = scopeOf("alarm");
		for (const id of ["a", "b"]) await store.reserve({ ...scope, id, usd: "0.1" });
		await store.settle({ ...scope, id: "a", usd: "0.1" });
		vi.setSystemTime(now + 2 * 3_600_000);
		expect(await runDurableObjectAlarm(stubOf("alarm"))).toBe(true);
		const next = await runInDurableObject(stubOf("alarm"), (_, { storage }) => storage.getAlarm());
		expect(next).toBeGreaterThanOrEqual(now + 2 * 3_600_000 + 600_000);
		expect(await count("alarm", "holds")).toEqual({ count: 0 });
		expect(await store.read(scope)).toMatchObject({ spent: "0.1", reserved: "0" });
		vi.setSystemTime(now + 24 * 3_600_000);
		expect(await runDurableObjectAlarm(stubOf("alarm"))).toBe(true);
		expect(await count("alarm", "sqlite_master WHERE name IN ('holds', 'totals')")).toEqual({ count: 0 });
		expect(await runDurableObjectAlarm(stubOf("alarm"))).toBe(false);
		expect(await store.reserve({ ...scope, id: "c", usd: 1 })).toMatchObject({ allowed: true, spent: "0" });
	});
});
