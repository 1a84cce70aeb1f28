import { type CallExpression, type Identifier, Node, type PrivateIdentifier } from "ts-morph";
import { referencesOf } from "./imports.ts";
import { argumentsLike, indentOf } from "./layout.ts";
import { type Migration, see } from "./migration.ts";
import { readProperties } from "./object-literal.ts";
import { rewriteResult } from "./results.ts";

/** Calls of `run` that are rewritten together with the retry around them. */
export const insideRetry: WeakSet<Node> = new WeakSet();

/** What a client is known by: a variable, a parameter, a member of a class. */
export type ClientName = Identifier | PrivateIdentifier;

const elsewhere = `finds \`raw\` where there was \`data\`. ${see("results")}`;

/** Whether a call's inputs are a conversation whose answer is text, as far as can be seen. */
function asksForText(inputs: Node | undefined, migration: Migration): boolean {
	const properties = readProperties(inputs, migration.draft);
	return (
		!!properties &&
		["messages", "prompt"].some((name) => properties.has(name)) &&
		!["response_format", "tools", "functions", "stream"].some((name) => properties.has(name))
	);
}

/** What is known of the answer to a model's inputs. Tells a person where they ask for a stream. */
export function answerTo(
	migration: Migration,
	model: Node | undefined,
	inputs: Node | undefined,
): { readonly isText: boolean; readonly isNamedText: boolean } {
	const stream = readProperties(inputs, migration.draft)?.get("stream");
	if (inputs && stream && stream.node.getText() !== "false") {
		migration.draft.todo(inputs, `\`run\` does not stream any more: use \`stream\`. ${see("streams")}`);
	}
	const isText = asksForText(inputs, migration);
	return { isText, isNamedText: isText && Node.isStringLiteral(model) };
}

/** The gateway that a client becomes. */
export function writeGateway(migration: Migration, call: CallExpression): string {
	const [binding] = call.getArguments();
	const given = binding ? migration.draft.render(binding, "with its own") : "undefined";
	const indent = indentOf(call);
	const step =
		/\n([ \t]+)[^\s*]/.exec(migration.file.getFullText())?.[1]?.slice(0, indent.startsWith("\t") ? 1 : 8) ?? "\t";
	const property = given === "binding" ? given : `binding: ${given}`;
	return `${migration.take("createGateway")}({
${indent}${step}providers: { "workers-ai": { type: "workers-ai", ${property} } },
${indent}${step}defaultProvider: "workers-ai",
${indent}})`;
}

/** Rewrites `client.run(…)`. */
export function rewriteRun(migration: Migration, call: CallExpression): void {
	const { draft } = migration;
	const args = call.getArguments();
	const options = readProperties(args[2], draft);
	if (!options) draft.todo(call, `A \`gateway\` in these options belongs to the provider now. ${see("options")}`);
	if (options?.has("gateway"))
		draft.todo(call, `Give the gateway to the provider: \`run\` takes none. ${see("options")}`);
	rewriteResult(migration, {
		node: call,
		kind: "run",
		type: call.getTypeArguments()[0],
		...answerTo(migration, args[0], args[1]),
		text: () => {
			const given = args.map((each) => draft.render(each, "with its own"));
			return draft.render(call.getExpression(), "with its own") + argumentsLike(call, given);
		},
	});
}

/** Rewrites the uses of a client in sight; what goes out of sight is for a person to follow. */
export function rewriteClient(migration: Migration, name: ClientName): void {
	for (const use of referencesOf(name)) {
		const owner = use.getParent();
		const whole = Node.isPropertyAccessExpression(owner) && owner.getNameNode() === use ? owner : use;
		const call = runOf(whole);
		if (call && !insideRetry.has(call)) rewriteRun(migration, call);
		if (call || migration.clientsAreTyped || isAssigned(whole)) continue;
		migration.draft.todo(use, `Whoever gets this client ${elsewhere}`);
	}
}

/** The call of `run` on a client. */
function runOf(client: Node): CallExpression | undefined {
	const member = client.getParent();
	if (!Node.isPropertyAccessExpression(member) || member.getExpression() !== client) return undefined;
	const call = member.getParent();
	return member.getName() === "run" && Node.isCallExpression(call) && call.getExpression() === member
		? call
		: undefined;
}

/** Whether the client is put there, rather than taken from there. */
function isAssigned(client: Node): boolean {
	const parent = client.getParent();
	return Node.isBinaryExpression(parent) && parent.getLeft() === client && parent.getText() !== client.getText();
}

/** The name that a client which is made here gets. */
export function nameOfMade(call: CallExpression): ClientName | undefined {
	const owner = call.getParent();
	if (Node.isVariableDeclaration(owner) || Node.isPropertyDeclaration(owner)) return clientName(owner.getNameNode());
	if (!Node.isBinaryExpression(owner) || !/^(\?\?|\|\|)?=$/.test(owner.getOperatorToken().getText())) return undefined;
	const left = owner.getLeft();
	const name = clientName(Node.isPropertyAccessExpression(left) ? left.getNameNode() : left);
	const [declaration] = (owner.getRight() === call && name?.getSymbol()?.getDeclarations()) || [];
	if (!declaration) return undefined;
	return (Node.hasName(declaration) ? clientName(declaration.getNameNode()) : undefined) ?? name;
}

/** The node, if it can be a client's name. */
export function clientName(node: Node | undefined): ClientName | undefined {
	return Node.isIdentifier(node) || Node.isPrivateIdentifier(node) ? node : undefined;
}

/** Whether other files see what has this name. */
function isSeenOutside(name: ClientName): boolean {
	const owner = name.getParent();
	if (Node.isVariableDeclaration(owner)) return !!owner.getVariableStatement()?.isExported();
	return Node.isIdentifier(name) && !(Node.isPropertyDeclaration(owner) && owner.hasModifier("private"));
}

/** Rewrites the making of a client that is not run at once. */
export function rewriteMaking(migration: Migration, call: CallExpression): void {
	migration.draft.replace(call, () => writeGateway(migration, call));
	const name = nameOfMade(call);
	if ((!name || isSeenOutside(name)) && !migration.clientsAreTyped) {
		migration.draft.todo(call, `Whoever gets this client ${elsewhere}`);
	}
}
