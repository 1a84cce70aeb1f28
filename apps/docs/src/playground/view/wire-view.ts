import { type Element, element } from "../element.ts";
import type { WireLine } from "../run-state.ts";
import { lineView } from "./line-view.ts";
import { emptyView, scrollView, sectionView } from "./section-view.ts";

/** What went over the wire, as it was sent. */
export function wireView(wire: readonly WireLine[]): Element {
	return sectionView(
		"wire",
		"Wire",
		scrollView(
			"What goes over the wire",
			wire.length === 0
				? emptyView("The vendor's own bytes appear here, frame by frame, beside the events that are made of them.")
				: element("ol", { class: "pg-lines" }, wire.map(wireLineView)),
		),
	);
}

function wireLineView(line: WireLine): Element {
	const { atMs } = line;
	switch (line.type) {
		case "request":
			return lineView("request", "→ sent", atMs, `${line.line}\n${line.body}`);
		case "response":
			return lineView(line.ok ? "response" : "refusal", "← answer", atMs, line.line);
		case "frame":
			return lineView("frame", /^(data|event):/.test(line.text) ? "frame" : "body", atMs, line.text.trimEnd());
		case "closed":
			return lineView("closed", "closed", atMs, "The reader hung up.");
		case "broken":
			return lineView("broken", "broken", atMs, line.line);
	}
}
