import { Node } from "ts-morph";
import { type ClientName, clientName, nameOfMade } from "./clients.ts";
import type { Binding } from "./imports.ts";

const nameOf = (node: Node): Node | undefined =>
	(node as Node & { getNameNode?(): Node | undefined }).getNameNode?.() ?? undefined;

/** Names of what is declared as a client, or made as one. */
export function clientNames(bindings: readonly Binding[]): Set<ClientName> {
	const names = new Set<ClientName | undefined>();
	for (const { name, uses } of bindings) {
		for (const { node } of uses) {
			const call = node.getParent();
			if (name === "ai" && Node.isCallExpression(call)) names.add(nameOfMade(call));
			if (name !== "WorkkitAiClient") continue;
			const owner = node.getFirstAncestor((each) => !!nameOf(each) && !Node.isTypeReference(each));
			const isDeclaration =
				Node.isVariableDeclaration(owner) ||
				Node.isParameterDeclaration(owner) ||
				Node.isPropertyDeclaration(owner) ||
				Node.isPropertySignature(owner);
			if (isDeclaration) names.add(clientName(owner.getNameNode()));
		}
	}
	names.delete(undefined);
	return names as Set<ClientName>;
}
