import type { Receipt } from "@workkit/ai-gateway";
import type { GatewayHappening, Happening, WireHappening } from "./happening.ts";
import type { Scenario } from "./scenario.ts";
import { type Spent, spentOf } from "./spent.ts";
import { type ToldError, toldError } from "./told-error.ts";

/** A line of the list of events. */
export type EventLine = Extract<GatewayHappening, { type: "event" | "output" }> & { readonly atMs: number };

/** A line of the list of what went over the wire. */
export type WireLine = WireHappening & { readonly atMs: number };

/** How far a run is. */
export type Outcome = "running" | "finished" | "stopped" | "failed";

/** Everything that the page knows of a run. */
export interface RunState {
	readonly scenario: Scenario;
	readonly outcome: Outcome;
	/** Milliseconds from the start to the last thing that happened. */
	readonly atMs: number;
	/** Milliseconds since the epoch. */
	readonly startedAt: number;
	readonly events: readonly EventLine[];
	readonly wire: readonly WireLine[];
	readonly receipt: Receipt;
	readonly error: ToldError | undefined;
	/** What all attempts used and cost; known at the end. */
	readonly spent: Spent | undefined;
}

/** A run of which nothing has happened yet. */
export function startedRun(scenario: Scenario, startedAt: number): RunState {
	return {
		scenario,
		startedAt,
		outcome: "running",
		atMs: 0,
		events: [],
		wire: [],
		receipt: { attempts: [] },
		error: undefined,
		spent: undefined,
	};
}

/** The run after one more thing has happened. */
export function afterHappening(run: RunState, happening: Happening): RunState {
	const { atMs, receipt, ...what } = happening;
	const next = { ...run, atMs, receipt };
	switch (what.type) {
		case "event":
		case "output":
			return { ...next, events: [...run.events, { ...what, atMs }] };
		case "attempt-ended":
			return next;
		case "finished":
		case "stopped":
			return { ...next, outcome: what.type, spent: spentOf(receipt, what.spent) };
		case "failed":
			return { ...next, outcome: "failed", error: toldError(what.error), spent: spentOf(receipt, what.spent) };
		default:
			return { ...next, wire: [...run.wire, { ...what, atMs }] };
	}
}
