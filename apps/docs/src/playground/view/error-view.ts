import { type Element, element } from "../element.ts";
import type { ToldError } from "../told-error.ts";

/** A typed error: what it is, what to do about it, and the facts that it carries. */
export function errorView({ name, message, fix, facts }: ToldError): Element {
	return element(
		"div",
		{ class: "pg-error pg-card" },
		element("p", {}, element("strong", {}, `${name}:`), ` ${message}`),
		element("p", {}, element("strong", {}, "What to do:"), ` ${fix}`),
		facts.length > 0 &&
			element(
				"dl",
				{ class: "pg-facts" },
				facts.map(([key, value]) => [element("dt", {}, key), element("dd", {}, value)]),
			),
	);
}
