import { type CallExpression, type Identifier, Node } from "ts-morph";
import { referencesOf } from "./imports.ts";
import { argumentsLike, indentOf } from "./layout.ts";
import { type Migration, see } from "./migration.ts";
import { readProperties } from "./object-literal.ts";
import { rewriteResult } from "./results.ts";

/** Calls of `run` that are rewritten together with the retry around them. */
export const insideRetry: WeakSet<Node> = new WeakSet();

const elsewhere = `finds \`raw\` where there was \`data\`. ${see("results")}`;

/** Whether a call's inputs are a conversation whose answer is text, as far as can be seen. */
export function asksForText(inputs: Node | undefined, migration: Migration): boolean {
	const properties = readProperties(inputs, migration.draft);
	return !!properties && (properties.has("messages") || properties.has("prompt")) && !properties.has("response_format");
}

/** The gateway that a client becomes. */
export function writeGateway(migration: Migration, call: CallExpression): string {
	const [binding] = call.getArguments();
	const given = binding ? migration.draft.render(binding, "with its own") : "undefined";
	const indent = indentOf(call);
	const step =
		/\n([ \t]+)\S/.exec(migration.file.getFullText())?.[1]?.slice(0, indent.startsWith("\t") ? 1 : 8) ?? "\t";
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
	if (readProperties(args[1], draft)?.has("stream")) {
		draft.todo(call, `\`run\` does not stream any more: use \`stream\`. ${see("streams")}`);
	}
	rewriteResult(migration, {
		node: call,
		kind: "run",
		type: call.getTypeArguments()[0],
		isText: asksForText(args[1], migration),
		text: () => {
			const given = args.map((each) => draft.render(each, "with its own"));
			return draft.render(call.getExpression(), "with its own") + argumentsLike(call, given);
		},
	});
}

/** Rewrites the uses of a client in sight; what goes out of sight is for a person to follow. */
export function rewriteClient(migration: Migration, name: Identifier): void {
	for (const use of referencesOf(name)) {
		const owner = use.getParent();
		const whole = Node.isPropertyAccessExpression(owner) && owner.getNameNode() === use ? owner : use;
		const call = runOf(whole);
		if (call && !insideRetry.has(call)) rewriteRun(migration, call);
		if (!call && !migration.clientsAreTyped) migration.draft.todo(use, `Whoever gets this client ${elsewhere}`);
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

/** Rewrites the making of a client that is not run at once. */
export function rewriteMaking(migration: Migration, call: CallExpression): void {
	const owner = call.getParent();
	migration.draft.replace(call, () => writeGateway(migration, call));
	const name = Node.isVariableDeclaration(owner) ? owner.getNameNode() : undefined;
	const isExported = Node.isVariableDeclaration(owner) && owner.getVariableStatement()?.isExported();
	if (Node.isIdentifier(name)) rewriteClient(migration, name);
	if ((isExported || !Node.isIdentifier(name)) && !migration.clientsAreTyped) {
		migration.draft.todo(call, `Whoever gets this client ${elsewhere}`);
	}
}
