import { Node, type SourceFile } from "ts-morph";
import { newPackage } from "./names.ts";

interface Taken {
	readonly local: string;
	readonly isType: boolean;
}

/** What a file comes to import from the new package. */
export interface NewImports {
	/** Local name of something, which is imported then. */
	take(name: string, options?: { readonly local?: string; readonly isType?: boolean }): string;
	/** The statement that imports it all; `""` for nothing. */
	write(): string;
	/** A name that nothing in the file has. */
	free(name: string): string;
}

/** The names that a file declares itself. */
function declaredNames(file: SourceFile): Set<string> {
	const names = new Set<string>();
	file.forEachDescendant((node) => {
		if (!Node.isIdentifier(node)) return;
		const parent = node.getParent();
		if (
			/^(Variable|Function|Class|Interface|TypeAlias)Declaration$|^(Parameter|BindingElement|ImportSpecifier|ImportClause)$/.test(
				parent?.getKindName() ?? "",
			)
		) {
			if (!Node.isVariableDeclaration(parent) || parent.getNameNode() === node) names.add(node.getText());
		}
	});
	return names;
}

/** Begins the new imports of a file; `isKept` tells which local names the old package keeps. */
export function newImports(
	file: SourceFile,
	ofOld: ReadonlySet<string>,
	isKept: (local: string) => boolean,
): NewImports {
	const declared = declaredNames(file);
	for (const name of ofOld) declared.delete(name);
	const present = new Map(
		file
			.getImportDeclarations()
			.filter((each) => each.getModuleSpecifierValue() === newPackage && !each.isTypeOnly())
			.flatMap((each) => each.getNamedImports())
			.map((each) => [each.getName(), each.getAliasNode()?.getText() ?? each.getName()]),
	);
	const taken = new Map<string, Taken>();
	const [quote = '"'] = file.getImportDeclarations()[0]?.getModuleSpecifier().getText() ?? '"';
	const end = /;\s*$/.test(file.getImportDeclarations()[0]?.getText() ?? ";") ? ";" : "";
	const indent = /\n([ \t]+)[^\s*]/.exec(file.getFullText())?.[1] ?? "\t";

	return {
		free: (name) => (declared.has(name) ? `${name}ForWorkkit` : name),
		take(name, { local = name, isType = false } = {}) {
			const there = local === name ? present.get(name) : undefined;
			if (there) return there;
			const clashes = isKept(local) || (local === name && declared.has(name));
			const chosen = clashes ? `gateway${name[0]?.toUpperCase()}${name.slice(1)}` : local;
			const key = `${name} ${chosen}`;
			taken.set(key, { local: chosen, isType: isType && taken.get(key)?.isType !== false });
			return chosen;
		},
		write() {
			const all = [...taken].map(([key, each]) => ({ name: key.split(" ")[0] ?? "", ...each }));
			if (!all[0]) return "";
			const onlyTypes = all.every(({ isType }) => isType);
			const items = all
				.sort((a, b) => a.name.localeCompare(b.name))
				.map(({ name, local, isType }) => {
					return `${isType && !onlyTypes ? "type " : ""}${name}${local === name ? "" : ` as ${local}`}`;
				});
			const from = `from ${quote}${newPackage}${quote}${end}`;
			const keyword = onlyTypes ? "import type" : "import";
			const line = `${keyword} { ${items.join(", ")} } ${from}`;
			return line.length <= 100
				? line
				: `${keyword} {\n${items.map((item) => `${indent}${item},\n`).join("")}} ${from}`;
		},
	};
}
