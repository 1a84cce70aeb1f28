import type { CallExpression, Node } from "ts-morph";
import type { Use } from "./imports.ts";
import { type Migration, see } from "./migration.ts";
import { objectOf, onlyHas, type Property } from "./object-literal.ts";

/** Rewrites one call; answers why it cannot, where a person has to. `local` is the function's name in the file. */
export type RewriteCall = (migration: Migration, call: CallExpression, use: Use, local: string) => string | undefined;

type Properties = ReadonlyMap<string, Property>;

/** Why a call is left alone that cannot be read. */
export const unreadable = (what: string): string =>
	`${what} cannot be read off the program; this call stays on @workkit/ai. ${see("by-hand")}`;

/** Nodes as they are after all is rewritten inside them. */
export const rendered = ({ draft }: Migration, nodes: readonly Node[]): string[] =>
	nodes.map((each) => draft.render(each, "with its own"));

/** The gateway for a binding and the options beside it. */
export function gatewayOf(migration: Migration, binding: Node | undefined, options?: Properties): () => string {
	const gateway = options?.get("gateway");
	return migration.gateway(binding, gateway && (() => gateway.value()));
}

/** Options that a call keeps: as they are written, if it keeps all of them. */
export function keptOptions(
	migration: Migration,
	node: Node | undefined,
	options: Properties,
	names: readonly string[],
): string {
	if (node && onlyHas(options, names) && options.size > 0) return migration.draft.render(node, "with its own");
	return objectOf(names.map((name) => options.get(name)?.whole()));
}
