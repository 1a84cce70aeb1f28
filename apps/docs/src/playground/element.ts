/** A piece of the page as plain data: what it is made of can be tested without a browser. */
export interface Element {
	readonly tag: string;
	readonly attributes: Readonly<Record<string, string | number | boolean | undefined>>;
	readonly children: readonly (Element | string)[];
}

/** What may stand among children. What is false or undefined is left out. */
export type Child = Element | string | number | false | undefined | readonly Child[];

/** An element. Attributes that are false or undefined are left out; neighbouring texts become one, as they do in a browser. */
export function element(tag: string, attributes: Element["attributes"] = {}, ...children: readonly Child[]): Element {
	return { tag, attributes, children: joined(children) };
}

function joined(children: readonly Child[]): (Element | string)[] {
	const found: (Element | string)[] = [];
	for (const child of children.flat(9) as Exclude<Child, readonly Child[]>[]) {
		if (child === false || child === undefined || child === "") continue;
		const last = found.at(-1);
		if (typeof child === "object") found.push(child);
		else if (typeof last === "string") found[found.length - 1] = `${last}${child}`;
		else found.push(`${child}`);
	}
	return found;
}
