import type { Call, ModelPrice } from "./call.ts";
import { createCallLog } from "./call-log.ts";
import { corsHeaders, preflight } from "./cors.ts";
import type { Exchange, OpenRecord, RecordedRequest, Settings } from "./exchange.ts";
import { createFaults, type FaultOptions } from "./faults.ts";
import type { GatewayOptions } from "./gateway-options.ts";
import { createGatewayState } from "./gateway-state.ts";
import { inspect } from "./inspector.ts";
import { parseJson } from "./json.ts";
import { randomFrom, randomText } from "./random.ts";
import { type Arrival, isBindingProbe, unwrapRemoteBinding } from "./remote-binding.ts";
import type { ReplyScript } from "./reply.ts";
import { routeOf } from "./route.ts";
import { createScript, type ScriptRule } from "./script.ts";
import { createSimulatedAi, type SimulatedAi } from "./simulated-ai.ts";

/** How the simulator behaves. All of it is optional. */
export interface SimulatorOptions {
	/** Milliseconds between the frames of a stream. Default 0. */
	readonly paceMs?: number;
	/** Seed of made-up ids and padding. Default 0. */
	readonly seed?: number;
	/** Scripts answers and failures. Default: every prompt gets the default answer. */
	readonly reply?: ReplyScript;
	/** The same as plain objects, asked when `reply` gives nothing: the first rule that is for a prompt answers it. */
	readonly script?: readonly ScriptRule[];
	/** Faults by chance, the same for the same seed. Default: none. */
	readonly faults?: FaultOptions;
	/** Answers to every model name. Default false: a name that is not the vendor's gets the vendor's 404. */
	readonly anyModel?: boolean;
	/** Accepted API keys. Default: every key that is not empty. The binding needs none. */
	readonly keys?: readonly string[];
	/** Gateways that exist from the start, and what their filters find. */
	readonly gateway?: GatewayOptions;
	/** The clock of caches, limits and logs, in milliseconds since 1970. Default `Date.now`. */
	readonly now?: () => number;
	/** How many of the last calls the inspector shows, frames included. Default 100. */
	readonly keepCalls?: number;
	/** Prices by model name, for the inspector. Default: none, so that every cost is unknown. */
	readonly prices?: Readonly<Record<string, ModelPrice>>;
	/** Called with every call as its answer ends. */
	readonly onCall?: (call: Call) => void;
}

/** OpenAI, Anthropic and Workers AI in one object. */
export interface Simulator {
	/**
	 * Answers a request like the vendor whose path (`/openai/v1/…`, `/anthropic/v1/…`, `/client/v4/accounts/…`) or host it
	 * names. May be passed on as a `fetch`: it needs no `this`, and honours `signal` as `fetch` does.
	 * Rejects with the reason of a signal that is aborted, and with what `reply` throws.
	 */
	readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
	/** An `env.AI` in this process. */
	readonly ai: SimulatedAi;
	/** What has been received so far, oldest first: a copy. */
	readonly requests: () => RecordedRequest[];
	/** The last calls as the inspector shows them, oldest first: a copy, without credentials. */
	readonly calls: () => readonly Call[];
	/** How often each rule of `script` has answered, in its order. */
	readonly matched: () => number[];
	/** Forgets requests, stored responses and cached prompts, and starts counting and drawing ids anew. */
	readonly reset: () => void;
}

/**
 * Creates an offline stand-in for the AI vendors: the same requests always get the same answers.
 *
 * It validates requests as strictly as the vendors do, where a client could get them wrong, and fails on request. It does
 * not imitate a model's quality, nor any vendor's tokenizer, prices or rate limits.
 * Throws `TypeError` for a script that cannot be, and `RangeError` for shares of faults that cannot.
 *
 * @example
 * ```ts
 * import { createSimulator } from "@workkit/ai-simulator";
 *
 * const simulator = createSimulator({
 *   reply: ({ requestNumber }) => (requestNumber === 1 ? { error: { status: 429 } } : "Second time lucky."),
 * });
 * const response = await simulator.fetch("https://api.openai.com/v1/chat/completions", {
 *   method: "POST",
 *   headers: { authorization: "Bearer any-key" },
 *   body: JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "Hello" }] }),
 * });
 * ```
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
	let requestCount = 0;
	const now = options.now ?? Date.now;
	const settings: Settings = {
		now,
		countRequest: () => ++requestCount,
		gateways: createGatewayState(options.gateway ?? {}, now),
		prices: options.prices ?? {},
		paceMs: options.paceMs ?? 0,
		reply: options.reply,
		keys: options.keys,
		script: options.script && createScript(options.script),
		faults: options.faults && createFaults({ seed: options.seed ?? 0, ...options.faults }),
		anyModel: options.anyModel ?? false,
		cachedPrefixes: new Set(),
		stored: new Map(),
	};
	let records: OpenRecord[] = [];
	const log = createCallLog({
		keep: options.keepCalls ?? 100,
		prices: options.prices ?? {},
		onCall: options.onCall,
	});

	const answer = async (arrival: Arrival, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<Response> => {
		const route = routeOf(arrival.url);
		const text = new TextDecoder().decode(bytes);
		const body = parseJson(text);
		const record: OpenRecord = {
			method: arrival.method,
			url: arrival.url.href,
			headers: Object.fromEntries(arrival.headers),
			body: body === undefined && text !== "" ? text : body,
			wire: route?.wire,
			upstream: [],
			status: undefined,
			framesSent: 0,
			finished: false,
			cancelled: false,
		};
		const requestNumber = settings.countRequest();
		records.push(record);
		const random = randomFrom(`${options.seed ?? 0}:${requestNumber}`);
		const id = (prefix: string, length = 24) => prefix + randomText(random, length);
		const call = log.open(arrival, text, record);
		const delivery = { paceMs: undefined, headers: undefined };
		const exchange: Exchange = { ...arrival, body, bytes, signal, requestNumber, settings, record, delivery, id };
		try {
			const response = (await route?.answer(exchange)) ?? new Response("Not simulated\n", { status: 404 });
			signal?.throwIfAborted();
			for (const [name, value] of Object.entries(corsHeaders(route, arrival.headers) ?? {}))
				response.headers.set(name, value);
			record.status = response.status;
			return call.answered(response);
		} catch (error) {
			record.cancelled = signal?.aborted ?? false;
			call.failed(error);
			throw error;
		}
	};

	const simulate: Simulator["fetch"] = async (input, init) => {
		const request = new Request(input, init);
		// A copied request need not carry the signal it was made with in every runtime.
		const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined) ?? undefined;
		signal?.throwIfAborted();
		const arrival = { method: request.method, url: new URL(request.url), headers: request.headers };
		if (isBindingProbe(arrival)) return new Response("ok\n");
		const page = inspect(log, arrival.url, signal);
		if (page !== undefined) return page;
		const permission = preflight(routeOf(arrival.url), arrival.method, arrival.headers);
		if (permission !== undefined) return permission;
		return answer(unwrapRemoteBinding(arrival), new Uint8Array(await request.arrayBuffer()), signal);
	};

	return {
		fetch: simulate,
		ai: createSimulatedAi(simulate),
		requests: () => records.map((record) => ({ ...record })),
		matched: () => settings.script?.matched() ?? [],
		calls: log.calls,
		reset() {
			records = [];
			requestCount = 0;
			settings.gateways.reset();
			log.clear();
			settings.cachedPrefixes.clear();
			settings.stored.clear();
			settings.script?.reset();
		},
	};
}
