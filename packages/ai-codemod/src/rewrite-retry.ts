import { type CallExpression, Node } from "ts-morph";
import { answerTo, insideRetry } from "./clients.ts";
import { argumentsLike } from "./layout.ts";
import { type Migration, see } from "./migration.ts";
import { objectOf, onlyHas, readProperties } from "./object-literal.ts";
import { rewriteResult } from "./results.ts";
import { retryConfig } from "./retry-config.ts";
import { gatewayOf, type RewriteCall, rendered, unreadable } from "./rewrite-call.ts";

const noGateway = `The gateway's \`withRetry\` takes a gateway, not a function; this call stays on @workkit/ai. ${see("withretry")}`;

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
export const rewriteRetry: RewriteCall = (migration, call, _use, local) => {
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
