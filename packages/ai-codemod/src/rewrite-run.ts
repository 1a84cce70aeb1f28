import { Node } from "ts-morph";
import { framesFunction } from "./added-functions.ts";
import { answerTo, rewriteMaking } from "./clients.ts";
import { argumentsLike } from "./layout.ts";
import { onlyHas, readProperties } from "./object-literal.ts";
import { rewriteResult } from "./results.ts";
import { gatewayOf, keptOptions, type RewriteCall, rendered, unreadable } from "./rewrite-call.ts";

/** `ai(binding).run(…)`, or the making of a client. */
export const rewriteAi: RewriteCall = (migration, call) => {
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

/** `streamAI(…)`: the stream of events, as the frames that it was. */
export const rewriteStream: RewriteCall = (migration, call) => {
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
