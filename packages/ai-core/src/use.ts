import { attempt } from "./attempt.ts";
import type { OperationName } from "./call.ts";
import { walkedElsewhere } from "./chain.ts";
import { type Engine, engineKey, gatewayOf } from "./engine.ts";
import type { Gateway } from "./gateway.ts";
import type { Middleware, Next } from "./middleware.ts";

/** A gateway with middleware: exactly the operations of the gateway that it wraps. */
export type Wrapped<G extends Gateway> = Pick<
	G,
	Extract<keyof G, OperationName | "runFallback" | "providers" | "defaultProvider" | "~keys">
>;

const known: Readonly<Record<OperationName, true>> = {
	run: true,
	stream: true,
	embed: true,
	image: true,
	transcribe: true,
	speak: true,
	rerank: true,
	translate: true,
	summarize: true,
	classify: true,
	toMarkdown: true,
	batch: true,
};
// Its keys are all that it has. A gateway's own cannot be taken: it may have methods that are no operations.
const operations = Object.keys(known) as OperationName[];

/** The engine of a gateway that `createGateway` or `use` made, or one that calls a hand-written gateway's methods. */
function engineOf(gateway: Gateway & { [engineKey]?: Engine }): Engine {
	const dispatch: Next = (call) =>
		attempt(call, ({ operation, model, input, options, signal }) => {
			// Each method takes exactly the arguments of its own operation.
			const method = gateway[operation] as (...args: unknown[]) => never;
			return method.call(gateway, model, input, { ...options, signal });
		});
	const { runFallback } = gateway;
	return (
		gateway[engineKey] ?? {
			route: (_model, { provider }) => provider ?? gateway.defaultProvider(),
			dispatch,
			providers: () => gateway.providers(),
			defaultProvider: () => gateway.defaultProvider(),
			chain:
				runFallback &&
				((entries) =>
					walkedElsewhere(entries, ({ input, options, signal }) =>
						runFallback.call(gateway, entries, input, { ...options, signal }),
					)),
		}
	);
}

/**
 * Wraps a gateway in middleware, outermost first. Works on any object of the `Gateway` shape; the result has exactly the
 * operations that the gateway has. The gateway itself is not changed.
 *
 * @example
 * ```ts
 * import { createGateway, type Middleware, use } from "@workkit/ai-core";
 *
 * const gateway = createGateway({
 * 	providers: { none: { run: async (call) => ({ raw: null, provider: call.provider, model: call.model }) } },
 * 	defaultProvider: "none",
 * });
 * const logged: Middleware = (call, next) => {
 * 	console.log(call.operation, call.model);
 * 	return next(call);
 * };
 * const wrapped = use(gateway, logged);
 * await wrapped.run("any-model", { prompt: "Hello" });
 * ```
 */
export function use<G extends Gateway>(gateway: G, ...middleware: readonly Middleware[]): Wrapped<G> {
	const engine = engineOf(gateway);
	const dispatch = middleware.reduceRight<Next>((next, layer) => (call) => layer(call, next), engine.dispatch);
	const own = operations.filter((operation) => gateway[operation]);
	return gatewayOf({ ...engine, dispatch }, own) as Wrapped<G>;
}
