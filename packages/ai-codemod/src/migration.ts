import type { Node, SourceFile } from "ts-morph";
import type { Draft } from "./draft.ts";
import { guide } from "./names.ts";

/** A file on its way from the old package to the new one. */
export interface Migration {
	readonly file: SourceFile;
	readonly draft: Draft;
	/** How types are written: as such, in comments (`@ts-check`), or not at all. */
	readonly types: "typescript" | "comments" | "none";
	/** Clients are declared as such, so that the compiler follows them where this does not. */
	readonly clientsAreTyped: boolean;
	/** Whether an expression is a client of the old package that is made or declared in this file. */
	isClient(node: Node): boolean;
	/** Local name of something of the new package, which is imported then. Ask when the text is made, not before. */
	take(name: string, options?: { readonly local?: string; readonly isType?: boolean }): string;
	/** Announces a gateway that a function, which is added, makes; answers with its call. */
	gateway(binding: Node | undefined, options?: () => string): () => string;
	/** Adds a function to the file, once; answers with its name. Ask when the text is made, not before. */
	add(name: string, text: () => string): string;
}

/** Where the guide speaks of it. */
export function see(section: string): string {
	return `${guide}#${section}`;
}

/** An expression of a type. */
export function cast({ types }: Migration, expression: string, type: string | undefined): string {
	if (!type || types === "none") return expression;
	return types === "typescript" ? `(${expression} as ${type})` : `/** @type {${type}} */ (${expression})`;
}

/** The type that an added function names: as such, or where comments find it. */
export function typeName({ types, take }: Migration, name: string): string {
	return types === "typescript" ? take(name, { isType: true }) : `import("@workkit/ai-gateway").${name}`;
}
