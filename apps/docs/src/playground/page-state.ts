import { type Choices, choose, firstChoices } from "./choices.ts";
import type { Happening } from "./happening.ts";
import { afterHappening, type RunState, startedRun } from "./run-state.ts";
import { scenarioOf } from "./scenario.ts";
import type { Spent } from "./spent.ts";

/** A call that is over, as the chart shows it. */
export interface PastCall extends Spent {
	/** From 1. */
	readonly number: number;
	readonly model: string;
	readonly outcome: "finished" | "stopped" | "failed";
}

/** All that the page shows. */
export interface PageState {
	readonly choices: Choices;
	/** The last run, or the one under way. */
	readonly run: RunState | undefined;
	/** Oldest first. */
	readonly calls: readonly PastCall[];
	/** Whether the code was copied a moment ago. */
	readonly isCopied: boolean;
}

/** What the reader does, and what happens meanwhile. */
export type Action =
	| { readonly type: "choose"; readonly name: keyof Choices; readonly value: string }
	| { readonly type: "start"; readonly startedAt: number }
	/** Time passes while a call is under way. */
	| { readonly type: "tick"; readonly atMs: number }
	| { readonly type: "copied"; readonly isCopied: boolean }
	| { readonly type: "happen"; readonly happening: Happening };

/** The page as it opens. */
export const firstState: PageState = { choices: firstChoices, run: undefined, calls: [], isCopied: false };

/** The page after one action. */
export function afterAction(state: PageState, action: Action): PageState {
	switch (action.type) {
		case "choose":
			// The controls offer no other values.
			return { ...state, choices: choose(state.choices, action.name, action.value as never), isCopied: false };
		case "start":
			return { ...state, run: startedRun(scenarioOf(state.choices), action.startedAt) };
		case "tick":
			return state.run?.outcome === "running" ? { ...state, run: { ...state.run, atMs: action.atMs } } : state;
		case "copied":
			return { ...state, isCopied: action.isCopied };
		case "happen": {
			if (!state.run) return state;
			const run = afterHappening(state.run, action.happening);
			return { ...state, run, calls: withCall(state.calls, run) };
		}
	}
}

function withCall(calls: readonly PastCall[], { outcome, spent, receipt, scenario }: RunState): readonly PastCall[] {
	if (outcome === "running" || !spent) return calls;
	const model = receipt.attempts.at(-1)?.model ?? scenario.model;
	return [...calls, { ...spent, number: calls.length + 1, model, outcome }];
}
