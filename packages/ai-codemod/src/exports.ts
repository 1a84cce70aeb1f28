import type { ExportDeclaration, ExportSpecifier } from "ts-morph";
import { type Migration, see } from "./migration.ts";
import { newPackage, oldPackage, renamed } from "./names.ts";

/** A name in a list of exports, as which others know it. */
export function exported(text: string, local: string, specifier: ExportSpecifier): string {
	return text === local || specifier.getAliasNode() ? text : `${text} as ${local}`;
}

/** Re-exports what has a successor from there, under its old name, and leaves the rest. */
export function rewriteExport(declaration: ExportDeclaration, { draft }: Migration): void {
	const specifiers = declaration.getNamedExports();
	const [moved, stays] = [true, false].map((wanted) =>
		specifiers.filter((each) => Object.hasOwn(renamed, each.getName()) === wanted),
	);
	if (!moved?.[0]) {
		draft.todo(declaration, `What is exported here stays on ${oldPackage}. ${see("by-hand")}`);
		return;
	}
	const quoted = declaration.getModuleSpecifier()?.getText() ?? "";
	const end = declaration.getText().endsWith(";") ? ";" : "";
	const keyword = declaration.isTypeOnly() ? "export type" : "export";
	const items = moved.map((each) => {
		const successor = renamed[each.getName()] ?? "";
		const outside = each.getAliasNode()?.getText() ?? each.getName();
		return `${each.isTypeOnly() ? "type " : ""}${successor}${outside === successor ? "" : ` as ${outside}`}`;
	});
	const lines = [`${keyword} { ${items.join(", ")} } from ${quoted.replace(oldPackage, newPackage)}${end}`];
	if (stays?.[0]) {
		draft.todo(declaration, `What is exported here stays on ${oldPackage}. ${see("by-hand")}`);
		lines.unshift(`${keyword} { ${stays.map((each) => each.getText()).join(", ")} } from ${quoted}${end}`);
	}
	draft.replace(declaration, () => lines.join("\n"));
}
