import { rowOf } from "./ledger-row.ts";
import type { LedgerSink } from "./usage-ledger.ts";

/** A binding to D1, as far as it is used here. */
export interface D1Binding {
	/** Makes a statement. */
	prepare(sql: string): D1Statement;
}

/** A statement of D1, as far as it is used here. */
export interface D1Statement {
	/** Gives the statement its values. */
	bind(...values: unknown[]): D1Statement;
	/** Carries it out. */
	run(): Promise<unknown>;
}

/** The table that {@link d1Sink} writes to: run it once, as a migration. `usd` is text, so that it stays exact. */
export const d1Schema: string = `CREATE TABLE IF NOT EXISTS ai_usage (
	at INTEGER NOT NULL, day TEXT NOT NULL, key TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL, usd TEXT NOT NULL,
	input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, unpriced INTEGER NOT NULL, estimated INTEGER NOT NULL,
	cached INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS ai_usage_by_key ON ai_usage (key, day);`;

/**
 * Writes every priced call as a row of the table of {@link d1Schema} in D1.
 * Rejects entries as the database does, and with `ConfigError` when a number of theirs cannot be.
 */
export function d1Sink(database: D1Binding): LedgerSink {
	return {
		async record(entry) {
			const at = entry.at ?? Date.now();
			const { day, key, provider, model, usd, inputTokens, outputTokens, ...row } = rowOf({ ...entry, at });
			const { unpriced, estimated, cached } = row;
			const values = [at, day, key, provider, model, usd, inputTokens, outputTokens, unpriced, estimated, cached];
			await database
				.prepare(`INSERT INTO ai_usage VALUES (${values.map(() => "?").join(", ")})`)
				.bind(...values)
				.run();
		},
	};
}
