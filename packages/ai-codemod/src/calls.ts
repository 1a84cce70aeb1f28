import { type CallExpression, Node } from "ts-morph";
import { framesFunction } from "./added-functions.ts";
import { answerTo, insideRetry, rewriteMaking } from "./clients.ts";
import type { Use } from "./imports.ts";
import { argumentsLike } from "./layout.ts";
import { type Migration, see } from "./migration.ts";
import { canMove, objectOf, onlyHas, type Property, readProperties } from "./object-literal.ts";
import { rewriteResult, warnOfMore } from "./results.ts";
import { retryConfig } from "./retry-config.ts";

/** Rewrites one call; answers why it cannot, where a person has to. `local` is the function's name in the file. */
type RewriteCall = (migration: Migration, call: CallExpression, use: Use, local: string) => string | undefined;

type Properties = ReadonlyMap<string, Property>;

const unreadable = (what: string): string =>
	`${what} cannot be read off the program; this call stays on @workkit/ai. ${see("by-hand")}`;

const noGateway = `The gateway's \`withRetry\` takes a gateway, not a function; this call stays on @workkit/ai. ${see("withretry")}`;

const rendered = ({ draft }: Migration, nodes: readonly Node[]): string[] =>
	nodes.map((each) => draft.render(each, "with its own"));

/** The gateway for a binding and the options beside it. */
function gatewayOf(migration: Migration, binding: Node | undefined, options?: Properties): () => string {
	const gateway = options?.get("gateway");
	return migration.gateway(binding, gateway && (() => gateway.value()));
}

/** Options that a call keeps: as they are written, if it keeps all of them. */
function keptOptions(
	migration: Migration,
	node: Node | undefined,
	options: Properties,
	names: readonly string[],
): string {
	if (node && onlyHas(options, names) && options.size > 0) return migration.draft.render(node, "with its own");
	return objectOf(names.map((name) => options.get(name)?.whole()));
}

const rewriteAi: RewriteCall = (migration, call) => {
	const member = call.getParent();
	const run = member?.getParent();
	if (!Node.isPropertyAccessExpression(member) || member.getName() !== "run" || !Node.isCallExpression(run)) {
		rewriteMaking(migration, call);
		return undefined;
	}
	const [model, inputs, given] = run.getArguments();
	const options = readProperties(given, migration.draft);
	if (!model || !inputs || !options || !onlyHas(options, ["signal", "gateway"])) return unreadable("These arguments");
	const gateway = gatewayOf(migration, call.getArguments()[0], options);
	rewriteResult(migration, {
		node: run,
		kind: "run",
		type: run.getTypeArguments()[0],
		...answerTo(migration, model, inputs),
		text: () => {
			const kept = keptOptions(migration, given, options, ["signal"]);
			return `${gateway()}.run${argumentsLike(run, [...rendered(migration, [model, inputs]), kept])}`;
		},
	});
	return undefined;
};

const rewriteStream: RewriteCall = (migration, call) => {
	const [binding, model, input, given] = call.getArguments();
	const options = readProperties(given, migration.draft);
	if (!model || !input || !options || !onlyHas(options, ["timeout", "signal", "gateway"])) {
		return unreadable("These arguments");
	}
	const gateway = gatewayOf(migration, binding, options);
	migration.draft.replace(call, () => {
		const kept = keptOptions(migration, given, options, ["timeout", "signal"]);
		const frames = migration.add("workersAiFrames", () => framesFunction(migration));
		const args = argumentsLike(call, [...rendered(migration, [model, input]), kept]);
		return `${gateway()}.stream${args}.then(${frames})`;
	});
	return undefined;
};

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

const rewriteFallback: RewriteCall = (migration, call) => {
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

/** `withRetry(binding, model, inputs, options)`. */
function rewriteRetriedBinding(migration: Migration, call: CallExpression, local: string): string | undefined {
	const [binding, model, inputs, given] = call.getArguments();
	const options = readProperties(given, migration.draft);
	const config = options && retryConfig(options);
	if (!model || !inputs || !options || !config) return unreadable("These arguments");
	const gateway = gatewayOf(migration, binding);
	rewriteResult(migration, {
		node: call,
		kind: "retry",
		type: call.getTypeArguments()[0],
		...answerTo(migration, model, inputs),
		text: () => {
			const kept = objectOf([options.get("signal")?.whole()]);
			const args = argumentsLike(call, [...rendered(migration, [model, inputs]), kept]);
			return `${migration.take("withRetry", { local })}(${gateway()}, ${config()}).run${args}`;
		},
	});
	return undefined;
}

/** `withRetry(() => client.run(…), options)`; other functions have no gateway to wrap. */
const rewriteRetry: RewriteCall = (migration, call, _use, local) => {
	const [operation, given] = call.getArguments();
	if (!Node.isArrowFunction(operation)) {
		return call.getArguments().length > 2 ? rewriteRetriedBinding(migration, call, local) : noGateway;
	}
	const body = operation.getBody();
	const run = Node.isAwaitExpression(body) ? body.getExpression() : body;
	const member = Node.isCallExpression(run) ? run.getExpression() : undefined;
	if (!Node.isCallExpression(run) || !Node.isPropertyAccessExpression(member) || member.getName() !== "run") {
		return noGateway;
	}
	const client = member.getExpression();
	if (!migration.isClient(client) || Node.isCallExpression(client)) return noGateway;
	const [model, inputs, runGiven] = run.getArguments();
	const options = readProperties(given, migration.draft);
	const runOptions = readProperties(runGiven, migration.draft);
	const config = options && retryConfig(options);
	if (!model || !inputs || !config || !runOptions || !onlyHas(runOptions, ["signal"])) {
		return unreadable("These options");
	}
	const [ofRun, ofRetry] = [runOptions, options].map((each) => each.get("signal")?.node.getText());
	if (ofRun && ofRetry && ofRun !== ofRetry) return unreadable("Which of two signals ends the call");
	insideRetry.add(run);
	const [type] = call.getTypeArguments();
	rewriteResult(migration, {
		node: call,
		kind: "run",
		type: run.getTypeArguments()[0] ?? (Node.isTypeReference(type) ? type.getTypeArguments()[0] : undefined),
		...answerTo(migration, model, inputs),
		text: () => {
			const kept = objectOf([(runOptions.get("signal") ?? options.get("signal"))?.whole()]);
			const [gateway] = rendered(migration, [client]);
			const args = argumentsLike(run, [...rendered(migration, [model, inputs]), kept]);
			return `${migration.take("withRetry", { local })}(${gateway}, ${config()}).run${args}`;
		},
	});
	return undefined;
};

/** The first argument becomes a gateway; the rest stays. */
const rewriteStructured: RewriteCall = (migration, call, { name }, local) => {
	const [binding, ...rest] = call.getArguments();
	warnOfMore(migration, call);
	const gateway = gatewayOf(migration, binding);
	migration.draft.replace(call, () => {
		return migration.take(name, { local }) + argumentsLike(call, [gateway(), ...rendered(migration, rest)]);
	});
	return undefined;
};

/** The same, and the handler moves into the options. */
const rewriteTools: RewriteCall = (migration, call, { name }, local) => {
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

/** What is done with a call of each function. */
export const rewriteCalls: Readonly<Record<string, RewriteCall>> = {
	ai: rewriteAi,
	streamAI: rewriteStream,
	fallback: rewriteFallback,
	withRetry: rewriteRetry,
	structuredAI: rewriteStructured,
	aiWithTools: rewriteTools,
};
