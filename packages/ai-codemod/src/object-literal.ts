import { Node } from "ts-morph";
import type { Draft } from "./draft.ts";

/** A property of an object literal: its value's text, and the whole as it is written. */
export interface Property {
	value(): string;
	whole(): string;
	readonly node: Node;
}

/** The properties of an object literal by name; none for what is not there, `undefined` for what cannot be read off the text. */
export function readProperties(node: Node | undefined, draft: Draft): ReadonlyMap<string, Property> | undefined {
	const properties = new Map<string, Property>();
	if (!node) return properties;
	if (!Node.isObjectLiteralExpression(node)) return undefined;
	for (const each of node.getProperties()) {
		const whole = (): string => draft.render(each, "with its own");
		if (Node.isPropertyAssignment(each) && !Node.isComputedPropertyName(each.getNameNode())) {
			const initializer = each.getInitializerOrThrow();
			const name = each.getName().replace(/^["']|["']$/g, "");
			properties.set(name, { whole, value: () => draft.render(initializer, "with its own"), node: initializer });
		} else if (Node.isShorthandPropertyAssignment(each)) {
			properties.set(each.getName(), { whole, value: () => each.getName(), node: each });
		} else if (Node.isMethodDeclaration(each)) {
			properties.set(each.getName(), { whole, value: () => "", node: each });
		} else return undefined;
	}
	return properties;
}

/** An object literal of these entries; nothing for none. */
export function objectOf(entries: readonly (string | undefined)[]): string {
	const present = entries.filter((entry) => entry !== undefined);
	return present[0] === undefined ? "" : `{ ${present.join(", ")} }`;
}

/** Whether all properties are among these. */
export function onlyHas(properties: ReadonlyMap<string, Property>, names: readonly string[]): boolean {
	return [...properties.keys()].every((name) => names.includes(name));
}

/** Whether a value may move into a function that has these parameters: it is the same there, and whenever it is asked for. */
export function canMove(property: Property | undefined, parameters: readonly string[]): boolean {
	if (!property) return true;
	return [property.node, ...property.node.getDescendants()].every((node) => {
		if (!Node.isIdentifier(node)) return !/Call|New|Await|Yield|Tagged|Function|Unary/.test(node.getKindName());
		const parent = node.getParent();
		const isMember = Node.isPropertyAccessExpression(parent) && parent.getNameNode() === node;
		return isMember || !parameters.includes(node.getText());
	});
}
