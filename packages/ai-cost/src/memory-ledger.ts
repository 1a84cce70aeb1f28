import { addRows, rowId, rowOf, selectRows } from "./ledger-row.ts";
import type { LedgerRow, UsageLedger } from "./usage-ledger.ts";

/**
 * A ledger in the memory of one isolate: for tests and single servers. What all isolates of a Worker spend is in a `durableLedger`.
 * Rejects entries with `ConfigError` when a number of theirs cannot be.
 */
export function memoryLedger(): UsageLedger {
	const rows = new Map<string, LedgerRow>();
	return {
		async record(entry) {
			const row = rowOf(entry);
			const id = rowId(row);
			const found = rows.get(id);
			rows.set(id, found ? addRows(found, row) : row);
		},
		query: async (query) => selectRows(rows.values(), query),
	};
}
