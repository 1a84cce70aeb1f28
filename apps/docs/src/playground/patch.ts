import type { Element as Wanted } from "./element.ts";

const SVG = "http://www.w3.org/2000/svg";
const HTML = "http://www.w3.org/1999/xhtml";

/** Makes the children of `parent` what is wanted, and touches nothing that is so already: focus, scrolling and selection stay. */
export function patch(parent: Element, wanted: readonly (Wanted | string)[]): void {
	while (parent.childNodes.length > wanted.length) parent.lastChild?.remove();
	wanted.forEach((child, index) => {
		const found = parent.childNodes[index];
		if (typeof child === "string") patchText(parent, found, child);
		else patchElement(parent, found, child);
	});
}

function patchText(parent: Element, found: ChildNode | undefined, text: string): void {
	if (found instanceof Text) {
		if (found.data !== text) found.data = text;
	} else place(parent, found, document.createTextNode(text));
}

function patchElement(parent: Element, found: ChildNode | undefined, wanted: Wanted): void {
	const isSame = found instanceof Element && found.localName === wanted.tag;
	const namespace = wanted.tag === "svg" || parent.namespaceURI === SVG ? SVG : HTML;
	const node = isSame ? found : document.createElementNS(namespace, wanted.tag);
	patchAttributes(node, wanted.attributes);
	// The text of a field is its value.
	if (!(node instanceof HTMLTextAreaElement)) patch(node, wanted.children);
	if (!isSame) place(parent, found, node);
}

function place(parent: Element, found: ChildNode | undefined, node: Node): void {
	if (found) found.replaceWith(node);
	else parent.append(node);
}

function patchAttributes(node: Element, wanted: Wanted["attributes"]): void {
	for (const { name } of [...node.attributes]) {
		if (wanted[name] === undefined || wanted[name] === false) node.removeAttribute(name);
	}
	for (const [name, value] of Object.entries(wanted)) {
		if (node instanceof HTMLTextAreaElement && name === "value") {
			if (node.value !== value) node.value = `${value}`;
			continue;
		}
		// What the reader chose is the property, not the attribute.
		if (node instanceof HTMLOptionElement && name === "selected") node.selected = value === true;
		if (value === undefined || value === false) continue;
		const text = value === true ? "" : `${value}`;
		if (node.getAttribute(name) !== text) node.setAttribute(name, text);
	}
}
