import { codeOf } from "../code-of.ts";
import { type Element, element } from "../element.ts";
import type { PageState } from "../page-state.ts";
import { scenarioOf } from "../scenario.ts";
import { answerView } from "./answer-view.ts";
import { chartView } from "./chart-view.ts";
import { codeView } from "./code-view.ts";
import { controlsView } from "./controls-view.ts";
import { eventsView } from "./events-view.ts";
import { receiptView } from "./receipt-view.ts";
import { traceView } from "./trace-view.ts";
import { wireView } from "./wire-view.ts";

/** The whole playground, of the state alone. */
export function pageView({ choices, run, calls, isCopied }: PageState): readonly Element[] {
	return [
		controlsView(choices, run?.outcome === "running"),
		answerView(run),
		element("div", { class: "pg-pair" }, eventsView(run?.events ?? []), wireView(run?.wire ?? [])),
		element("div", { class: "pg-pair" }, traceView(run), receiptView(run)),
		chartView(calls),
		codeView(codeOf(scenarioOf(choices)), isCopied),
	];
}
