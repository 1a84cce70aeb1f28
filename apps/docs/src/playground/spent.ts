import type { LedgerRow } from "@workkit/ai-cost";
import type { Receipt } from "@workkit/ai-gateway";

/** What a call has used and cost, all attempts together. */
export interface Spent {
	readonly inputTokens: number;
	readonly outputTokens: number;
	/** Exact decimal of USD; `undefined` when it is not known. */
	readonly usd: string | undefined;
	/** Some of it no vendor has reported. */
	readonly isEstimated: boolean;
}

/** What the ledger and the receipt of a call say together. */
export function spentOf({ cost = { usd: "0" } }: Receipt, rows: readonly LedgerRow[]): Spent {
	const sum = (name: "inputTokens" | "outputTokens") => rows.reduce((total, row) => total + row[name], 0);
	return {
		inputTokens: sum("inputTokens"),
		outputTokens: sum("outputTokens"),
		usd: "unknown" in cost ? undefined : cost.usd,
		isEstimated: "estimated" in cost,
	};
}
