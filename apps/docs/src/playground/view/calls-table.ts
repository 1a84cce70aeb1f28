import { count, dollars } from "../amounts.ts";
import { type Element, element } from "../element.ts";
import type { PastCall } from "../page-state.ts";

const columns = ["Call", "Model", "Outcome", "In", "Out", "Cost"];

/** The same as the chart, in numbers. */
export function callsTable(calls: readonly PastCall[]): Element {
	return element(
		"table",
		{ class: "pg-calls" },
		element("caption", {}, "Tokens and exact cost in USD of each call; ~ marks an estimate"),
		element(
			"thead",
			{},
			element(
				"tr",
				{},
				columns.map((name) => element("th", { scope: "col" }, name)),
			),
		),
		element("tbody", {}, calls.map(rowView)),
	);
}

function rowView({ number, model, outcome, inputTokens, outputTokens, usd, isEstimated }: PastCall): Element {
	const cells = [model, outcome, count(inputTokens), count(outputTokens), `${isEstimated ? "~" : ""}${dollars(usd)}`];
	return element(
		"tr",
		{},
		element("th", { scope: "row" }, number),
		cells.map((cell) => element("td", {}, cell)),
	);
}
