import { duration } from "../amounts.ts";
import { type Element, element } from "../element.ts";

/** A line of a list of what happened: what it is, when, and its content as it is. */
export function lineView(kind: string, label: string, atMs: number, content: string): Element {
	return element(
		"li",
		{ class: "pg-line", "data-kind": kind },
		element("span", { class: "pg-chip", "data-kind": kind }, label),
		element("span", { class: "pg-time" }, duration(atMs)),
		element("code", { class: "pg-content" }, content),
	);
}
