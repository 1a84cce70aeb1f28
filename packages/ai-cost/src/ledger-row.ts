import { ConfigError } from "@workkit/errors";
import { checkKey } from "./check-key.ts";
import { sumUsd } from "./sum-usd.ts";
import type { LedgerEntry, LedgerQuery, LedgerRow } from "./usage-ledger.ts";
import { toUnits } from "./usd.ts";

/** An entry as the row that it would be alone. */
export function rowOf(entry: LedgerEntry): LedgerRow {
	const { key, provider, model, at = Date.now(), usd, inputTokens = 0, outputTokens = 0, estimated, cached } = entry;
	toUnits(inputTokens, "inputTokens", true);
	toUnits(outputTokens, "outputTokens", true);
	if (Number.isNaN(new Date(at).getTime())) throw new ConfigError("`at` must be milliseconds since the epoch.");
	return {
		key: checkKey(key),
		provider,
		model,
		day: new Date(at).toISOString().slice(0, 10),
		usd: sumUsd(usd ?? 0),
		requests: 1,
		inputTokens,
		outputTokens,
		unpriced: usd === undefined ? 1 : 0,
		estimated: estimated ? 1 : 0,
		cached: cached ? 1 : 0,
	};
}

/** Two rows of the same key, model and day as one. */
export function addRows(one: LedgerRow, other: LedgerRow): LedgerRow {
	return {
		...one,
		usd: sumUsd(one.usd, other.usd),
		requests: one.requests + other.requests,
		inputTokens: one.inputTokens + other.inputTokens,
		outputTokens: one.outputTokens + other.outputTokens,
		unpriced: one.unpriced + other.unpriced,
		estimated: one.estimated + other.estimated,
		cached: one.cached + other.cached,
	};
}

const fields = ["day", "key", "provider", "model"] as const;

/** What no two rows share. */
export const rowId = (row: LedgerRow): string => JSON.stringify(fields.map((field) => row[field]));

/** The rows that a query selects, in order. */
export function selectRows(rows: Iterable<LedgerRow>, query: LedgerQuery = {}): LedgerRow[] {
	const { from = "", to = "~", key, provider, model } = query;
	const wanted = Object.entries({ key, provider, model }).filter(([, value]) => value !== undefined);
	return [...rows]
		.filter(
			(row) => row.day >= from && row.day <= to && wanted.every(([field, value]) => row[field as "key"] === value),
		)
		.map((row) => ({ ...row }))
		.sort((one, other) => {
			const differing = fields.find((field) => one[field] !== other[field]) ?? "day";
			return one[differing] < other[differing] ? -1 : 1;
		});
}
