import { addRows, rowOf } from "./ledger-row.ts";
import type { Sql } from "./sql-budget-table.ts";
import type { LedgerEntry, LedgerQuery, LedgerRow } from "./usage-ledger.ts";

/** A ledger in SQL, whose requests are answered at once. */
export interface SqlLedger {
	record(entry: LedgerEntry): void;
	query(query?: LedgerQuery): LedgerRow[];
}

const counts = ["requests", "inputTokens", "outputTokens", "unpriced", "estimated", "cached"] as const;
const id = ["day", "key", "provider", "model"] as const;
const columns = [...id, "usd", ...counts] as const;

/** A ledger in the SQL storage of a Durable Object. Amounts are decimals: SQLite's own numbers are not exact. */
export function sqlLedger(sql: Sql): SqlLedger {
	sql.exec(`CREATE TABLE IF NOT EXISTS rows (${[...id, "usd"].map((name) => `${name} TEXT`).join(", ")},
		${counts.map((name) => `${name} INTEGER`).join(", ")}, PRIMARY KEY (${id.join(", ")})) WITHOUT ROWID`);
	const select = (where: string, values: readonly unknown[]): LedgerRow[] =>
		sql
			.exec(`SELECT * FROM rows WHERE ${where} ORDER BY ${id.join(", ")}`, ...values)
			.toArray() as unknown as LedgerRow[];
	return {
		record(entry) {
			const row = rowOf(entry);
			const known = id.map((name) => row[name]);
			const [found] = select(id.map((name) => `${name} = ?`).join(" AND "), known);
			const sum = found ? addRows(found, row) : row;
			const values = columns.map((name) => sum[name]);
			sql.exec(`INSERT OR REPLACE INTO rows VALUES (${values.map(() => "?").join(", ")})`, ...values);
		},
		query({ key, provider, model, from, to } = {}) {
			const wanted = [
				["key = ?", key],
				["provider = ?", provider],
				["model = ?", model],
				["day >= ?", from],
				["day <= ?", to],
			].filter(([, value]) => value !== undefined);
			return select(
				["1", ...wanted.map(([test]) => test)].join(" AND "),
				wanted.map(([, value]) => value),
			);
		},
	};
}
