import { Node, Project, type SourceFile } from "ts-morph";
import { gatewayFunction } from "./added-functions.ts";
import { clientNames } from "./client-names.ts";
import { clientName, rewriteClient } from "./clients.ts";
import { createDraft, mark } from "./draft.ts";
import { rewriteExport } from "./exports.ts";
import { type Binding, readOldImports, referencesOf } from "./imports.ts";
import { keepComments } from "./keep-comments.ts";
import { keptImport } from "./kept-import.ts";
import { fillIn, functionsMark, goneMark, importsMark } from "./late-parts.ts";
import { type Migration, see } from "./migration.ts";
import { newPackage, oldPackage } from "./names.ts";
import { newImports } from "./new-imports.ts";
import { rewriteUse } from "./rewrite-use.ts";

/** Something that a person has to decide. */
export interface Todo {
	/** Number of the line, from 1. */
	readonly line: number;
	readonly message: string;
}

/** What became of a file. */
export interface Rewritten {
	/** The file as it should be; the same text when there is nothing to do. */
	readonly text: string;
	/** What is left to a person: the comments `TODO(workkit)` in the text. */
	readonly todos: readonly Todo[];
}

/**
 * Rewrites one file from `@workkit/ai` to `@workkit/ai-gateway`. What has no counterpart stays on the old package, below a
 * comment `TODO(workkit)`. A file that was rewritten is left alone. Throws `SyntaxError` for a text that does not parse.
 *
 * @param fileName - Its extension tells TypeScript and JSX.
 * @param text - The file's source.
 *
 * @example
 * ```ts
 * import { rewrite } from "@workkit/ai-codemod";
 *
 * const { text, todos } = rewrite('export { estimateTokens } from "@workkit/ai";', "worker.ts");
 * ```
 */
export function rewrite(text: string, fileName: string): Rewritten {
	if (!new RegExp(`["'\`]${oldPackage}["'\`]`).test(text)) return { text, todos: todosIn(text) };
	const compilerOptions = { allowJs: true, noLib: true, noResolve: true };
	const project = new Project({ useInMemoryFileSystem: true, compilerOptions });
	const byteOrder = text.startsWith("\uFEFF") ? "\uFEFF" : "";
	// Where line ends differ, each stays as it is.
	const isWindows = text.includes("\r\n") && !/(?<!\r)\n/.test(text);
	const unix = isWindows ? text.replace(/\r\n/g, "\n") : text;
	const file = project.createSourceFile(`/${fileName.split(/[\\/]/).at(-1)}`, unix.slice(byteOrder.length));
	const [wrong] = project.getProgram().getSyntacticDiagnostics(file);
	if (wrong) throw new SyntaxError(`line ${wrong.getLineNumber()}: ${wrong.getMessageText()}`);
	const rewritten = rewriteFile(file, /\.[cm]?tsx?$/.test(fileName));
	return { text: byteOrder + (isWindows ? rewritten.replace(/\n/g, "\r\n") : rewritten), todos: todosIn(rewritten) };
}

function todosIn(text: string): Todo[] {
	return text.split("\n").flatMap((line, index) => {
		const at = line.indexOf(`${mark}: `);
		return at < 0 ? [] : [{ line: index + 1, message: line.slice(at + mark.length + 2).trim() }];
	});
}

function rewriteFile(file: SourceFile, isTypeScript: boolean): string {
	const draft = createDraft(file);
	const old = readOldImports(file);
	const kept = new Set<Binding>();
	const locals = new Set(old.bindings.map(({ local }) => local));
	const imports = newImports(file, locals, (local) =>
		[...kept].some((each) => each.local === local && !each.viaNamespace),
	);
	const functions = new Map<string, string>();
	const clients = clientNames(old.bindings);
	let hasOptions = false;

	const migration: Migration = {
		file,
		draft,
		types: isTypeScript ? "typescript" : /@ts-check/.test(file.getFullText()) ? "comments" : "none",
		clientsAreTyped: old.bindings.some(({ name }) => name === "WorkkitAiClient"),
		isClient(node) {
			if (Node.isCallExpression(node)) return isUse(node.getExpression(), old.bindings, "ai");
			const name = clientName(Node.isPropertyAccessExpression(node) ? node.getNameNode() : node);
			return [...clients].some((each) => each === name || (name && referencesOf(each).includes(name)));
		},
		take: imports.take,
		gateway(binding, options) {
			hasOptions ||= !!options;
			return () => {
				const name = migration.add("workersAiGateway", () => gatewayFunction(migration, hasOptions));
				const given = binding ? draft.render(binding, "with its own") : "undefined";
				return `${name}(${[given, ...(options ? [options()] : [])].join(", ")})`;
			};
		},
		add(name, make) {
			const free = imports.free(name);
			if (!functions.has(name)) functions.set(name, make().replaceAll(name, free));
			return free;
		},
	};
	const keep = (binding: Binding, node: Node, why: string): void => {
		kept.add(binding);
		draft.todo(node, why);
	};
	// What retries a run takes that run along, so it comes first.
	const inOrder = [...old.bindings].sort((a, b) => Number(b.name === "withRetry") - Number(a.name === "withRetry"));
	for (const binding of inOrder) for (const use of binding.uses) rewriteUse(migration, binding, use, keep);
	for (const name of clients) rewriteClient(migration, name);
	for (const declaration of old.exports) rewriteExport(declaration, migration);
	for (const node of old.elsewhere) {
		draft.todo(node, `Only imports are rewritten: name ${newPackage} here, or stay. ${see("by-hand")}`);
	}
	for (const node of old.imports.map((each) => each.getDefaultImport())) {
		if (node) draft.todo(node, `There is no default export; this stays on ${oldPackage}. ${see("by-hand")}`);
	}

	const [first] = old.imports;
	const all = file.getImportDeclarations();
	const last = all.at(-1);
	for (const declaration of new Set([...old.imports, ...(last ? [last] : [])])) {
		const isOld = old.imports.includes(declaration);
		draft.replace(declaration, () => {
			const own = isOld ? keptImport(declaration, kept) : declaration.getText();
			const text = declaration === first ? [own, importsMark].filter(Boolean).join("\n") : own || goneMark;
			return declaration === last ? text + functionsMark : text;
		});
	}
	const body = keepComments(file, draft);
	const written = [...functions.values()].map((each) => `\n\n${each}`).join("");
	const end = /;\s*$/.test(first?.getText() ?? ";") ? ";" : "";
	return fillIn(body, imports.write, written, end);
}

function isUse(node: Node, bindings: readonly Binding[], name: string): boolean {
	return bindings.some((each) => each.name === name && each.uses.some((use) => use.node === node));
}
