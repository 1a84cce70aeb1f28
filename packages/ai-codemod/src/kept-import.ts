import type { ImportDeclaration } from "ts-morph";
import type { Binding } from "./imports.ts";

/** What an import of the old package keeps. */
export function keptImport(declaration: ImportDeclaration, kept: ReadonlySet<Binding>): string {
	const from = declaration.getModuleSpecifier().getText();
	const end = declaration.getText().endsWith(";") ? ";" : "";
	if (declaration.getDefaultImport()) return declaration.getText();
	const namespace = declaration.getNamespaceImport();
	if (namespace) {
		return [...kept].some(({ viaNamespace }) => viaNamespace) ? declaration.getText() : "";
	}
	if (!declaration.getNamedImports()[0]) return declaration.getText();
	const locals = [...kept].map(({ local }) => local);
	const stays = declaration
		.getNamedImports()
		.filter((each) => locals.includes(each.getAliasNode()?.getText() ?? each.getName()))
		.map((each) => each.getText());
	const keyword = declaration.isTypeOnly() ? "import type" : "import";
	return stays[0] ? `${keyword} { ${stays.join(", ")} } from ${from}${end}` : "";
}
