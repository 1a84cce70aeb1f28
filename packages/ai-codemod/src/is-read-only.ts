import { Node, SyntaxKind } from "ts-morph";

const assignment = /^(?:[^=!<>]+=|=|<<=|>>=|>>>=)$/;

/** Whether nothing is written to what an expression, or a field of it, stands for. */
export function isReadOnly(node: Node): boolean {
	let whole = node;
	let parent = node.getParent();
	while (
		Node.isPropertyAccessExpression(parent) ||
		Node.isElementAccessExpression(parent) ||
		Node.isNonNullExpression(parent) ||
		Node.isParenthesizedExpression(parent) ||
		Node.isAsExpression(parent)
	) {
		if (Node.isElementAccessExpression(parent) && parent.getExpression() !== whole) return true;
		whole = parent;
		parent = parent.getParent();
	}
	// What begins a line may not begin with a parenthesis: without semicolons it would call what is above.
	if (whole.getFirstAncestorByKind(SyntaxKind.ExpressionStatement)?.getStart() === node.getStart()) return false;
	if (Node.isBinaryExpression(parent)) {
		return parent.getLeft() !== whole || !assignment.test(parent.getOperatorToken().getText());
	}
	const isTarget =
		Node.isForOfStatement(parent) || Node.isForInStatement(parent) ? parent.getInitializer() === whole : false;
	return !isTarget && !/^(Delete|PostfixUnary)Expression$/.test(parent?.getKindName() ?? "") && !isCounted(parent);
}

const isCounted = (node: Node | undefined): boolean =>
	Node.isPrefixUnaryExpression(node) && /^(\+\+|--)/.test(node.getText());

/** Whether the reader of a value knows what to do when there is none. */
export function takesNothing(node: Node): boolean {
	const parent = node.getParent();
	if (Node.isPropertyAccessExpression(parent)) return parent.hasQuestionDotToken();
	if (Node.isPrefixUnaryExpression(parent)) return parent.getText().startsWith("!");
	if (!Node.isBinaryExpression(parent) || parent.getLeft() !== node) return false;
	return /^(\?\?|\|\||&&|[!=]==?)$/.test(parent.getOperatorToken().getText());
}
