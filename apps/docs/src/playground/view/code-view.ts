import { type Element, element } from "../element.ts";
import { highlight } from "../highlight.ts";
import { sectionView } from "./section-view.ts";

/** The TypeScript of the chosen run. */
export function codeView(code: string, isCopied: boolean): Element {
	return sectionView(
		"code",
		"The code of this run",
		element(
			"div",
			{ class: "pg-source pg-card" },
			element(
				"p",
				{},
				"TypeScript",
				element("button", { type: "button", name: "copy", class: "pg-copy" }, isCopied ? "Copied" : "Copy"),
			),
			element(
				"pre",
				{},
				element(
					"code",
					{},
					highlight(code).map(({ text, kind }) =>
						kind === "plain" ? text : element("span", { "data-token": kind }, text),
					),
				),
			),
		),
		element("p", { class: "pg-hint" }, "The page adds only what listens: to the bytes, and to each attempt."),
	);
}
