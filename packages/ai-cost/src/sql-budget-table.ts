import { type BudgetHold, type BudgetTable, type BudgetTotal, KEEP_MS } from "./budget-book.ts";

/** The SQL storage of a Durable Object, as far as it is used here. */
export interface Sql {
	exec(query: string, ...values: unknown[]): { toArray(): Record<string, unknown>[] };
}

/** A budget's table that can be cleaned up. */
export interface SqlBudgetTable extends BudgetTable {
	/** Drops what no longer matters. Answers when to come back, in milliseconds since the epoch, or `undefined` when nothing is left. */
	prune(at: number): number | undefined;
}

/** A budget's table in SQL. Amounts are the digits of their units, since SQLite's numbers are too small for them. */
export function sqlBudgetTable(sql: Sql): SqlBudgetTable {
	const rows = (query: string, ...values: unknown[]): Record<string, unknown>[] => sql.exec(query, ...values).toArray();
	sql.exec(`CREATE TABLE IF NOT EXISTS totals (window TEXT, slot INTEGER, endsAt INTEGER, spent TEXT, reserved TEXT, told REAL,
		PRIMARY KEY (window, slot)) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS holds (id TEXT PRIMARY KEY, window TEXT, slot INTEGER, endsAt INTEGER, amount TEXT, expiresAt INTEGER,
		state TEXT) WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS due ON holds (state, expiresAt);`);
	const total = ({ spent, reserved, ...row }: Record<string, unknown>): BudgetTotal =>
		({ ...row, spent: BigInt(spent as string), reserved: BigInt(reserved as string) }) as BudgetTotal;
	const hold = ({ amount, ...row }: Record<string, unknown>): BudgetHold =>
		({ ...row, amount: BigInt(amount as string) }) as BudgetHold;
	return {
		totals: (window, since) => rows("SELECT * FROM totals WHERE window = ? AND slot >= ?", window, since).map(total),
		putTotal({ window, slot, endsAt, spent, reserved, told }) {
			const values = [window, slot, endsAt, String(spent), String(reserved), told];
			sql.exec("INSERT OR REPLACE INTO totals VALUES (?, ?, ?, ?, ?, ?)", ...values);
		},
		hold: (id) => rows("SELECT * FROM holds WHERE id = ?", id).map(hold)[0],
		putHold({ id, window, slot, endsAt, amount, expiresAt, state }) {
			const values = [id, window, slot, endsAt, String(amount), expiresAt, state];
			sql.exec("INSERT OR REPLACE INTO holds VALUES (?, ?, ?, ?, ?, ?, ?)", ...values);
		},
		due: (at) => rows("SELECT * FROM holds WHERE state = 'open' AND expiresAt <= ?", at).map(hold),
		prune(at) {
			sql.exec("DELETE FROM holds WHERE state != 'open' AND expiresAt <= ?", at - KEEP_MS);
			sql.exec("DELETE FROM totals WHERE endsAt <= ?", at);
			const next = `SELECT min(at) AS at FROM (SELECT min(expiresAt) + ${KEEP_MS} AS at FROM holds
				UNION ALL SELECT min(endsAt) FROM totals)`;
			return (rows(next)[0]?.at as number | null) ?? undefined;
		},
	};
}
