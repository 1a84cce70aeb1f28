import { type Child, type Element, element } from "../element.ts";

/** A part of the page under a heading. */
export function sectionView(id: string, title: string, ...children: readonly Child[]): Element {
	return element(
		"section",
		{ class: `pg-section pg-${id}`, "aria-labelledby": `pg-${id}` },
		element("h2", { id: `pg-${id}` }, title),
		...children,
	);
}

/** A box that scrolls by itself, by keyboard too, and stays at its end while something is added. */
export function scrollView(label: string, ...children: readonly Child[]): Element {
	return element("div", { class: "pg-scroll pg-card", tabindex: 0, role: "group", "aria-label": label }, ...children);
}

/** What stands where there is nothing to show yet. */
export function emptyView(text: string): Element {
	return element("p", { class: "pg-empty" }, text);
}
