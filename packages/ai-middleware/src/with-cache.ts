import {
	type AiInput,
	type AiOutput,
	type Call,
	type EmbedInput,
	type EmbedOutput,
	type Gateway,
	type GatewayStreamEvent,
	type Middleware,
	type OperationName,
	type RunOptions,
	use,
	type Wrapped,
} from "@workkit/ai-core";
import { ConfigError } from "@workkit/errors";
import { type AftermathOptions, aftermath } from "./aftermath.ts";
import { cacheKey } from "./cache-key.ts";
import { type CacheStorage, createEntries } from "./cache-storage.ts";
import { hasVectors, isCacheable } from "./cacheable.ts";
import { nothing, recordEvents, replayEvents } from "./cached-stream.ts";
import { createInFlight } from "./in-flight.ts";
import { quietly } from "./quietly.ts";

/** Where answers are kept, and for how long. */
export interface CacheConfig extends AftermathOptions {
	/** A KV namespace, or any object with KV's `get`, `put` and `delete`. */
	readonly storage: CacheStorage;
	/** Seconds that an answer is served. Default 3,600. */
	readonly ttl?: number | undefined;
	/**
	 * Stands for the input in the key: calls with the same result share an answer. Where it fails, or answers with anything but a text,
	 * the call is not cached. Default: the whole input.
	 */
	readonly hashFn?:
		| ((model: string, input: AiInput | EmbedInput, options: RunOptions) => string | Promise<string>)
		| undefined;
	/** Keeps tenants apart: answers are shared within a namespace only. Default: one for all. */
	readonly namespace?: string | undefined;
	/**
	 * Lets identical calls that are under way in this gateway share one request. Where a Worker has one gateway for many of its
	 * requests, give `waitUntil` of `cloudflare:workers`, too: without it, what one request began ends with it, and the others
	 * wait in vain. Default `true`.
	 */
	readonly coalesce?: boolean | undefined;
	/** Also keeps complete streams, and replays them. Give `waitUntil`: a stream is stored after its last event. Default `false`. */
	readonly streams?: boolean | undefined;
}

/** A gateway with a cache, and what can be asked of the cache. */
export type CachedGateway<G extends Gateway = Gateway> = Wrapped<G> & {
	/** Whether `run` would answer from the cache. Rejects as `run` does with what it cannot send. */
	isCached(model: string, input: AiInput, options?: RunOptions): Promise<boolean>;
	/** Forgets what `run` would answer with. KV may take a minute to forget everywhere. Rejects as `isCached` does. */
	invalidate(model: string, input: AiInput, options?: RunOptions): Promise<void>;
};

/**
 * Answers `run` and `embed` from a cache. The key covers all that decides on an answer: provider, model, the whole input,
 * tools, response format, headers. It is a digest, so no prompt is in it. Kept are only whole answers: none that is empty,
 * cut off, filtered or refused. Chains (`fallback`, `runFallback`), other operations and, unless `streams` is set, streams pass through;
 * under `withFallback` each tier's answer is kept as that of its own model. A storage that fails costs a request, never an answer.
 *
 * `receipt.cache` is `hit`, `miss` or `coalesced`; a hit has made no attempts and its `usage` is zero, since nothing was
 * spent. Throws `ConfigError` for a storage or `ttl` that is none.
 *
 * @example
 * ```ts
 * import { type CacheStorage, type Gateway, withCache } from "@workkit/ai-gateway";
 *
 * declare const gateway: Gateway;
 * declare const env: { AI_CACHE: CacheStorage };
 * const cached = withCache(gateway, { storage: env.AI_CACHE, ttl: 3_600 });
 * const { text, receipt } = await cached.run("gpt-5.2", { prompt: "Say hello." });
 * ```
 */
export function withCache<G extends Gateway>(gateway: G, config: CacheConfig): CachedGateway<G> {
	const { storage, ttl = 3_600, hashFn, namespace = "", coalesce = true, streams, onError } = config;
	if (typeof storage?.get !== "function" || typeof storage.put !== "function") {
		throw new ConfigError("withCache: `storage` must have `get`, `put` and `delete`, as a KV namespace has.");
	}
	if (!(ttl > 0 && Number.isFinite(ttl))) throw new ConfigError("withCache: `ttl` must be seconds above 0.");
	const entries = createEntries(storage, ttl, onError);
	const join = createInFlight<AiOutput & EmbedOutput>(config.waitUntil);

	/** `undefined` when there is none: the input has no text form, or `hashFn` fails. Such a call is not cached. */
	async function keyOf(call: Call): Promise<string | undefined> {
		try {
			if (!hashFn) return await cacheKey(call, namespace);
			const hash: unknown = await hashFn(call.model, call.input as AiInput | EmbedInput, call.options);
			// Without a text, all inputs would share one answer.
			if (typeof hash !== "string") throw new TypeError("withCache: `hashFn` must answer with a text.");
			return await cacheKey({ ...call, input: { hash } }, namespace);
		} catch (error) {
			quietly(() => onError?.(error));
			return undefined;
		}
	}

	const keep = (key: string, answer: object): Promise<void> => aftermath(config, () => entries.write(key, answer));

	const cached: OperationName[] = ["run", "embed", ...(streams ? (["stream"] as const) : [])];

	const whole = ({ operation }: Call, output: AiOutput & EmbedOutput): boolean =>
		operation === "embed" ? hasVectors(output) : isCacheable(output, output.text, output.toolCalls);

	const answerOnce = async (call: Call, key: string, next: Parameters<Middleware>[1]) => {
		const start = async (signal: AbortSignal | undefined): Promise<AiOutput & EmbedOutput> => {
			// The output is that of the call's operation.
			const output = (await next({ ...call, signal })) as AiOutput & EmbedOutput;
			if (whole(call, output)) {
				const { receipt: _, ...answer } = output;
				await keep(key, answer);
			}
			return output;
		};
		call.receipt.cache = "miss";
		if (!coalesce) return start(call.signal);
		const { answer, joined } = join(key, call, start);
		if (!joined) return answer;
		call.receipt.cache = "coalesced";
		// It was spent once, by the call that is waited for.
		return { ...(await answer), usage: nothing(), receipt: call.receipt };
	};

	const cache: Middleware = async (call, next) => {
		if (call.chained || !cached.includes(call.operation)) return next(call);
		const key = await keyOf(call);
		if (key === undefined) return next(call);
		// What was stored under a key is the output of that key's operation.
		const stored = (await entries.read(key)) as
			| (AiOutput & EmbedOutput & { events?: GatewayStreamEvent[] })
			| undefined;
		if (call.operation === "stream") {
			const events = Array.isArray(stored?.events) && stored.events;
			call.receipt.cache = events ? "hit" : "miss";
			if (events) return replayEvents(call, events) as never;
			const stream = (await next(call)) as ReadableStream<GatewayStreamEvent>;
			return recordEvents(call, stream, (events) => keep(key, { events })) as never;
		}
		if (stored && whole(call, stored)) {
			call.receipt.cache = "hit";
			return { ...stored, usage: nothing(), receipt: call.receipt } as never;
		}
		return (await answerOnce(call, key, next)) as never;
	};

	/** Acts on the key that `run` would use, found by the way that `run` would go. */
	const onKey =
		(act: (key: string, call: Call) => Promise<unknown>) =>
		async (model: string, input: AiInput, options?: RunOptions): Promise<boolean> => {
			let result: unknown;
			const probe: Middleware = async (call) => {
				const key = await keyOf(call);
				result = key !== undefined && (await act(key, call));
				return { raw: null, provider: call.provider, model } as never;
			};
			await use(gateway, probe).run(model, input, options);
			return Boolean(result);
		};

	return Object.assign(use(gateway, cache), {
		isCached: onKey(async (key, call) => {
			const stored = await entries.read(key);
			return stored && whole(call, stored as AiOutput & EmbedOutput);
		}),
		invalidate: async (...subject: Parameters<CachedGateway["invalidate"]>) => {
			await onKey((key) => aftermath({ onError }, () => storage.delete(key)))(...subject);
		},
	}) as CachedGateway<G>;
}
