import { anthropic } from "@workkit/ai-anthropic";
import { type CloudflareGatewayOptions, gatewayVia, universalEndpoint } from "@workkit/ai-cloudflare-gateway";
import {
	type GatewayConfig as CoreGatewayConfig,
	createGateway as createCoreGateway,
	type FullGateway,
	type ModelsOf,
	type Provider,
	type TasksOf,
	type Via,
} from "@workkit/ai-core";
import { openai } from "@workkit/ai-openai";
import { type WorkersAiProvider, workersAi } from "@workkit/ai-workers-ai";
import { ConfigError } from "@workkit/errors";
import { custom } from "./custom.ts";
import type { ProviderConfig, ProviderMap, ProviderType, WorkersAiProviderConfig } from "./provider-config.ts";

/** Cloudflare AI Gateway for the HTTP providers, and what every request asks of it. */
export type CfGatewayConfig = CloudflareGatewayOptions;

/** What a gateway is made of; `K` are the keys of its providers. */
export interface GatewayConfig<K extends string = string> extends Omit<CoreGatewayConfig<K>, "providers" | "chain"> {
	/** Providers under names of the caller's choice: records with a `type`, or provider objects. */
	readonly providers: ProviderMap<K>;
	/** Sends the records of type `openai` and `anthropic` through Cloudflare AI Gateway, but for those with a `baseUrl` of their own. */
	readonly cfGateway?: CfGatewayConfig | undefined;
}

/** A provider object. Inferred, it could be anything: these are the fields of a record whose type was forgotten. */
type NoRecord = Provider & { readonly type?: never; readonly apiKey?: never; readonly binding?: never };

/** A record as what the provider that is made of it has. */
type WithModels<R> = R extends { readonly type: "workers-ai" } ? WorkersAiProvider : R;

/** A provider object, or the tasks of a record. */
type WithTasks<R> = R extends { readonly tasks: (options: never) => infer T } ? T : R;

/** The one place that knows the records' types. */
const factories: {
	[T in ProviderType]: (config: Extract<ProviderConfig, { type: T }>, via: Via | undefined) => Provider;
} = {
	"workers-ai": workersAi,
	openai: (config, via) => openai({ ...config, via }),
	anthropic: (config, via) => anthropic({ ...config, via }),
	custom,
};

function toProvider(key: string, value: ProviderMap[string], via: Via | undefined): Provider {
	const { type, tasks } = Object(value) as WorkersAiProviderConfig;
	if (type === undefined) return value as Provider;
	if (!Object.hasOwn(factories, type)) {
		throw new ConfigError(
			`providers["${key}"] must be a provider, or its type "${type}" one of ${Object.keys(factories)}.`,
		);
	}
	// The table pairs each type with its own record, and a record's tasks take the record.
	return { ...factories[type](value as never, via), ...tasks?.({ ...value, via } as never) };
}

function withoutCfGateway(): never {
	throw new ConfigError("`runFallback` needs `cfGateway`.");
}

/**
 * Makes a gateway of provider records or objects: one typed interface to Workers AI, OpenAI, Anthropic and your own.
 * Throws `ConfigError` (or `BindingNotFoundError`) for a configuration that cannot work. To pay only for the providers
 * that you use, take `createGateway` from `@workkit/ai-core` and give it provider objects.
 *
 * @param config - The providers, and which of them is asked by default.
 *
 * @example
 * ```ts
 * import { createGateway, type WorkersAiBinding } from "@workkit/ai-gateway";
 *
 * declare const env: { AI: WorkersAiBinding; OPENAI_KEY: string; ANTHROPIC_KEY: string };
 * const gateway = createGateway({
 * 	providers: {
 * 		"workers-ai": { type: "workers-ai", binding: env.AI },
 * 		openai: { type: "openai", apiKey: env.OPENAI_KEY },
 * 		anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
 * 	},
 * 	defaultProvider: "workers-ai",
 * });
 * const { text, usage } = await gateway.run("gpt-5.2", { prompt: "Say hello." }, { provider: "openai" });
 * ```
 */
export function createGateway<K extends string, T = unknown>(
	config: GatewayConfig<K> & {
		readonly providers: { readonly [P in keyof T]: ProviderConfig | (NoRecord & T[P]) };
	},
): FullGateway<K, ModelsOf<WithModels<T[keyof T]>>> & TasksOf<WithTasks<T[keyof T]>, K>;
export function createGateway(config: GatewayConfig): FullGateway {
	const { providers, cfGateway, ...rest } = config;
	const via = cfGateway && gatewayVia(cfGateway);
	const objects = Object.entries<ProviderMap[string]>(providers ?? {}).map(([key, value]) => [
		key,
		toProvider(key, value, via),
	]);
	const chain = cfGateway ? universalEndpoint(cfGateway) : withoutCfGateway;
	return createCoreGateway({ ...rest, providers: Object.fromEntries(objects), chain });
}
