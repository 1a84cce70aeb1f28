import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type BudgetStore, sumUsd } from "../src/index.ts";

const HOUR_MS = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);

/** What every budget store has to hold, whatever keeps it. */
export function describeBudgetStore(name: string, makeStore: () => BudgetStore): void {
	describe(name, () => {
		let key: string;
		let store: BudgetStore;
		const scope = () => ({ key, window: "day", limit: "1" }) as const;

		beforeEach(() => {
			vi.useFakeTimers({ toFake: ["Date"], now: noon });
			key = crypto.randomUUID();
			store = makeStore();
		});
		afterEach(() => {
			vi.useRealTimers();
		});

		it("lets exactly as many of 500 concurrent calls through as the budget holds, to the cent", async () => {
			const calls = Array.from({ length: 500 }, async (_, index) => {
				const id = `call-${index}`;
				const { allowed } = await store.reserve({ ...scope(), id, usd: "0.01" });
				if (!allowed) return false;
				await store.settle({ ...scope(), id, usd: 0.01 });
				return true;
			});
			expect((await Promise.all(calls)).filter(Boolean)).toHaveLength(100);
			expect(await store.read(scope())).toMatchObject({ spent: "1", reserved: "0" });
		});

		it("counts reservations as spent until they are settled", async () => {
			expect(await store.reserve({ ...scope(), id: "a", usd: "0.6" })).toEqual({
				...{ allowed: true, spent: "0", reserved: "0.6", remaining: "0.4" },
				resetAt: Date.UTC(2026, 10, 22),
			});
			expect(await store.reserve({ ...scope(), id: "b", usd: "0.5" })).toMatchObject({
				...{ allowed: false, spent: "0", reserved: "0.6", remaining: "0.4" },
			});
			await store.settle({ ...scope(), id: "a", usd: "0.1" });
			expect(await store.reserve({ ...scope(), id: "b", usd: "0.5" })).toMatchObject({
				...{ allowed: true, spent: "0.1", reserved: "0.5", remaining: "0.4" },
			});
		});

		it("gives back what is refunded", async () => {
			await store.reserve({ ...scope(), id: "a", usd: 1 });
			expect(await store.refund({ ...scope(), id: "a" })).toMatchObject({ spent: "0", reserved: "0" });
			expect((await store.reserve({ ...scope(), id: "b", usd: 1 })).allowed).toBe(true);
		});

		it("frees the reservation of a caller that never came back, and still takes its late settlement", async () => {
			await store.reserve({ ...scope(), id: "a", usd: 1, expiresInMs: 60_000 });
			vi.setSystemTime(noon + 59_999);
			expect((await store.reserve({ ...scope(), id: "b", usd: "0.1" })).allowed).toBe(false);
			vi.setSystemTime(noon + 60_000);
			expect(await store.reserve({ ...scope(), id: "b", usd: "0.1" })).toMatchObject({
				allowed: true,
				reserved: "0.1",
			});
			expect(await store.settle({ ...scope(), id: "a", usd: "0.7" })).toMatchObject({ spent: "0.7", reserved: "0.1" });
		});

		it("counts a settlement once, whether it was reserved or not", async () => {
			await store.reserve({ ...scope(), id: "a", usd: "0.2" });
			for (const id of ["a", "a", "b", "b"]) await store.settle({ ...scope(), id, usd: "0.1" });
			await store.refund({ ...scope(), id: "a" });
			expect(await store.read(scope())).toMatchObject({ spent: "0.2", reserved: "0" });
		});

		it("takes the same id for the same reservation", async () => {
			for (const _ of [1, 2]) {
				expect(await store.reserve({ ...scope(), id: "a", usd: "0.6" })).toMatchObject({
					allowed: true,
					reserved: "0.6",
				});
			}
		});

		it("takes the id of an expired reservation for a new one", async () => {
			await store.reserve({ ...scope(), id: "a", usd: "0.6", expiresInMs: 60_000 });
			vi.setSystemTime(noon + 60_000);
			expect(await store.reserve({ ...scope(), id: "b", usd: "0.6" })).toMatchObject({ allowed: true });
			expect(await store.reserve({ ...scope(), id: "a", usd: "0.6" })).toMatchObject({ allowed: false });
			expect(await store.reserve({ ...scope(), id: "a", usd: "0.4" })).toMatchObject({ allowed: true, reserved: "1" });
			expect(await store.settle({ ...scope(), id: "a", usd: "0.4" })).toMatchObject({ spent: "0.4", reserved: "0.6" });
		});

		it("holds one call to several windows under one id", async () => {
			for (const window of ["hour", "month"] as const) {
				const request = { key, window, limit: "1", id: "a", usd: "0.6" };
				expect(await store.reserve(request)).toMatchObject({ allowed: true, reserved: "0.6" });
				expect(await store.settle({ ...request, usd: "0.5" })).toMatchObject({ spent: "0.5", reserved: "0" });
			}
		});

		it("says when the oldest spend leaves a rolling window, whatever was given back before", async () => {
			const rolling = { key, window: { rollingMs: HOUR_MS }, limit: "1" };
			await store.reserve({ ...rolling, id: "a", usd: "0.1" });
			await store.refund({ ...rolling, id: "a" });
			vi.setSystemTime(noon + 120_000);
			await store.settle({ ...rolling, id: "b", usd: "0.1" });
			expect((await store.read(rolling)).resetAt).toBe(noon + 120_000 + HOUR_MS + 60_000);
		});

		it("records an overrun, and then lets nothing through", async () => {
			await store.reserve({ ...scope(), id: "a", usd: "0.5" });
			expect(await store.settle({ ...scope(), id: "a", usd: "1.5" })).toMatchObject({ spent: "1.5" });
			for (const usd of ["0.01", 0]) {
				expect(await store.reserve({ ...scope(), id: "b", usd })).toMatchObject({ allowed: false, remaining: "0" });
			}
		});

		it("tells of a threshold once per window", async () => {
			const spend = async (id: string, usd: string) =>
				(await store.settle({ ...scope(), id, usd, thresholds: [0.5, 0.8, 1] })).crossed;
			expect(await spend("a", "0.49")).toEqual([]);
			expect(await spend("b", "0.01")).toEqual([0.5]);
			expect(await spend("c", "0.1")).toEqual([]);
			expect(await spend("d", "0.4")).toEqual([0.8, 1]);
			expect(await spend("e", "5")).toEqual([]);
			vi.setSystemTime(noon + 24 * HOUR_MS);
			expect(await spend("f", "0.5")).toEqual([0.5]);
		});

		it("keeps keys and windows apart", async () => {
			await store.settle({ ...scope(), id: "a", usd: 1 });
			expect((await store.read({ key: `${key}-other`, window: "day" })).spent).toBe("0");
			expect((await store.read({ key, window: "hour" })).spent).toBe("0");
		});

		it.each([
			["hour", Date.UTC(2026, 10, 21, 13)],
			["day", Date.UTC(2026, 10, 22)],
			["month", Date.UTC(2026, 11, 1)],
		] as const)("begins anew with the next %s in UTC", async (window, resetAt) => {
			await store.settle({ key, window, limit: 1, id: "a", usd: 1 });
			vi.setSystemTime(resetAt - 1);
			expect(await store.read({ key, window })).toEqual({ spent: "1", reserved: "0", resetAt });
			vi.setSystemTime(resetAt);
			expect((await store.read({ key, window })).spent).toBe("0");
		});

		it("settles in the window that the reservation was made in", async () => {
			const evening = Date.UTC(2026, 10, 21, 23, 59, 59);
			vi.setSystemTime(evening);
			await store.reserve({ ...scope(), id: "a", usd: 1 });
			vi.setSystemTime(evening + 5_000);
			expect(await store.settle({ ...scope(), id: "a", usd: 1 })).toMatchObject({ spent: "0", reserved: "0" });
		});

		it("never has more than the limit in any stretch as long as a rolling window", async () => {
			const window = { rollingMs: HOUR_MS };
			const spends: [at: number, usd: string][] = [];
			for (let step = 0; step < 150; step++) {
				const at = noon + step * 61_000;
				vi.setSystemTime(at);
				const request = { key, window, limit: "1", id: `${step}`, usd: "0.07" };
				const { allowed, resetAt } = await store.reserve(request);
				expect(resetAt).toBeGreaterThan(at);
				if (!allowed) continue;
				await store.settle(request);
				spends.push([at, "0.07"]);
			}
			const within = (start: number): string[] =>
				spends.filter(([at]) => at >= start && at < start + HOUR_MS).map(([, usd]) => usd);
			for (const [at] of spends) expect(Number(sumUsd(...within(at)))).toBeLessThanOrEqual(1);
			expect(spends.length).toBeGreaterThan(28);
		});

		it.each([
			["usd", -1],
			["usd", Number.NaN],
			["usd", "a lot"],
			["limit", Number.POSITIVE_INFINITY],
			["window", "week"],
			["window", null],
			["window", { rollingMs: 0.5 }],
			["expiresInMs", -1],
			["expiresInMs", Number.NaN],
			["expiresInMs", Number.POSITIVE_INFINITY],
			["key", ""],
			["id", ""],
			["id", undefined],
		])("refuses %s %s, and changes nothing", async (field, value) => {
			await expect(store.reserve({ ...scope(), id: "a", usd: "0.1", [field]: value })).rejects.toMatchObject({
				code: "WORKKIT_CONFIG",
			});
			expect(await store.read(scope())).toMatchObject({ spent: "0", reserved: "0" });
		});

		it.each([Number.NaN, -0.5])("refuses the threshold %s, and spends nothing", async (part) => {
			const settled = store.settle({ ...scope(), id: "a", usd: "0.1", thresholds: [part] });
			await expect(settled).rejects.toMatchObject({ code: "WORKKIT_CONFIG" });
			expect(await store.read(scope())).toMatchObject({ spent: "0" });
		});
	});
}
