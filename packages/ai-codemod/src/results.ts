import { type CallExpression, Node, type PropertyAccessExpression } from "ts-morph";
import { referencesOf } from "./imports.ts";
import { isReadOnly, takesNothing } from "./is-read-only.ts";
import { standsAlone } from "./layout.ts";
import { cast, type Migration, see } from "./migration.ts";
import { answerFields } from "./names.ts";
import { dataRead, type ResultOf, readsOf } from "./reads.ts";

/** Which fields the old result had besides `data` and `model`, read off the new one. */
const fields: Readonly<Record<ResultOf["kind"], Readonly<Record<string, string>>>> = {
	run: {},
	retry: { retries: "receipt.attempts.length - 1" },
	fallback: {
		attempted: "receipt.attempts.map((attempt) => attempt.model)",
		attempts: "receipt.attempts.length",
	},
};

/** Where an answer goes: the name or pattern that it gets, by a variable or by `then`, and the `await` before it. */
function placeOf(call: CallExpression): { readonly awaited?: Node; readonly outer?: Node; readonly callback?: Node } {
	const inner = withParentheses(call).getParent();
	const callback = Node.isPropertyAccessExpression(inner) && inner.getName() === "then" && callbackOf(inner);
	if (callback) return { callback };
	const awaited = Node.isAwaitExpression(inner) ? withParentheses(inner) : undefined;
	const outer = awaited?.getParent();
	return { ...(awaited && { awaited }), ...(outer && { outer }) };
}

/** Tells a person where somebody out of sight gets an answer that has more fields than it had. */
export function warnOfMore(migration: Migration, call: CallExpression): void {
	const { awaited, outer, callback } = placeOf(call);
	const declaration = Node.isVariableDeclaration(outer) && !outer.getVariableStatement()?.isExported() && outer;
	const name = callback ?? (declaration ? declaration.getNameNode() : undefined);
	const isTaken = Node.isPropertyAccessExpression(outer) && outer.getExpression() === awaited;
	const isRead = Node.isIdentifier(name)
		? referencesOf(name).every((use) => Node.isPropertyAccessExpression(use.getParent()))
		: Node.isObjectBindingPattern(name) && !name.getElements().some((each) => each.getDotDotDotToken());
	if (isRead || isTaken || Node.isExpressionStatement(outer)) return;
	migration.draft.todo(call, `This answer has more fields than it had: see who gets it. ${see("results")}`);
}

/** Rewrites a call, and whatever reads its answer in sight. An answer that goes out of sight keeps its old form. */
export function rewriteResult(migration: Migration, result: ResultOf): void {
	const { node } = result;
	const { awaited, outer, callback } = placeOf(node);
	if (callback) rewriteName(migration, result, callback);
	else if (awaited && Node.isPropertyAccessExpression(outer) && isField(outer, awaited, result)) {
		rewriteField(migration, result, outer, () => `(await ${result.text()})`);
	} else if (!Node.isVariableDeclaration(outer)) keepForm(migration, result, []);
	else if (outer.getTypeNode()) keepForm(migration, result, [], outer.getTypeNode());
	else if (outer.getVariableStatement()?.isExported()) keepForm(migration, result, []);
	else rewriteName(migration, result, outer.getNameNode());
}

/** The answer under the name that it gets, or taken apart by a pattern. */
function rewriteName(migration: Migration, result: ResultOf, name: Node): void {
	const { draft, types } = migration;
	const reads = readsOf(name);
	if (Node.isIdentifier(name)) {
		const uses = referencesOf(name);
		const accesses = uses.map((use) => use.getParent());
		const isRead = (access: Node | undefined, index: number): access is PropertyAccessExpression =>
			Node.isPropertyAccessExpression(access) && isField(access, uses[index], result) && isReadOnly(access);
		if (!accesses.every(isRead)) {
			keepForm(migration, result, reads);
			return;
		}
		draft.replace(result.node, result.text);
		for (const access of accesses) {
			rewriteField(migration, result, access, () => draft.render(access.getExpression(), "with its own"));
		}
		return;
	}
	const elements = Node.isObjectBindingPattern(name) ? name.getElements() : [];
	const isSimple = elements.every(
		(each) =>
			/^(data|model)$/.test(each.getPropertyNameNode()?.getText() ?? each.getName()) &&
			Node.isIdentifier(each.getNameNode()) &&
			!each.getInitializer() &&
			!each.getDotDotDotToken(),
	);
	const isPassedOn = reads.some((read) => dataRead(read) === undefined && !Node.isAsExpression(read.getParent()));
	const isTyped = types === "typescript" && (!!result.type || (result.isNamedText && isPassedOn));
	if (!isSimple || isTyped || !reads.every(isReadOnly)) {
		keepForm(migration, result, reads);
		return;
	}
	draft.replace(result.node, result.text);
	for (const element of elements) {
		const local = element.getNameNode();
		if (!/^data\b/.test(element.getText())) continue;
		draft.replace(element, () => `raw: ${local.getText()}`);
		for (const read of reads) {
			const type = shapeOf([dataRead(read)]);
			if (type) draft.replace(read, () => cast(migration, read.getText(), type));
			else doubt(migration, read);
		}
	}
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
	const dot = access.hasQuestionDotToken() ? "?." : ".";
	const alone = (node: Node, text: string): string => (standsAlone(node) ? text : `(${text})`);
	if (name !== "data") {
		const place = fields[kind][name] ?? name;
		const text = (): string => `${base()}${dot}${place}`;
		draft.replace(access, () => (place.endsWith("1") ? alone(access, text()) : text()));
	} else if (isText && Node.isPropertyAccessExpression(further) && dataRead(access) === "response") {
		const text = (): string => `${base()}${dot}text`;
		draft.replace(further, () =>
			types === "none" || takesNothing(further) ? text() : alone(further, `${text()} ?? ""`),
		);
	} else {
		const shape = shapeOf([dataRead(access)]);
		if (!type && !shape) doubt(migration, access);
		draft.replace(access, () => cast(migration, `${base()}${dot}raw`, type ? typeText(migration, type) : shape));
	}
}

/** Leaves a call's answer in the form that it had, for those who read it elsewhere. `reads` are those of `data` in sight. */
function keepForm(migration: Migration, result: ResultOf, reads: readonly Node[], declared?: Node): void {
	const { draft, types } = migration;
	const names = reads.map(dataRead);
	const shape = shapeOf(result.isNamedText && names.every((name) => name === undefined) ? ["response"] : names);
	const [argument] = Node.isTypeReference(declared) ? declared.getTypeArguments() : [];
	if (!result.type && !argument && !shape) for (const read of reads) doubt(migration, read);
	draft.replace(result.node, () => {
		const known = result.type ?? argument;
		const type = known ? typeText(migration, known) : declared ? undefined : shape;
		const others = Object.entries(fields[result.kind]);
		const taken = ["raw", "model", ...(others[0] ? ["receipt"] : [])].join(", ");
		const data = type && types === "typescript" ? `raw as ${type}` : cast(migration, "raw", type);
		const given = [`data: ${data}`, "model", ...others.map(([name, place]) => `${name}: ${place}`)];
		return `${result.text()}.then(({ ${taken} }) => ({ ${given.join(", ")} }))`;
	});
}

/** A field of an unknown answer: whoever checks types has to say what it is. */
function doubt(migration: Migration, use: Node): void {
	if (migration.types === "none" || dataRead(use) === undefined) return;
	migration.draft.todo(use, `Say of what type \`raw\` is: the gateway does not know every model. ${see("results")}`);
}

/** The node with the parentheses around it. */
function withParentheses(node: Node): Node {
	const parent = node.getParent();
	return Node.isParenthesizedExpression(parent) ? withParentheses(parent) : node;
}

/** Whether an access is to a field of the old result. */
function isField(access: PropertyAccessExpression, owner: Node | undefined, { kind }: ResultOf): boolean {
	return access.getExpression() === owner && ["data", "model", ...Object.keys(fields[kind])].includes(access.getName());
}

/** The name that a `then`'s arrow function gives its only argument. */
function callbackOf(then: PropertyAccessExpression): Node | undefined {
	const call = then.getParent();
	const [callback, ...rest] = Node.isCallExpression(call) ? call.getArguments() : [];
	const [parameter] = Node.isArrowFunction(callback) ? callback.getParameters() : [];
	const isPlain = !parameter?.getTypeNode() && !parameter?.getInitializer() && !parameter?.isRestParameter();
	return !rest[0] && isPlain ? parameter?.getNameNode() : undefined;
}

const typeText = ({ draft }: Migration, type: Node): string => draft.render(type, "with its own");

/** A type with these fields, as far as all are known. */
function shapeOf(names: readonly (string | undefined)[]): string | undefined {
	const known = names.filter((name) => name !== undefined);
	if (!known[0] || !known.every((name) => Object.hasOwn(answerFields, name))) return undefined;
	return `{ ${[...new Set(known)].map((name) => `${name}: ${answerFields[name]}`).join("; ")} }`;
}
