import { Node } from "ts-morph";
import { answerTo } from "./clients.ts";
import { argumentsLike } from "./layout.ts";
import { type Migration, see } from "./migration.ts";
import { canMove, objectOf, onlyHas, readProperties } from "./object-literal.ts";
import { rewriteResult } from "./results.ts";
import { gatewayOf, type RewriteCall, rendered, unreadable } from "./rewrite-call.ts";

/** Gives each model the time that it has: as an option when it is the same for all, else by a middleware. */
function withTimeouts(
	migration: Migration,
	gateway: string,
	models: readonly string[],
	timeouts: readonly string[],
): string {
	const table = timeouts.flatMap((timeout, index) => (timeout ? [`[${models[index]}, ${timeout}]`] : []));
	const attemptTimeout = `new Map([${table.join(", ")}]).get(call.model)`;
	const bound = `next({ ...call, options: { ...call.options, attemptTimeout: ${attemptTimeout} } })`;
	return `${migration.take("use")}(${gateway}, (call, next) => ${bound})`;
}

/** `fallback(binding, models, inputs, options)`. */
export const rewriteFallback: RewriteCall = (migration, call) => {
	const { draft } = migration;
	const [binding, list, inputs, given] = call.getArguments();
	const options = readProperties(given, draft);
	if (!options || !onlyHas(options, ["onFallback", "signal", "gateway"])) return unreadable("These options");
	const items = Node.isArrayLiteralExpression(list) ? list.getElements() : [];
	const entries = items.map((each) => readProperties(each, draft));
	const isPlain = entries.every(
		(entry) =>
			entry?.has("model") &&
			onlyHas(entry, ["model", "timeout"]) &&
			["model", "timeout"].every((name) => canMove(entry.get(name), ["call", "next"])),
	);
	if (!inputs || !entries[0] || !isPlain) return unreadable("This list of models");
	const texts = (name: string): string[] => entries.map((entry) => entry?.get(name)?.value() ?? "");
	if (new Set(texts("model")).size < entries.length) return unreadable("A model that is asked twice");
	if (!entries[1]) {
		draft.todo(call, `When it fails, its own error is thrown, not a ServiceUnavailableError. ${see("errors")}`);
	} else if (/ServiceUnavailableError|SERVICE_UNAVAILABLE/.test(migration.file.getText())) {
		draft.todo(call, `When all fail, it is a FallbackExhaustedError, not a ServiceUnavailableError. ${see("errors")}`);
	}
	const gateway = gatewayOf(migration, binding, options);
	const text = (): string => {
		const [models, timeouts] = [texts("model"), texts("timeout")];
		const [first = "", ...others] = models;
		const [same] = new Set(timeouts).size === 1 ? timeouts : [];
		const isBound = same === undefined;
		const bound = isBound ? withTimeouts(migration, gateway(), models, timeouts) : gateway();
		const rules = [`tiers: [${others.join(", ")}]`, "on: [() => true]", options.get("onFallback")?.whole()];
		const chain = others[0]
			? `${migration.take("withFallback")}${argumentsLike(call, [bound, objectOf(rules)])}`
			: bound;
		const kept = objectOf([same ? `attemptTimeout: ${same}` : undefined, options.get("signal")?.whole()]);
		return `${chain}.run${argumentsLike(call, [first, ...rendered(migration, [inputs]), kept])}`;
	};
	const answer = answerTo(migration, entries[0].get("model")?.node, inputs);
	rewriteResult(migration, { node: call, kind: "fallback", type: call.getTypeArguments()[0], ...answer, text });
	return undefined;
};
