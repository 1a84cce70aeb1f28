import type { PastCall } from "./page-state.ts";

/** The chart shows the last ones. */
export const CHART_CALLS = 12;

/** A bar of the chart, in its own units: x from 0 to 1, heights as parts of the highest. */
export interface Bar {
	readonly call: PastCall;
	/** Left edge and width, as parts of the whole width. */
	readonly left: number;
	readonly width: number;
	readonly input: number;
	readonly output: number;
	readonly cost: number;
}

/** Where the bars of the chart stand, and what its heights stand for. */
export interface Chart {
	readonly bars: readonly Bar[];
	readonly topTokens: number;
	/** USD, rounded as far as a drawing needs it. */
	readonly topUsd: number;
}

/** The chart of the last calls. A cost that is not known has no bar. */
export function chartOf(calls: readonly PastCall[]): Chart {
	const shown = calls.slice(-CHART_CALLS);
	const tokensOf = (call: PastCall) => call.inputTokens + call.outputTokens;
	const usdOf = (call: PastCall) => Number(call.usd ?? 0);
	const topTokens = Math.max(1, ...shown.map(tokensOf));
	const topUsd = Math.max(...shown.map(usdOf), Number.MIN_VALUE);
	// A few calls do not fill the width.
	const slots = Math.max(6, shown.length);
	const bars = shown.map((call, index) => ({
		call,
		left: (index + 0.2) / slots,
		width: 0.6 / slots,
		input: call.inputTokens / topTokens,
		output: call.outputTokens / topTokens,
		cost: usdOf(call) / topUsd,
	}));
	return { bars, topTokens, topUsd };
}
