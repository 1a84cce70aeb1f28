import { describe, expect, it } from "vitest";
import { describeLedger } from "../test/describe-ledger.ts";
import { type AnalyticsDataset, analyticsEngineSink, memoryLedger } from "./index.ts";

describeLedger("memoryLedger", memoryLedger);

describe("analyticsEngineSink", () => {
	it("writes one point per call, under the key", async () => {
		const points: unknown[] = [];
		const dataset: AnalyticsDataset = { writeDataPoint: (point) => points.push(point) };
		const key = "tenant-".repeat(20);
		const call = {
			key,
			provider: "openai",
			model: "m",
			inputTokens: 10,
			outputTokens: 2,
			usd: "0.25",
			estimated: true,
		};
		await analyticsEngineSink(dataset).record(call);
		expect(points).toEqual([
			{ indexes: [key.slice(0, 32)], blobs: [key, "openai", "m"], doubles: [0.25, 10, 2, 1, 0, 1, 0] },
		]);
	});
});
