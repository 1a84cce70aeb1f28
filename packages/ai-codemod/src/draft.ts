import { Node, type SourceFile } from "ts-morph";

/** A file under change: replacements of nodes, which may lie within each other, and lines put above statements. */
export interface Draft {
	/** Replaces a node. The function is asked when the text is made, and renders what it keeps of the node. */
	replace(node: Node, text: () => string): void;
	/** Puts a comment above the statement that the node is in, unless one is there from another time. */
	todo(node: Node, message: string): void;
	/** Puts a line above the statement that a place of the file is in. */
	note(at: number, line: string): void;
	/** Whether something within these places is replaced. */
	changes(from: number, to: number): boolean;
	/** The whole file. */
	write(): string;
	/** The node's text with all replacements inside it; those of the node itself on request only. */
	render(node: Node, own?: "with its own"): string;
}

/** What begins each comment for a person. */
export const mark: string = "TODO(workkit)";

/** Whether the lines right above already have a comment of ours. */
function isMarked(text: string, lineStart: number): boolean {
	const above = text.slice(0, lineStart).trimEnd().split("\n").at(-1) ?? "";
	return above.includes(mark);
}

function statementOf(node: Node): Node {
	const statement = node.getFirstAncestor(
		(each) =>
			/Statement$|Declaration$|^Constructor$|Accessor$|^ExportAssignment$/.test(each.getKindName()) && ownLine(each),
	);
	return ownLine(node) && !statement ? node : (statement ?? node);
}

/** Whether nothing stands before the node on its line. */
function ownLine(node: Node): boolean {
	return !node.getSourceFile().getFullText().slice(node.getStartLinePos(), node.getStart()).trim();
}

/** Begins a change of a file. */
export function createDraft(file: SourceFile): Draft {
	const text = file.getFullText();
	const replacements = new Map<Node, () => string>();
	const above = new Map<number, Set<string>>();
	let pending = new Map(above);

	/** A part of the text as it was, and what is put into it. Each line is put once. */
	function slice(from: number, to: number): string {
		const [at] = [...pending.keys()].filter((each) => from <= each && each <= to).sort((a, b) => a - b);
		if (at === undefined) return text.slice(from, to);
		const lines = [...(pending.get(at) ?? [])].join("");
		pending.delete(at);
		return `${text.slice(from, at)}${lines}${slice(at, to)}`;
	}

	function render(node: Node, own?: "with its own"): string {
		const replacement = own && replacements.get(node);
		return replacement ? replacement() : renderFrom(node.getStart(), node);
	}

	/** All children: those of comments (JSDoc) are before the start of what they are about. */
	function renderFrom(start: number, node: Node): string {
		let rendered = "";
		let at = start;
		const visit = (child: Node): void => {
			if (child.getEnd() <= at) return;
			const isReplaced = replacements.has(child);
			for (const each of child.getChildren()) if (!isReplaced || Node.isJSDoc(each)) visit(each);
			if (!isReplaced) return;
			rendered += slice(at, child.getStart());
			rendered += render(child, "with its own");
			at = child.getEnd();
		};
		for (const each of node.getChildren()) visit(each);
		return rendered + slice(at, node.getEnd());
	}

	function put(node: Node, line: string): void {
		const statement = statementOf(node);
		const at = statement.getStartLinePos();
		const indent = /^[ \t]*/.exec(text.slice(at))?.[0] ?? "";
		above.set(at, new Set(above.get(at)).add(`${indent}${line}\n`));
	}

	return {
		replace: (node, make) => void replacements.set(node, make),
		todo(node, message) {
			if (!isMarked(text, statementOf(node).getStartLinePos())) put(node, `// ${mark}: ${message}`);
		},
		changes: (from, to) => [...replacements.keys()].some((each) => from <= each.getPos() && each.getEnd() <= to),
		note: (at, line) => put(file.getDescendantAtPos(at) ?? file, line),
		write() {
			pending = new Map(above);
			return renderFrom(0, file);
		},
		render,
	};
}
