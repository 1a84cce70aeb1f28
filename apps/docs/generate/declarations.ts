import { readFileSync } from "node:fs";
import ts from "typescript";

const files = new Map<string, ts.SourceFile>();

function fileOf(path: string): ts.SourceFile {
	const known = files.get(path);
	if (known) return known;
	const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
	files.set(path, file);
	return file;
}

const lineOf = (node: ts.Node): number => node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;

/** The top-level declaration that reaches over a line (from 1), as it is written, without comments, bodies and values. */
export function declarationAt(path: string, line: number): string | undefined {
	const statement = statementAt(path, line);
	return statement && textOf(statement).replace(/^export (?:declare )?/, "");
}

/** Whether the top-level declaration that reaches over a line throws, itself or in a function inside it. */
export function throwsAt(path: string, line: number): boolean {
	const visit = (node: ts.Node): boolean => ts.isThrowStatement(node) || (ts.forEachChild(node, visit) ?? false);
	const statement = statementAt(path, line);
	return statement !== undefined && visit(statement);
}

function statementAt(path: string, line: number): ts.Statement | undefined {
	const file = fileOf(path);
	return file.statements.find((node) => {
		const end = file.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
		return lineOf(node) <= line && line <= end;
	});
}

/** The member, parameter or property of this name that begins at a line, on one line. */
export function memberAt(path: string, line: number, name: string): string | undefined {
	let found: ts.Node | undefined;
	const visit = (node: ts.Node): void => {
		if (found) return;
		const member = ts.isTypeElement(node) || ts.isClassElement(node) || ts.isParameter(node);
		if (member && memberName(node) === name && lineOfName(node) === line) found = node;
		else ts.forEachChild(node, visit);
	};
	visit(fileOf(path));
	return found && oneLine(textOf(found));
}

/** A parameter as it is written, on one line. */
export interface WrittenParameter {
	readonly name: string;
	readonly text: string;
}

/**
 * The parameters of the function that is declared at a line, in order. One that is taken apart where it is declared has the
 * name that its doc comment gives it, among `documented`, else the last word of its type's.
 */
export function parametersAt(path: string, line: number, documented: readonly string[]): WrittenParameter[] {
	let parameters: readonly ts.ParameterDeclaration[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node) && (lineOf(node) === line || lineOfName(node) === line)) parameters = node.parameters;
		else if (!parameters[0]) ts.forEachChild(node, visit);
	};
	visit(fileOf(path));
	return parameters.map(({ name: written, type, dotDotDotToken, questionToken, initializer }, index) => {
		const given = documented[index] ?? unnamed;
		const name = ts.isIdentifier(written) ? written.text : given === unnamed ? nameByType(type) : given;
		const start = `${dotDotDotToken ? "..." : ""}${name}${questionToken || initializer ? "?" : ""}`;
		return { name, text: oneLine(type ? `${start}: ${type.getText()}` : start) };
	});
}

/** What typedoc calls a parameter that is taken apart and that no comment names. */
const unnamed = "__namedParameters";

const nameByType = (type: ts.TypeNode | undefined): string =>
	(type && ts.isTypeReferenceNode(type) && /[A-Z][a-z]*$/.exec(type.typeName.getText())?.[0].toLowerCase()) ||
	"options";

function textOf(node: ts.Node): string {
	const text = node.getText();
	const start = node.getStart();
	const cuts: [number, number][] = [];
	const visit = (child: ts.Node): void => {
		if (ts.isFunctionLike(child) && "body" in child && child.body) cut(child.body as ts.Node);
		else if (ts.isVariableDeclaration(child) && child.type && child.initializer) cut(child.initializer, true);
		else if (ts.isPropertyDeclaration(child) && child.type && child.initializer) cut(child.initializer, true);
		else if (isHidden(child)) cuts.push([child.getFullStart() - start, child.getEnd() - start]);
		else ts.forEachChild(child, visit);
	};
	const cut = (child: ts.Node, withSign = false): void => {
		const from = withSign ? text.lastIndexOf("=", child.getStart() - start) : child.getFullStart() - start;
		cuts.push([from, child.getEnd() - start]);
	};
	visit(node);
	let bare = text;
	for (const [from, to] of cuts.reverse()) bare = bare.slice(0, from).trimEnd() + bare.slice(to);
	return bare
		.replace(/^[ \t]*\/\*\*[\s\S]*?\*\/[ \t]*\n/gm, "")
		.replace(/[ \t]*\/\*[\s\S]*?\*\//g, "")
		.replace(/(^|\s)\/\/ .*$/gm, "$1")
		.replace(/^([ \t]*)(?:(?:declare|override|public) )+/gm, "$1")
		.replace(/\n\s*\n+/g, "\n")
		.replace(/;$/, "")
		.trim();
}

/** What users of a class never see. */
function isHidden(node: ts.Node): boolean {
	if (!ts.isClassElement(node)) return false;
	const hidden = (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;
	return hidden || (node.name !== undefined && ts.isPrivateIdentifier(node.name));
}

function memberName(node: ts.Node): string | undefined {
	if (ts.isConstructorDeclaration(node)) return "constructor";
	return "name" in node && node.name ? (node.name as ts.Node).getText().replace(/^["']|["']$/g, "") : undefined;
}

const lineOfName = (node: ts.Node): number => lineOf("name" in node && node.name ? (node.name as ts.Node) : node);

const oneLine = (text: string): string =>
	text
		.replace(/\s+/g, " ")
		.replace(/\(\s/g, "(")
		.replace(/,?\s([)}])/g, (_, close) => (close === "}" ? " }" : close))
		.replace(/^readonly /, "")
		.replace(/: \| /g, ": ")
		.replace(/^(\w+\?: [^;]+) \| undefined$/, "$1")
		.replace(/[;,]$/, "");
