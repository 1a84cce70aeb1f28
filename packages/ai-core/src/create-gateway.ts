import { ConfigError } from "@workkit/errors";
import { attempt } from "./attempt.ts";
import type { OperationName } from "./call.ts";
import type { Chain } from "./chain.ts";
import { type Engine, gatewayOf } from "./engine.ts";
import type { CompleteGateway, FullGateway, TasksOf } from "./gateway.ts";
import type { ModelsOf } from "./models.ts";
import type { Provider, ProviderMap } from "./provider.ts";

/** What a gateway is made of; `K` are the keys of its providers, `T` what these are. */
export interface GatewayConfig<K extends string = string, T extends Provider = Provider> {
	/** Providers under names of the caller's choice. */
	readonly providers: { readonly [P in K]: T };
	/** Key of the provider that answers when neither options nor router name one. */
	readonly defaultProvider: NoInfer<K>;
	/** Chooses a provider by the model's name; `options.provider` wins over it. */
	readonly router?:
		| {
				/** Answers with a key of `providers`; anything else makes the call fail with `ConfigError`. */
				resolve(model: string): NoInfer<K>;
		  }
		| undefined;
	/** Gives the gateway `runFallback`: what walks its chains, for example `universalEndpoint` of `@workkit/ai-cloudflare-gateway`. */
	readonly chain?: Chain | undefined;
}

const operations = ["run", "stream", "embed"] as const;

/**
 * Makes a gateway of provider objects. Only the providers that are imported are paid for in bytes. Throws `ConfigError`
 * when there is no provider, one is no provider, or the default is not a key of `providers`.
 *
 * @param config - The providers, and which of them is asked by default.
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
export function createGateway<K extends string, T extends Provider = Provider>(
	config: GatewayConfig<K, T> & { readonly chain: Chain },
): FullGateway<K, ModelsOf<T>> & TasksOf<T, K>;
export function createGateway<K extends string, T extends Provider = Provider>(
	config: GatewayConfig<K, T>,
): CompleteGateway<K, ModelsOf<T>> & TasksOf<T, K>;
export function createGateway<K extends string>(config: GatewayConfig<K>): CompleteGateway<K> {
	const { router, chain } = config;
	// A key may also come from a router or from untyped code: it is looked up as any text.
	const providers: ProviderMap = config.providers ?? {};
	const keys = Object.keys(providers);
	/** What a provider can do: its functions. */
	const operationsOf = (key: string): OperationName[] =>
		[...operations, ...(Object.keys(Object(providers[key])) as OperationName[])].filter(
			(name) => typeof providers[key]?.[name] === "function",
		);
	const wrong = keys.find((key) => !operationsOf(key)[0]);
	if (!keys[0]) throw new ConfigError("`providers` must not be empty.");
	if (wrong) throw new ConfigError(`The provider "${wrong}" must have one of ${operations}.`);
	const known = (key: string): string => {
		if (keys.includes(key)) return key;
		throw new ConfigError(`The provider "${key}" must be one of ${keys.join(", ")}.`);
	};
	const defaultProvider = known(config.defaultProvider);
	const engine: Engine = {
		route: (model, { provider = router ? router.resolve(model) : defaultProvider }) => known(provider),
		dispatch: (call) => attempt(call, providers[call.provider]?.[call.operation]),
		providers: () => [...keys],
		defaultProvider: () => defaultProvider,
		chain: chain && ((entries) => chain(entries, providers)),
	};
	// Its keys are exactly those of the providers.
	return gatewayOf(engine, [...operations, ...keys.flatMap(operationsOf)]) as unknown as CompleteGateway<K>;
}
