import type { Ask, Choices, Operation } from "../choices.ts";
import { type Element, element } from "../element.ts";
import { faultOf, faults } from "../faults.ts";
import { providerOf, providers } from "../providers.ts";

const operations: readonly (readonly [Operation, string])[] = [
	["stream", "a stream"],
	["run", "one answer"],
];

const asks: readonly (readonly [Ask, string])[] = [
	["text", "text"],
	["tool", "a tool call"],
	["json", "JSON that fits a schema"],
];

/** The form: what is asked, of whom, and what goes wrong. The name of a field is that of the choice. */
export function controlsView(choices: Choices, isRunning: boolean): Element {
	const { provider, model, operation, ask, fault, prompt } = choices;
	const models = providerOf(provider).models.map((name) => [name, name] as const);
	return element(
		"form",
		{ class: "pg-controls pg-card", "aria-label": "What to run" },
		element(
			"div",
			{ class: "pg-fields" },
			select(
				"provider",
				"Provider",
				provider,
				providers.map(({ key, label }) => [key, label]),
			),
			select("model", "Model", model, models),
			select("operation", "Read as", operation, operations),
			select("ask", "Ask for", ask, asks),
			select(
				"fault",
				"What goes wrong",
				fault,
				faults.map(({ key, label }) => [key, label]),
			),
		),
		element(
			"label",
			{ class: "pg-field" },
			element("span", {}, "Prompt"),
			element("textarea", { name: "prompt", rows: 2, value: prompt, spellcheck: "false" }),
		),
		element(
			"div",
			{ class: "pg-actions" },
			// Not disabled: that would take the focus away.
			element("button", { type: "submit", class: "pg-run", "aria-disabled": `${isRunning}` }, "Run"),
			element("button", { type: "button", name: "stop", class: "pg-stop", "aria-disabled": `${!isRunning}` }, "Stop"),
			element("p", { class: "pg-hint" }, faultOf(fault).hint),
		),
	);
}

function select(
	name: keyof Choices,
	label: string,
	chosen: string,
	options: readonly (readonly [value: string, label: string])[],
): Element {
	return element(
		"label",
		{ class: "pg-field" },
		element("span", {}, label),
		element(
			"select",
			{ name, autocomplete: "off" },
			options.map(([value, text]) => element("option", { value, selected: value === chosen }, text)),
		),
	);
}
