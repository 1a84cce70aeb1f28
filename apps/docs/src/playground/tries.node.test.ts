import { describe, expect, it } from "vitest";
import { firstChoices } from "./choices.ts";
import { type RunState, startedRun } from "./run-state.ts";
import { scenarioOf } from "./scenario.ts";
import { triesOf } from "./tries.ts";

const first = { provider: "a", model: "m", status: 429, error: "WORKKIT_RATE_LIMIT", startedAt: 1_010, durationMs: 40 };
const run = (more: Partial<RunState>): RunState => ({ ...startedRun(scenarioOf(firstChoices), 1_000), ...more });

describe("attempts", () => {
	it("have the time since the one before ended as their wait, and what made them", () => {
		const second = { provider: "a", model: "m", status: 200, startedAt: 2_050, durationMs: 100 };
		const third = { ...second, model: "n", startedAt: 2_150 };
		const tries = triesOf(run({ outcome: "finished", receipt: { attempts: [first, second, third] } }));
		expect(tries.map(({ startMs, waitedMs, durationMs, change }) => [startMs, waitedMs, durationMs, change])).toEqual([
			[10, 0, 40, undefined],
			[1_050, 1_000, 100, "retry"],
			[1_150, 0, 100, "fallback"],
		]);
	});

	it("are open while nothing has come of them, and grow with the time", () => {
		const open = { provider: "b", model: "n", startedAt: 1_100, durationMs: 0 };
		const [failed, last] = triesOf(run({ atMs: 350, receipt: { attempts: [first, open] } }));
		expect([failed?.isOpen, last?.isOpen, last?.durationMs]).toEqual([false, true, 250]);
		const [, over] = triesOf(run({ atMs: 350, outcome: "stopped", receipt: { attempts: [first, open] } }));
		expect(over?.isOpen).toBe(false);
	});
});
