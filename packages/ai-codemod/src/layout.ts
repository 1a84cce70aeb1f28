import type { CallExpression, Node } from "ts-morph";

const leadingSpace = (line: string | undefined): string => /^[ \t]*/.exec(line ?? "")?.[0] ?? "";

/** The arguments of a call, laid out as those of the call that it was: each on a line of its own, or all on one. */
export function argumentsLike(call: CallExpression, items: readonly string[]): string {
	const given = items.filter(Boolean);
	const [first] = call.getArguments();
	const isBroken = first && first.getStartLineNumber() > call.getExpression().getEndLineNumber();
	if (!isBroken) return `(${given.join(", ")})`;
	const lines = call.getSourceFile().getFullText().split("\n");
	const inner = leadingSpace(lines[first.getStartLineNumber() - 1]);
	const outer = leadingSpace(lines[call.getEndLineNumber() - 1]);
	return `(\n${given.map((item) => `${inner}${item},\n`).join("")}${outer})`;
}

/** The white space before the line that a node is on. */
export function indentOf(node: Node): string {
	return leadingSpace(node.getSourceFile().getFullText().slice(node.getStartLinePos()));
}

/** Whether an expression in the node's place needs no parentheses. */
export function standsAlone(node: Node): boolean {
	const parent = node.getParent();
	const kind = parent?.getKindName() ?? "";
	if (kind === "CallExpression" || kind === "NewExpression") {
		return (parent as CallExpression).getExpression() !== node;
	}
	return /^(ReturnStatement|VariableDeclaration|PropertyAssignment|TemplateSpan|ExpressionStatement|ArrayLiteralExpression)$/.test(
		kind,
	);
}
