import { count, dollars } from "../amounts.ts";
import { type Bar, type Chart, chartOf } from "../chart.ts";
import { type Child, type Element, element } from "../element.ts";
import type { PastCall } from "../page-state.ts";
import { callsTable } from "./calls-table.ts";
import { emptyView, sectionView } from "./section-view.ts";

const WIDTH = 320;
const HEIGHT = 150;
/** Room above the bars for the scale, and below for the numbers of the calls. */
const [TOP, FOOT] = [22, 18];
const TALL = HEIGHT - TOP - FOOT;

/** Tokens and cost of the calls made on this page, drawn and as a table. */
export function chartView(calls: readonly PastCall[]): Element {
	if (calls.length === 0) {
		return sectionView("chart", "Calls on this page", emptyView("Tokens and cost of each call are drawn here."));
	}
	const chart = chartOf(calls);
	return sectionView(
		"chart",
		"Calls on this page",
		element(
			"div",
			{ class: "pg-charts" },
			panelView("Tokens", count(chart.topTokens), chart, (bar) => [
				barView(bar, "input", bar.input, 0),
				barView(bar, "output", bar.output, bar.input),
			]),
			panelView("Cost", dollars(String(Number(chart.topUsd.toPrecision(3)))), chart, (bar) => [
				barView(bar, "cost", bar.cost, 0),
			]),
		),
		element(
			"p",
			{ class: "pg-legend" },
			element("span", { "data-series": "input" }, "input tokens"),
			element("span", { "data-series": "output" }, "output tokens"),
			element("span", { "data-series": "cost" }, "cost in USD"),
		),
		callsTable(calls),
	);
}

function panelView(title: string, top: string, { bars }: Chart, drawn: (bar: Bar) => Child): Element {
	const label = `${title} of the last ${bars.length} calls; the table below has the numbers`;
	return element(
		"svg",
		{ viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label, class: "pg-card" },
		element("text", { x: 8, y: 15, class: "pg-axis" }, `${title}, up to ${top}`),
		element("line", { x1: 0, x2: WIDTH, y1: TOP + TALL, y2: TOP + TALL, class: "pg-ground" }),
		bars.map((bar) => [
			drawn(bar),
			element(
				"text",
				{ x: (bar.left + bar.width / 2) * WIDTH, y: HEIGHT - 6, class: "pg-axis", "text-anchor": "middle" },
				bar.call.number,
			),
		]),
	);
}

function barView({ left, width }: Bar, series: string, part: number, below: number): Element {
	return element("rect", {
		"data-series": series,
		x: (left * WIDTH).toFixed(1),
		width: (width * WIDTH).toFixed(1),
		y: (TOP + TALL * (1 - below - part)).toFixed(1),
		height: (TALL * part).toFixed(1),
	});
}
