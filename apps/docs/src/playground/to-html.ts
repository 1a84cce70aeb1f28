import type { Element } from "./element.ts";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
const empty = ["br", "input", "rect", "line"];

/** An element as HTML, for the page before its script runs. */
export function toHtml(node: Element | string): string {
	if (typeof node === "string") return escaped(node);
	const { tag, attributes, children } = node;
	const { value, ...others } = attributes;
	const written = Object.entries(tag === "textarea" ? others : attributes)
		.filter(([, given]) => given !== false && given !== undefined)
		.map(([name, given]) => (given === true ? ` ${name}` : ` ${name}="${escaped(`${given}`)}"`));
	const content = tag === "textarea" ? escaped(`${value}`) : children.map(toHtml).join("");
	return `<${tag}${written.join("")}>${empty.includes(tag) ? "" : `${content}</${tag}>`}`;
}
