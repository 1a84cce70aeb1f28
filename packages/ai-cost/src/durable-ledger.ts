import type { DurableNamespace } from "./durable-budget-store.ts";
import { rowOf } from "./ledger-row.ts";
import type { UsageLedger } from "./usage-ledger.ts";

/**
 * A ledger that all isolates share, in one object of the Durable Object class `LedgerObject`. One object takes some hundred calls a
 * second: give busy tenants or regions ledgers of their own by `name`.
 * Rejects entries as the object does, and with `ConfigError` when a number of theirs cannot be.
 *
 * @param namespace - The binding to the class, which your Worker exports from `@workkit/ai-cost/durable-object`.
 * @param name - Which ledger. Default `"ledger"`.
 *
 * @example
 * ```ts
 * import { durableLedger } from "@workkit/ai-cost";
 * import type { LedgerObject } from "@workkit/ai-cost/durable-object";
 *
 * declare const env: { LEDGER: DurableObjectNamespace<LedgerObject> };
 * const ledger = durableLedger(env.LEDGER);
 * await ledger.record({ key: "tenant-1", provider: "openai", model: "gpt-4o", inputTokens: 120, outputTokens: 40, usd: "0.0007" });
 * const rows = await ledger.query({ key: "tenant-1", from: "2026-11-01" });
 * ```
 */
export function durableLedger(namespace: DurableNamespace<UsageLedger>, name = "ledger"): UsageLedger {
	// What one method of the binding makes, the other takes.
	const object = (): UsageLedger => namespace.get(namespace.idFromName(name) as never);
	return {
		async record(entry) {
			// Here, since an error that comes back from the object has lost its class.
			rowOf(entry);
			await object().record(entry);
		},
		query: async (query) => object().query(query),
	};
}
