import { type Element, element } from "../element.ts";
import type { EventLine } from "../run-state.ts";
import { lineView } from "./line-view.ts";
import { emptyView, scrollView, sectionView } from "./section-view.ts";

/** The typed events, as the gateway handed them out. */
export function eventsView(events: readonly EventLine[]): Element {
	return sectionView(
		"events",
		"Events",
		scrollView(
			"Events that the gateway hands out",
			events.length === 0
				? emptyView("What the gateway hands out appears here: typed, the same for every provider.")
				: element("ol", { class: "pg-lines" }, events.map(eventView)),
		),
	);
}

function eventView(line: EventLine): Element {
	if (line.type === "output") {
		const { raw: _raw, receipt: _receipt, message: _message, ...output } = line.output;
		return lineView("output", "output", line.atMs, JSON.stringify(output, null, 1));
	}
	const { event, atMs } = line;
	if (event.type === "text") return lineView("text", "text", atMs, JSON.stringify(event.delta));
	if (event.type === "tool_use") {
		return lineView("tool_use", "tool_use", atMs, `${event.name}(${JSON.stringify(event.input)})`);
	}
	const { finishReason, usage, via } = event;
	return lineView("done", "done", atMs, JSON.stringify({ finishReason, usage, via }, null, 1));
}
