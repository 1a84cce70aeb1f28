import { Node } from "ts-morph";
import { rewriteCalls } from "./calls.ts";
import { exported } from "./exports.ts";
import type { Binding, Use } from "./imports.ts";
import { type Migration, see } from "./migration.ts";
import { oldPackage, renamed, typeArguments, writtenOut } from "./names.ts";

/** Rewrites one use of an imported name, or has `keep` say why it stays. */
export function rewriteUse(
	migration: Migration,
	binding: Binding,
	use: Use,
	keep: (binding: Binding, node: Node, why: string) => void,
): void {
	const { draft, take } = migration;
	const { name, node } = use;
	const local = binding.viaNamespace ? name : binding.local;
	const parent = node.getParent();
	const successor = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
	// A link in a comment keeps nothing alive.
	if (!successor && /^JSDocLink/.test(parent?.getKindName() ?? "")) return;
	const rewriteCall = Object.hasOwn(rewriteCalls, name) ? rewriteCalls[name] : undefined;
	if (rewriteCall) {
		const isCall = Node.isCallExpression(parent) && parent.getExpression() === node;
		const why = isCall
			? rewriteCall(migration, parent, use, local)
			: `\`${name}\` is more than called; this stays on ${oldPackage}. ${see("by-hand")}`;
		if (why !== undefined) keep(binding, node, why);
		return;
	}
	if (successor) {
		const isNamedAsType = binding.isType || (/^[A-Z]/.test(name) && name !== "StructuredOutputError");
		const isType = isNamedAsType && migration.types === "typescript";
		const isAlias = local !== name;
		const text = (): string => take(successor, { isType, ...(isAlias && { local }) });
		const reference = Node.isTypeReference(parent) && parent.getTypeName() === node ? parent : undefined;
		const wanted = typeArguments[successor] ?? "";
		if (Node.isShorthandPropertyAssignment(parent)) draft.replace(parent, () => `${name}: ${text()}`);
		else if (Node.isExportSpecifier(parent)) draft.replace(node, () => exported(text(), local, parent));
		else if (reference && wanted) draft.replace(reference, () => text() + wanted);
		else draft.replace(node, text);
		return;
	}
	const type = Object.hasOwn(writtenOut, name) ? writtenOut[name] : undefined;
	if (type && Node.isTypeReference(parent)) {
		const [argument] = parent.getTypeArguments();
		const given = (): string => (argument ? draft.render(argument, "with its own") : "unknown");
		const needsParentheses = Node.isArrayTypeNode(parent.getParent()) && type.includes(" | ");
		draft.replace(parent, () => {
			const text = type.replace(/\bT\b/, given());
			return needsParentheses ? `(${text})` : text;
		});
		return;
	}
	const what = name ? `\`${name}\` has no counterpart` : "A namespace as a whole cannot be followed";
	keep(binding, node, `${what}; this stays on ${oldPackage}. ${see("by-hand")}`);
}
