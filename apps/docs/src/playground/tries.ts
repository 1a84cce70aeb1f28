import type { RunState } from "./run-state.ts";

/** An attempt as it is shown. */
export interface Try {
	readonly provider: string;
	readonly model: string;
	readonly status: number | undefined;
	/** Code of the error, when it failed. */
	readonly error: string | undefined;
	/** Milliseconds since the attempt before it ended. */
	readonly waitedMs: number;
	/** Milliseconds since the start of the run. */
	readonly startMs: number;
	readonly durationMs: number;
	/** Whether it is under way. */
	readonly isOpen: boolean;
	/** What made it, unless it is the first. */
	readonly change: "retry" | "fallback" | undefined;
}

/** The attempts of a run, from its receipt. */
export function triesOf({ receipt, startedAt, atMs, outcome }: RunState): Try[] {
	const { attempts } = receipt;
	return attempts.map((attempt, index) => {
		const { provider, model, status, error } = attempt;
		const before = attempts[index - 1];
		const startMs = Math.max(0, attempt.startedAt - startedAt);
		const isOpen = outcome === "running" && error === undefined && index === attempts.length - 1;
		const isSame = before?.provider === provider && before.model === model;
		return {
			provider,
			model,
			status,
			error,
			waitedMs: before ? Math.max(0, attempt.startedAt - before.startedAt - before.durationMs) : 0,
			startMs,
			durationMs: isOpen ? Math.max(0, atMs - startMs) : attempt.durationMs,
			isOpen,
			change: before && (isSame ? "retry" : "fallback"),
		};
	});
}
