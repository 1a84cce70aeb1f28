import {
	type BindingElement,
	type CallExpression,
	type Identifier,
	Node,
	type PropertyAccessExpression,
} from "ts-morph";
import { referencesOf } from "./imports.ts";
import { standsAlone } from "./layout.ts";
import { cast, type Migration, see } from "./migration.ts";
import { answerFields } from "./names.ts";

/** Which fields the old result had besides `data` and `model`. */
export type ResultKind = "run" | "retry" | "fallback";

/** The old result's fields, read off the new one. */
const fields: Readonly<Record<ResultKind, Readonly<Record<string, string>>>> = {
	run: {},
	retry: { retries: "receipt.attempts.length - 1" },
	fallback: {
		attempted: "receipt.attempts.map((attempt) => attempt.model)",
		attempts: "receipt.attempts.length",
	},
};

/** A rewritten call: what it was, what it is now, and what its answer is known to be. */
export interface ResultOf {
	readonly node: CallExpression;
	readonly kind: ResultKind;
	readonly text: () => string;
	/** Type of the old `data`, where the program says it. */
	readonly type: Node | undefined;
	/** The answer is text, so that `data.response` is `text`. */
	readonly isText: boolean;
}

/** Rewrites a call, and whatever reads its answer in sight. An answer that goes out of sight keeps its old form. */
export function rewriteResult(migration: Migration, result: ResultOf): void {
	const { node } = result;
	const inner = withParentheses(node).getParent();
	const callback = Node.isPropertyAccessExpression(inner) && inner.getName() === "then" && callbackOf(inner);
	const awaited = Node.isAwaitExpression(inner) ? withParentheses(inner) : undefined;
	const outer = awaited?.getParent();
	if (callback) rewriteName(migration, result, callback);
	else if (isFieldOf(outer, awaited, result.kind)) {
		rewriteField(migration, result, outer, () => `(await ${result.text()})`);
	} else if (!Node.isVariableDeclaration(outer)) keepForm(migration, result);
	else if (outer.getTypeNode()) keepForm(migration, result, () => annotation(migration, outer.getTypeNode()));
	else rewriteName(migration, result, outer.getNameNode());
}

/** The answer under the name that it gets, or taken apart by a pattern. */
function rewriteName(migration: Migration, result: ResultOf, name: Node): void {
	const { draft, types } = migration;
	if (Node.isIdentifier(name)) {
		draft.replace(result.node, result.text);
		for (const use of referencesOf(name)) rewriteUse(migration, result, use);
		return;
	}
	const elements = Node.isObjectBindingPattern(name) ? name.getElements() : [];
	const data = elements.find((element) => propertyOf(element) === "data");
	const local = data?.getNameNode();
	const isSimple = elements.every((each) => /^(data|model)$/.test(propertyOf(each)) && isPlain(each));
	if (!isSimple || (result.type && types === "typescript")) {
		keepForm(migration, result, Node.isIdentifier(local) ? () => shapeOf(fieldsUsed(local)) : undefined);
		return;
	}
	draft.replace(result.node, result.text);
	if (!data || !Node.isIdentifier(local)) return;
	draft.replace(data, () => `raw: ${local.getText()}`);
	for (const use of referencesOf(local)) {
		const type = shapeOf([fieldAfter(use)]);
		if (type) draft.replace(use, () => cast(migration, use.getText(), type));
		else doubt(migration, use);
	}
}

function rewriteUse(migration: Migration, result: ResultOf, use: Node): void {
	const parent = use.getParent();
	if (isFieldOf(parent, use, result.kind)) {
		rewriteField(migration, result, parent, () => use.getText());
		return;
	}
	const old = (): string => oldForm(migration, result, use.getText());
	if (Node.isShorthandPropertyAssignment(parent)) migration.draft.replace(parent, () => `${use.getText()}: ${old()}`);
	else migration.draft.replace(use, old);
}

/** `answer.data` and the like. */
function rewriteField(
	migration: Migration,
	{ kind, type, isText }: ResultOf,
	access: PropertyAccessExpression,
	base: () => string,
): void {
	const { draft, types } = migration;
	const name = access.getName();
	const further = access.getParent();
	const alone = (node: Node, text: string): string => (standsAlone(node) ? text : `(${text})`);
	if (name !== "data") {
		const place = fields[kind][name] ?? name;
		draft.replace(access, () => (place.endsWith("1") ? alone(access, `${base()}.${place}`) : `${base()}.${place}`));
	} else if (isText && further && fieldAfter(access) === "response") {
		draft.replace(further, () => (types === "none" ? `${base()}.text` : alone(further, `${base()}.text ?? ""`)));
	} else {
		const shape = shapeOf([fieldAfter(access)]);
		if (!type && !shape) doubt(migration, access);
		draft.replace(access, () => cast(migration, `${base()}.raw`, type ? typeText(migration, type) : shape));
	}
}

/** Leaves a call's answer in the form that it had, for those who read it elsewhere. */
function keepForm(migration: Migration, result: ResultOf, typeIn?: () => string | undefined): void {
	migration.draft.replace(result.node, () => {
		const type = result.type ? typeText(migration, result.type) : typeIn?.();
		const others = Object.entries(fields[result.kind]);
		const taken = ["raw", "model", ...(others[0] ? ["receipt"] : [])].join(", ");
		const data = type && migration.types === "typescript" ? `raw as ${type}` : cast(migration, "raw", type);
		const given = [`data: ${data}`, "model", ...others.map(([name, place]) => `${name}: ${place}`)];
		return `${result.text()}.then(({ ${taken} }) => ({ ${given.join(", ")} }))`;
	});
}

/** The old result, made of the new one under a name. */
function oldForm(migration: Migration, { kind, type }: ResultOf, base: string): string {
	const others = Object.entries(fields[kind]).map(([name, place]) => `${name}: ${base}.${place}`);
	const data = cast(migration, `${base}.raw`, type && typeText(migration, type));
	return `{ ${[`data: ${data}`, `model: ${base}.model`, ...others].join(", ")} }`;
}

/** A field of an unknown answer: whoever checks types has to say what it is. */
function doubt(migration: Migration, use: Node): void {
	if (migration.types === "none" || !fieldAfter(use)) return;
	migration.draft.todo(use, `Say of what type \`raw\` is: the gateway does not know every model. ${see("results")}`);
}

/** The node with the parentheses around it. */
function withParentheses(node: Node): Node {
	const parent = node.getParent();
	return Node.isParenthesizedExpression(parent) ? withParentheses(parent) : node;
}

function isFieldOf(
	node: Node | undefined,
	owner: Node | undefined,
	kind: ResultKind,
): node is PropertyAccessExpression {
	if (!owner || !Node.isPropertyAccessExpression(node) || node.getExpression() !== owner) return false;
	return ["data", "model", ...Object.keys(fields[kind])].includes(node.getName());
}

/** The name that a `then`'s arrow function gives its only argument. */
function callbackOf(then: PropertyAccessExpression): Node | undefined {
	const call = then.getParent();
	const [callback, ...rest] = Node.isCallExpression(call) ? call.getArguments() : [];
	const [parameter] = Node.isArrowFunction(callback) ? callback.getParameters() : [];
	return rest[0] || parameter?.getTypeNode() ? undefined : parameter?.getNameNode();
}

/** The field that is read off a node right away. */
function fieldAfter(node: Node): string {
	const parent = node.getParent();
	return Node.isPropertyAccessExpression(parent) && parent.getExpression() === node ? parent.getName() : "";
}

const fieldsUsed = (local: Identifier): string[] => referencesOf(local).map(fieldAfter);

const propertyOf = (element: BindingElement): string => element.getPropertyNameNode()?.getText() ?? element.getName();

const isPlain = (element: BindingElement): boolean =>
	Node.isIdentifier(element.getNameNode()) && !element.getInitializer() && !element.getDotDotDotToken();

const typeText = ({ draft }: Migration, type: Node): string => draft.render(type, "with its own");

/** The type argument of an annotation such as `AiResult<T>`. */
function annotation(migration: Migration, type: Node | undefined): string | undefined {
	const [argument] = Node.isTypeReference(type) ? type.getTypeArguments() : [];
	return argument && typeText(migration, argument);
}

/** A type with these fields, as far as all are known. */
function shapeOf(names: readonly string[]): string | undefined {
	if (!names[0] || !names.every((name) => Object.hasOwn(answerFields, name))) return undefined;
	return `{ ${[...new Set(names)].map((name) => `${name}: ${answerFields[name]}`).join("; ")} }`;
}
