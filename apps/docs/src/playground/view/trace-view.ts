import { duration } from "../amounts.ts";
import { type Element, element } from "../element.ts";
import type { RunState } from "../run-state.ts";
import { type Try, triesOf } from "../tries.ts";
import { emptyView, sectionView } from "./section-view.ts";

/** A shorter wait is none. */
const SHOWN_MS = 5;

/** Every attempt at every provider: who was asked, what came of it, and how long it and the wait before it took. */
export function traceView(run: RunState | undefined): Element {
	const tries = run ? triesOf(run) : [];
	return sectionView(
		"trace",
		"Retries and fallback",
		tries.length === 0
			? emptyView("Each attempt appears here, with its provider, its status and the wait before it.")
			: element(
					"ol",
					{ class: "pg-tries" },
					tries.map((one) => tryView(one, Math.max(run?.atMs ?? 0, 1))),
				),
	);
}

function tryView(
	{ provider, model, status, error, waitedMs, startMs, durationMs, isOpen, change }: Try,
	totalMs: number,
): Element {
	const percent = (ms: number) => `${Math.min(100, (100 * ms) / totalMs).toFixed(2)}%`;
	const kind = error === undefined ? (isOpen ? "running" : "finished") : "failed";
	return element(
		"li",
		{ class: "pg-try", "data-kind": kind },
		element("span", { class: "pg-try-who" }, element("strong", {}, provider), ` ${model}`),
		element(
			"span",
			{ class: "pg-try-when" },
			waitedMs >= SHOWN_MS && `waited ${duration(waitedMs)}, `,
			isOpen ? "under way" : `took ${duration(durationMs)}`,
		),
		element(
			"span",
			{ class: "pg-try-what" },
			change && element("span", { class: "pg-chip", "data-kind": "stopped" }, change),
			element("span", { class: "pg-chip", "data-kind": kind }, [status, error].filter(Boolean).join(" ") || "…"),
		),
		element(
			"span",
			{ class: "pg-track", "aria-hidden": "true" },
			waitedMs >= SHOWN_MS &&
				element("span", { class: "pg-wait", style: `left:${percent(startMs - waitedMs)};width:${percent(waitedMs)}` }),
			element("span", { class: "pg-bar", style: `left:${percent(startMs)};width:${percent(durationMs)}` }),
		),
	);
}
