import { type ServerOptions, startSimulator } from "./node.ts";

/** The options of one binding in the Worker's configuration: the simulator's, as far as JSON can say them. */
export interface PluginOptions extends ServerOptions {
	/** A simulator that is running already, for example from the command line; the other options are then its own. */
	readonly url?: string;
}

/** What a local runtime asks of a plugin, as far as this one needs it. */
export interface MiniflarePlugin {
	/** What the runtime calls the binding when it lists it. */
	readonly bindingTypeDescription: string;
	/** The bindings for a Worker: the platform's binding code over the simulator's service. */
	readonly getBindings: (worker: PluginWorker | readonly PluginBinding[] | undefined) => Promise<readonly object[]>;
	/** The same for a Node program: none, it takes `createSimulator().ai`. */
	readonly getNodeBindings: () => object;
	/** The services behind the bindings: a simulator each, started here unless its `url` is given. */
	readonly getServices: (context: PluginContext) => Promise<readonly object[]>;
}

/** The bindings of a Worker as Miniflare 5 hands them over: those that no plugin simulates are among them. */
export interface PluginWorker {
	readonly config: { readonly env?: Readonly<Record<string, unknown>> };
}

/** One binding as Miniflare 4 hands them over: it picks them itself, and hands over nothing for a Worker without any. */
export interface PluginBinding {
	readonly name: string;
	readonly options: PluginOptions;
}

/** What the runtime hands to `getServices`. */
export interface PluginContext {
	readonly options: PluginWorker | readonly PluginBinding[] | undefined;
	readonly log?: PluginLog;
}

/** The runtime's log. */
export interface PluginLog {
	/** Writes a line. */
	readonly info: (message: string) => void;
}

const NAME = "ai-simulator";

/**
 * The plugin that puts the simulator behind `env.AI` in `wrangler dev` and in the tests of
 * `@cloudflare/vitest-pool-workers`. The Worker gets the platform's own binding code; only what it sends goes elsewhere.
 *
 * Named in a configuration of the Worker that is for local use only, not imported:
 *
 * ```jsonc
 * "unsafe": {
 *   "bindings": [{
 *     "name": "AI",
 *     "type": "ai",
 *     "dev": { "plugin": { "package": "@workkit/ai-simulator/miniflare", "name": "ai-simulator" }, "options": { "paceMs": 20 } }
 *   }]
 * }
 * ```
 */
export const plugins: { readonly [NAME]: MiniflarePlugin } = {
	[NAME]: {
		bindingTypeDescription: "AI",
		getBindings: async (worker) =>
			bindingsOf(worker).map(({ name, service }) => ({
				name,
				wrapped: {
					moduleName: "cloudflare-internal:ai-api",
					innerBindings: [{ name: "fetcher", service: { name: service } }],
				},
			})),
		getNodeBindings: () => ({}),
		getServices: ({ options, log }) =>
			Promise.all(
				bindingsOf(options).map(async ({ name, service, options }) => {
					const url =
						options.url ?? (await serverFor(options, (page) => log?.info(`env.${name} is simulated: ${page}`)));
					return { name: service, external: { address: new URL(url).host, http: {} } };
				}),
			),
	},
};

function bindingsOf(
	worker: PluginWorker | readonly PluginBinding[] | undefined,
): (PluginBinding & { service: string })[] {
	const bindings = worker !== undefined && "config" in worker ? simulatedIn(worker) : (worker ?? []);
	return bindings.map(({ name, options }) => ({ name, options, service: `${NAME}:${JSON.stringify(options)}` }));
}

function simulatedIn({ config }: PluginWorker): PluginBinding[] {
	return Object.entries(config.env ?? {}).flatMap(([name, binding]) => {
		// The configuration has been checked by the runtime, but for the options.
		const { dev } = binding as { dev?: { plugin?: { name?: string }; options?: PluginOptions } };
		return dev?.plugin?.name === NAME ? [{ name, options: dev.options ?? {} }] : [];
	});
}

const servers = new Map<string, Promise<string>>();

/** One simulator for all bindings with the same options: the runtime asks again after every change of the Worker. */
function serverFor(options: PluginOptions, announce: (page: string) => void): Promise<string> {
	const key = JSON.stringify(options);
	const running = servers.get(key);
	if (running !== undefined) return running;
	const started = startSimulator({ ...options, keepAlive: false }).then(({ url, urls }) => {
		announce(urls.inspector);
		return url;
	});
	servers.set(key, started);
	return started;
}
