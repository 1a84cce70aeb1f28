import { type BindingElement, type CallExpression, Node } from "ts-morph";
import { referencesOf } from "./imports.ts";

/** A rewritten call: what it was, what it is now, and what its answer is known to be. */
export interface ResultOf {
	readonly node: CallExpression;
	/** Which of the old results it was. */
	readonly kind: "run" | "retry" | "fallback";
	readonly text: () => string;
	/** Type of the old `data`, where the program says it. */
	readonly type: Node | undefined;
	/** The answer is text, so that `data.response` is `text`. */
	readonly isText: boolean;
	/** It is, and the old types knew it, by the model's name. */
	readonly isNamedText: boolean;
}

const propertyOf = (element: BindingElement): string => element.getPropertyNameNode()?.getText() ?? element.getName();

/** Where `data` of an answer is read, if the answer has this name, or is taken apart by this pattern. */
export function readsOf(name: Node): Node[] {
	if (Node.isIdentifier(name)) {
		return referencesOf(name).flatMap((use) => {
			const parent = use.getParent();
			if (Node.isVariableDeclaration(parent) && parent.getInitializer() === use) return readsOf(parent.getNameNode());
			const isData = Node.isPropertyAccessExpression(parent) && parent.getName() === "data";
			return isData && parent.getExpression() === use ? [parent] : [];
		});
	}
	if (!Node.isObjectBindingPattern(name)) return [];
	const data = name
		.getElements()
		.find((element) => propertyOf(element) === "data")
		?.getNameNode();
	if (Node.isIdentifier(data)) return referencesOf(data);
	return Node.isObjectBindingPattern(data) ? data.getElements() : [];
}

/**
 * The field that a read of `data` takes of it: `""` for one that has no name, such as an index. `undefined` when it takes none,
 * or says itself of what type it is.
 */
export function dataRead(node: Node): string | undefined {
	if (Node.isBindingElement(node)) return propertyOf(node);
	const parent = node.getParent();
	if (Node.isPropertyAccessExpression(parent) && parent.getExpression() === node) return parent.getName();
	if (Node.isNonNullExpression(parent)) return dataRead(parent);
	if (Node.isElementAccessExpression(parent) && parent.getExpression() === node) return "";
	if (Node.isForOfStatement(parent) || Node.isSpreadElement(parent)) return "";
	if (Node.isVariableDeclaration(parent) && Node.isObjectBindingPattern(parent.getNameNode())) return "";
	return undefined;
}
