import { rowOf } from "./ledger-row.ts";
import type { LedgerSink } from "./usage-ledger.ts";

/** A binding to Analytics Engine, as far as it is used here. */
export interface AnalyticsDataset {
	/** Queues a point. */
	writeDataPoint(point: { indexes: string[]; blobs: string[]; doubles: number[] }): void;
}

/**
 * Writes priced calls to Analytics Engine: `index1` is the key; `blob1` to `blob3` are key, provider and model; `double1` to `double7` are
 * USD, input tokens, output tokens, requests, unpriced, estimated and cached. For charts: the store samples, and its numbers are floats.
 * Rejects entries with `ConfigError` when a number of theirs cannot be.
 */
export function analyticsEngineSink(dataset: AnalyticsDataset): LedgerSink {
	return {
		async record(entry) {
			const { key, provider, model, usd, ...row } = rowOf(entry);
			const { inputTokens, outputTokens, requests, unpriced, estimated, cached } = row;
			dataset.writeDataPoint({
				// An index holds 96 bytes; the key in full is the first blob.
				indexes: [key.slice(0, 32)],
				blobs: [key, provider, model],
				doubles: [Number(usd), inputTokens, outputTokens, requests, unpriced, estimated, cached],
			});
		},
	};
}
