import { count, dollars, duration } from "../amounts.ts";
import { type Element, element } from "../element.ts";
import type { RunState } from "../run-state.ts";
import { emptyView, sectionView } from "./section-view.ts";

/** What the call took and cost, as the receipt and the ledger say. */
export function receiptView(run: RunState | undefined): Element {
	return sectionView(
		"receipt",
		"Receipt",
		run?.spent ? factsView(run, run.spent) : emptyView("Tokens and cost appear here when the call is over."),
	);
}

function factsView(run: RunState, spent: NonNullable<RunState["spent"]>): Element {
	const { receipt, atMs } = run;
	const last = receipt.attempts.at(-1);
	const facts: [string, string][] = [
		["Last asked", `${last?.provider ?? "nobody"} · ${last?.model ?? run.scenario.model}`],
		["Attempts", count(receipt.attempts.length)],
		["Took", duration(atMs)],
		["Input", `${count(spent.inputTokens)} tokens`],
		["Output", `${count(spent.outputTokens)} tokens`],
		["Cost", `${dollars(spent.usd)}${spent.isEstimated ? " (estimated)" : ""}`],
	];
	return element(
		"div",
		{ class: "pg-card" },
		element(
			"dl",
			{ class: "pg-facts" },
			facts.map(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
		),
		element(
			"details",
			{},
			element("summary", {}, "The receipt as it is"),
			element("pre", { tabindex: 0 }, JSON.stringify(receipt, null, 2)),
		),
	);
}
