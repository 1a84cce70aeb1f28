import { ConfigError, UnsupportedOperationError } from "@workkit/errors";
import { attempt } from "./attempt.ts";
import type { Engine } from "./engine.ts";
import { gatewayOf } from "./engine.ts";
import type { CompleteGateway } from "./gateway.ts";
import type { Next } from "./middleware.ts";
import type { Provider } from "./provider.ts";

/** What a gateway is made of. */
export interface GatewayConfig<P extends Readonly<Record<string, Provider>> = Readonly<Record<string, Provider>>> {
	/** Providers under names of the caller's choice. */
	readonly providers: P;
	/** Key of the provider that answers when neither options nor router name one. */
	readonly defaultProvider: keyof P & string;
	/** Chooses a provider by the model's name; `options.provider` wins over it. */
	readonly router?: { resolve(model: string): string } | undefined;
}

const operations = ["run", "stream", "embed"] as const;

/**
 * Makes a gateway of provider objects. Only the providers that are imported are paid for in bytes. Throws `ConfigError`
 * when there is no provider, one is no provider, or the default is not a key of `providers`.
 *
 * @example
 * ```ts
 * import { createGateway } from "@workkit/ai-core";
 *
 * const gateway = createGateway({
 * 	providers: {
 * 		echo: {
 * 			run: async (call) => ({ text: String(call.input.prompt), raw: null, provider: call.provider, model: call.model }),
 * 		},
 * 	},
 * 	defaultProvider: "echo",
 * });
 * const { text } = await gateway.run("any-model", { prompt: "Hello" });
 * ```
 */
export function createGateway<const P extends Readonly<Record<string, Provider>>>(
	config: GatewayConfig<P>,
): CompleteGateway<keyof P & string> {
	const { providers, defaultProvider, router } = config;
	const keys = Object.keys(providers ?? {}) as (keyof P & string)[];
	if (keys.length === 0) throw new ConfigError("`providers` is empty: give the gateway at least one provider.");
	for (const key of keys) {
		if (!operations.some((operation) => typeof providers[key]?.[operation] === "function")) {
			throw new ConfigError(`providers["${key}"] is not a provider: it has none of ${operations.join(", ")}.`);
		}
	}
	const known = (key: string, from: string): string => {
		if (Object.hasOwn(providers, key)) return key;
		throw new ConfigError(`${from} names the provider "${key}", which does not exist. Available: ${keys.join(", ")}.`);
	};
	known(defaultProvider ?? "", "`defaultProvider`");

	const dispatch: Next = (call) => {
		const operation = providers[call.provider]?.[call.operation];
		if (!operation) throw new UnsupportedOperationError(call.provider, call.operation);
		return attempt(call, operation);
	};
	const engine: Engine = {
		operations,
		route(model, options) {
			if (options.provider !== undefined) return known(options.provider, "`options.provider`");
			return router ? known(router.resolve(model), "The router") : defaultProvider;
		},
		dispatch,
		providers: () => [...keys],
		defaultProvider: () => defaultProvider,
	};
	return gatewayOf(engine) as CompleteGateway<keyof P & string>;
}
