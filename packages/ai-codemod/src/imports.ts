import {
	type ExportDeclaration,
	type Identifier,
	type ImportDeclaration,
	Node,
	type PrivateIdentifier,
	type SourceFile,
} from "ts-morph";
import { oldPackage } from "./names.ts";

/** Where an old name is used: the whole expression or type that stands for it, `streamAI` or `legacy.streamAI`. */
export interface Use {
	readonly name: string;
	readonly node: Node;
}

/** What a file has of the old package. */
export interface OldImports {
	readonly imports: readonly ImportDeclaration[];
	readonly exports: readonly ExportDeclaration[];
	/** Names by which imported things are known, with their uses. */
	readonly bindings: readonly Binding[];
	/** Where else the package is named: `require`, `import()`, mocks, types by `import("…")`. */
	readonly elsewhere: readonly Node[];
}

/** One imported name. */
export interface Binding {
	readonly name: string;
	readonly local: string;
	readonly isType: boolean;
	/** It is a member of an imported namespace. */
	readonly viaNamespace: boolean;
	readonly uses: readonly Use[];
}

const isOld = (declaration: ImportDeclaration | ExportDeclaration): boolean =>
	declaration.getModuleSpecifierValue() === oldPackage;

/** Whether a node is the name as which others know what is exported. */
function isOutsideName(node: Node): boolean {
	const parent = node.getParent();
	return Node.isExportSpecifier(parent) && parent.getAliasNode() === node;
}

/** All uses of an identifier but its declaration. */
export function referencesOf(identifier: Identifier | PrivateIdentifier): Node[] {
	const file = identifier.getSourceFile();
	const found = identifier
		.findReferencesAsNodes()
		.filter((node) => node !== identifier && node.getSourceFile() === file && !isOutsideName(node));
	return [...new Set(found)].sort((a, b) => a.getStart() - b.getStart());
}

function namedBindings(declaration: ImportDeclaration): Binding[] {
	return declaration.getNamedImports().map((specifier) => {
		const name = specifier.getName();
		const identifier = (specifier.getAliasNode() ?? specifier.getNameNode()) as Identifier;
		const uses = referencesOf(identifier)
			.filter((node) => !node.getFirstAncestor(Node.isImportDeclaration))
			.map((node) => ({ name, node }));
		const isType = specifier.isTypeOnly() || declaration.isTypeOnly();
		return { name, local: identifier.getText(), isType, viaNamespace: false, uses };
	});
}

/** The uses of a namespace, as bindings of its members. Other uses of it, by a computed key or whole, are under the name `""`. */
function namespaceBindings(declaration: ImportDeclaration): Binding[] {
	const namespace = declaration.getNamespaceImport();
	if (!namespace) return [];
	const byName = new Map<string, Use[]>();
	for (const node of referencesOf(namespace)) {
		if (node.getFirstAncestor(Node.isImportDeclaration)) continue;
		const member = node.getParent();
		const isAccess = Node.isPropertyAccessExpression(member) && member.getExpression() === node;
		const name = isAccess ? member.getName() : Node.isQualifiedName(member) ? member.getRight().getText() : "";
		const whole = name && member ? member : node;
		byName.set(name, [...(byName.get(name) ?? []), { name, node: whole }]);
	}
	return [...byName].map(([name, uses]) => ({ name, local: name, isType: false, viaNamespace: true, uses }));
}

/** Finds what a file has of the old package. */
export function readOldImports(file: SourceFile): OldImports {
	const imports = file.getImportDeclarations().filter(isOld);
	const elsewhere = file.getDescendants().filter((node) => {
		if (!Node.isStringLiteral(node) && !Node.isNoSubstitutionTemplateLiteral(node)) return false;
		const parent = node.getParent();
		return (
			node.getLiteralValue() === oldPackage && !Node.isImportDeclaration(parent) && !Node.isExportDeclaration(parent)
		);
	});
	return {
		imports,
		exports: file.getExportDeclarations().filter(isOld),
		bindings: imports.flatMap((declaration) => [...namedBindings(declaration), ...namespaceBindings(declaration)]),
		elsewhere,
	};
}
