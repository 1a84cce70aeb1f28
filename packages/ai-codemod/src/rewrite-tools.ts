import { Node } from "ts-morph";
import { argumentsLike } from "./layout.ts";
import type { Migration } from "./migration.ts";
import { warnOfMore } from "./results.ts";
import { gatewayOf, type RewriteCall, rendered, unreadable } from "./rewrite-call.ts";

/** `structuredAI(…)`: the first argument becomes a gateway; the rest stays. */
export const rewriteStructured: RewriteCall = (migration, call, { name }, local) => {
	const [binding, ...rest] = call.getArguments();
	warnOfMore(migration, call);
	const gateway = gatewayOf(migration, binding);
	migration.draft.replace(call, () => {
		return migration.take(name, { local }) + argumentsLike(call, [gateway(), ...rendered(migration, rest)]);
	});
	return undefined;
};

/** `aiWithTools(…)`: the same, and the handler moves into the options. */
export const rewriteTools: RewriteCall = (migration, call, { name }, local) => {
	const [binding, model, input, options, handler] = call.getArguments();
	if (!model || !input || !options) return unreadable("These arguments");
	warnOfMore(migration, call);
	const gateway = gatewayOf(migration, binding);
	migration.draft.replace(call, () => {
		const given = [gateway(), ...rendered(migration, [model, input]), withHandler(migration, options, handler)];
		return migration.take(name, { local }) + argumentsLike(call, given);
	});
	return undefined;
};

function withHandler({ draft }: Migration, options: Node, handler: Node | undefined): string {
	const given = draft.render(options, "with its own");
	if (!handler || handler.getText() === "undefined") return given;
	const text = draft.render(handler, "with its own");
	const property = text === "handler" ? "handler" : `handler: ${text}`;
	if (!Node.isObjectLiteralExpression(options)) return `{ ...${given}, ${property} }`;
	const last = options.getProperties().at(-1);
	if (!last) return `{ ${property} }`;
	const tail = options.getText().slice(last.getEnd() - options.getStart());
	const [, comment = "", end = ""] = /^\s*?,?([\s\S]*?)(\s*)\}$/.exec(tail) ?? [];
	const head = `${given.slice(0, -tail.length)},${comment}`;
	if (!end.includes("\n")) return `${head} ${property} }`;
	return `${head}${/\n[ \t]*(?=\S)/.exec(given)?.[0] ?? "\n"}${property},${end}}`;
}
