import { beforeEach, describe, expect, it } from "vitest";
import type { LedgerEntry, UsageLedger } from "../src/index.ts";

/** What every ledger has to hold, whatever keeps it. */
export function describeLedger(name: string, makeLedger: () => UsageLedger): void {
	describe(name, () => {
		const at = Date.UTC(2026, 10, 21, 23, 59, 59, 999);
		const entry: LedgerEntry = {
			key: "a",
			provider: "openai",
			model: "m",
			at,
			inputTokens: 10,
			outputTokens: 2,
			usd: "0.1",
		};
		const row = {
			key: "a",
			provider: "openai",
			model: "m",
			day: "2026-11-21",
			inputTokens: 10,
			outputTokens: 2,
			usd: "0.1",
		};
		const counts = { requests: 1, unpriced: 0, estimated: 0, cached: 0 };
		let ledger: UsageLedger;

		beforeEach(() => {
			ledger = makeLedger();
		});

		it("adds up by key, provider, model and day in UTC", async () => {
			await ledger.record(entry);
			await ledger.record({ ...entry, usd: 0.2 });
			await ledger.record({ ...entry, at: at + 1 });
			await ledger.record({ ...entry, provider: "azure" });
			await ledger.record({ ...entry, model: "n" });
			await ledger.record({ ...entry, key: "b" });
			await ledger.record({ ...entry, key: "a b" });
			expect(await ledger.query()).toEqual([
				{ ...row, ...counts, provider: "azure" },
				{ ...row, ...counts, requests: 2, usd: "0.3", inputTokens: 20, outputTokens: 4 },
				{ ...row, ...counts, model: "n" },
				{ ...row, ...counts, key: "a b" },
				{ ...row, ...counts, key: "b" },
				{ ...row, ...counts, day: "2026-11-22" },
			]);
		});

		it("selects by key, provider, model and days", async () => {
			const day = 86_400_000;
			for (const key of ["a", "b"]) for (const model of ["m", "n"]) await ledger.record({ ...entry, key, model });
			await ledger.record({ ...entry, at: at - day });
			await ledger.record({ ...entry, at: at + day });
			const found = async (query: Parameters<UsageLedger["query"]>[0]) =>
				(await ledger.query(query)).map(({ key, model, day }) => `${key} ${model} ${day.slice(-2)}`);
			expect(await found({ key: "b" })).toEqual(["b m 21", "b n 21"]);
			expect(await found({ key: "a", model: "m" })).toEqual(["a m 20", "a m 21", "a m 22"]);
			expect(await found({ key: "a", from: "2026-11-22" })).toEqual(["a m 22"]);
			expect(await found({ to: "2026-11-20" })).toEqual(["a m 20"]);
			expect(await found({ from: "2026-11-21", to: "2026-11-21", model: "n" })).toEqual(["a n 21", "b n 21"]);
			expect(await found({ provider: "azure" })).toEqual([]);
		});

		it("counts what is unknown, estimated or from a cache", async () => {
			await ledger.record({ ...entry, usd: undefined });
			await ledger.record({ ...entry, estimated: true });
			await ledger.record({ ...entry, usd: 0, cached: true, inputTokens: undefined, outputTokens: undefined });
			expect(await ledger.query()).toEqual([
				{ ...row, inputTokens: 20, outputTokens: 4, requests: 3, unpriced: 1, estimated: 1, cached: 1 },
			]);
		});

		it.each([
			["usd", -1],
			["usd", "much"],
			["inputTokens", Number.NaN],
			["outputTokens", -1],
			["inputTokens", 0.5],
			["outputTokens", "7"],
			["at", Number.NaN],
			["key", ""],
		])("refuses %s %s", async (field, value) => {
			await expect(ledger.record({ ...entry, [field]: value })).rejects.toMatchObject({ code: "WORKKIT_CONFIG" });
			expect(await ledger.query()).toEqual([]);
		});
	});
}
