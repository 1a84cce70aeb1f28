import { describe, expect, it } from "vitest";
import { type Choices, choose, firstChoices } from "./choices.ts";
import type { Happening } from "./happening.ts";
import { runScenario } from "./run-scenario.ts";
import { afterHappening, type RunState, startedRun } from "./run-state.ts";
import { scenarioOf } from "./scenario.ts";
import { triesOf } from "./tries.ts";

/** Runs what is chosen, and gives the state that it leaves. */
async function runOf(choices: Partial<Choices>, stopAt?: (happening: Happening) => boolean): Promise<RunState> {
	const scenario = scenarioOf({ ...firstChoices, ...choices });
	const stop = new AbortController();
	let run = startedRun(scenario, Date.now());
	const tell = (happening: Happening) => {
		run = afterHappening(run, happening);
		if (stopAt?.(happening)) stop.abort();
	};
	await runScenario({ ...scenario, simulator: { ...scenario.simulator, paceMs: 5 } }, tell, stop.signal);
	return run;
}

const types = (run: RunState) => run.wire.map(({ type }) => type);

describe("a run", () => {
	it("ends with done, exact cost, and the frames beside the events", async () => {
		const run = await runOf({});
		expect(run.outcome).toBe("finished");
		expect(run.events.at(-1)).toMatchObject({ type: "event", event: { type: "done", finishReason: "stop" } });
		expect(types(run).slice(0, 2)).toEqual(["request", "response"]);
		expect(run.wire.find(({ type }) => type === "frame")).toMatchObject({ text: expect.stringMatching(/^data: \{/) });
		const { inputTokens, outputTokens } = run.spent ?? { inputTokens: 0, outputTokens: 0 };
		const exact = BigInt(inputTokens) * 175n + BigInt(outputTokens) * 1_400n;
		expect(run.spent).toMatchObject({ isEstimated: false, usd: (Number(exact) / 1e8).toString() });
	});

	it("waits after each 429 and tells of both", async () => {
		const run = await runOf({
			operation: "run",
			provider: "anthropic",
			model: "claude-sonnet-4-6",
			fault: "rate-limit",
		});
		const tries = triesOf(run);
		expect(tries.map(({ status, error, change }) => [status, error, change])).toEqual([
			[429, "WORKKIT_RATE_LIMIT", undefined],
			[429, "WORKKIT_RATE_LIMIT", "retry"],
			[200, undefined, "retry"],
		]);
		for (const { waitedMs } of tries.slice(1)) expect(waitedMs).toBeGreaterThan(900);
		expect(run.outcome).toBe("finished");
	});

	it("goes on to the next provider when the first fails", async () => {
		const run = await runOf({ operation: "run", fault: "outage" });
		expect(triesOf(run).map(({ provider, status, change }) => [provider, status, change])).toEqual([
			["openai", 500, undefined],
			["openai", 500, "retry"],
			["openai", 500, "retry"],
			["anthropic", 200, "fallback"],
		]);
		expect(run.spent?.usd).toBe(run.receipt.cost && "usd" in run.receipt.cost ? run.receipt.cost.usd : "");
	});

	it("that is cut has a typed error, what was said, and no done", async () => {
		const run = await runOf({ fault: "cut" });
		expect(run.outcome).toBe("failed");
		expect(run.error).toMatchObject({
			name: "StreamInterruptedError",
			fix: expect.stringContaining("continueStreams"),
		});
		const said = run.events.map((line) =>
			line.type === "event" && line.event.type === "text" ? line.event.delta : "?",
		);
		expect(new Map(run.error?.facts).get("context.partial.text")).toBe(said.join(""));
		expect(types(run).at(-1)).toBe("broken");
		expect(run.spent?.isEstimated).toBe(true);
	});

	it("that is stopped ends at once, with an estimate of what it cost", async () => {
		const run = await runOf({ fault: "slow" }, ({ type }) => type === "request");
		expect([run.outcome, run.events, run.error]).toEqual(["stopped", [], undefined]);
		const later = await runOf({}, (happening) => happening.type === "event");
		expect(later.outcome).toBe("stopped");
		expect(later.spent).toMatchObject({ isEstimated: true });
		expect(Number(later.spent?.usd)).toBeGreaterThan(0);
	});

	it("says what each tier said when all have failed", async () => {
		const choices = choose({ ...firstChoices, ask: "json", fault: "outage" }, "provider", "anthropic");
		const run = await runOf(choices);
		expect(run.error?.name).toBe("FallbackExhaustedError");
		expect(run.error?.facts.filter(([name]) => name.startsWith("errors["))).toHaveLength(2);
	});
});
