import { count, dollars, duration } from "../amounts.ts";
import { type Child, type Element, element } from "../element.ts";
import type { EventLine, Outcome, RunState } from "../run-state.ts";
import { errorView } from "./error-view.ts";
import { sectionView } from "./section-view.ts";

const words: Readonly<Record<Outcome, string>> = {
	running: "Running",
	finished: "Done",
	stopped: "Stopped",
	failed: "Failed",
};

/** The answer as a reader would see it, and how it ended. */
export function answerView(run: RunState | undefined): Element {
	const text = run?.events.map(spoken).join("") ?? "";
	return sectionView(
		"answer",
		"Answer",
		element(
			"p",
			{ class: "pg-status", role: "status" },
			run ? statusOf(run) : "Nothing has run yet: choose, and press Run.",
		),
		run && element("p", { class: "pg-card pg-text", "data-outcome": run.outcome }, text),
		run?.error && errorView(run.error),
	);
}

function statusOf({ outcome, atMs, spent, receipt }: RunState): Child[] {
	const chip = element("span", { class: "pg-chip", "data-kind": outcome }, words[outcome]);
	const failed = receipt.attempts.at(-1)?.error;
	if (outcome === "running") return [chip, failed === undefined ? "" : ` ${failed}: waiting to try again`];
	const tokens = spent && ` · ${count(spent.inputTokens)} tokens in, ${count(spent.outputTokens)} out`;
	return [chip, ` after ${duration(atMs)}`, tokens, ` · ${dollars(spent?.usd)}`, spent?.isEstimated && " (estimated)"];
}

function spoken(line: EventLine): string {
	if (line.type === "output") return line.output.text || callsOf(line.output.toolCalls ?? []);
	const { event } = line;
	if (event.type === "text") return event.delta;
	return event.type === "tool_use" ? callsOf([{ name: event.name, arguments: event.input }]) : "";
}

const callsOf = (calls: readonly { readonly name: string; readonly arguments: unknown }[]): string =>
	calls.map((call) => `${call.name}(${JSON.stringify(call.arguments)})`).join("\n");
