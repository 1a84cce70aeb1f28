import { isRecord } from "./json.ts";

/** Options of `run` that become `cf-aig-*` headers; `id` is carried by the platform's type and has no effect. */
export interface SimulatedGatewayOptions {
	readonly id?: string;
	readonly cacheKey?: string;
	/** Seconds. 0 is dropped, as the platform drops it: use `skipCache`. */
	readonly cacheTtl?: number;
	readonly skipCache?: boolean;
	/** A `bigint` passes the type and fails at run time, as on the platform. */
	readonly metadata?: Readonly<Record<string, number | string | boolean | null | bigint>>;
	readonly collectLog?: boolean;
	readonly eventId?: string;
	/** Milliseconds. */
	readonly requestTimeoutMs?: number;
	readonly retries?: {
		readonly maxAttempts?: 1 | 2 | 3 | 4 | 5;
		readonly retryDelayMs?: number;
		readonly backoff?: "constant" | "linear" | "exponential";
	};
}

/** One request of the Universal Endpoint. */
export interface SimulatedGatewayRequest {
	readonly provider: string;
	/** The path after the provider; for `workers-ai` the model. */
	readonly endpoint: string;
	/** Required, and changed in place: numbers and booleans become texts, objects JSON. */
	readonly headers: Record<string, unknown>;
	readonly query: unknown;
}

/** A log entry as the binding reads it. */
export interface SimulatedGatewayLog {
	readonly id: string;
	readonly provider: string;
	readonly model: string;
	readonly path: string;
	/** Milliseconds until the answer's end. */
	readonly duration: number;
	/** Bytes. */
	readonly request_size: number;
	readonly request_head_complete: boolean;
	/** Bytes. */
	readonly response_size: number;
	readonly response_head_complete: boolean;
	readonly success: boolean;
	readonly cached: boolean;
	/** HTTP status. */
	readonly status_code: number;
	readonly created_at: Date;
	readonly [field: string]: unknown;
}

/** What `patchLog` changes; what is absent stays. */
export interface SimulatedGatewayLogPatch {
	readonly feedback?: -1 | 1 | null;
	/** A score from 0 to 100. */
	readonly score?: number | null;
	readonly metadata?: Readonly<Record<string, number | string | boolean | null | bigint>> | null;
}

/** What `env.AI.gateway(id)` gives. Its methods fail when taken off the object. */
export interface SimulatedGateway {
	/** Never rejects for an answer that is not ok. Throws a `TypeError` at once for a request without `headers`. */
	run(
		data: SimulatedGatewayRequest | SimulatedGatewayRequest[],
		options?: {
			readonly gateway?: SimulatedGatewayOptions;
			readonly extraHeaders?: object;
			readonly signal?: AbortSignal;
		},
	): Promise<Response>;
	/** The gateway's base URL: with a provider it has no slash at its end, without one it has. */
	getUrl(provider?: string): Promise<string>;
	/** Rejects with an error named `AiGatewayLogNotFound` or `AiGatewayInternalError`. */
	getLog(logId: string): Promise<SimulatedGatewayLog>;
	/** Rejects like `getLog`, also for feedback that is none of -1, 1 and null. */
	patchLog(logId: string, data: SimulatedGatewayLogPatch): Promise<void>;
}

/**
 * The client of gateway `id` that the AI binding hands out: it sends what the real one sends, through `send`.
 *
 * @example
 * ```ts
 * import { createSimulator } from "@workkit/ai-simulator";
 *
 * const { ai } = createSimulator();
 * const response = await ai.gateway("default").run({
 *   provider: "openai",
 *   endpoint: "chat/completions",
 *   headers: { authorization: "Bearer any-key" },
 *   query: { model: "gpt-4.1", messages: [{ role: "user", content: "Hello" }] },
 * });
 * const log = await ai.gateway("default").getLog(response.headers.get("cf-aig-log-id") ?? "");
 * ```
 */
export function createSimulatedGateway(
	send: (url: string, init: RequestInit) => Promise<Response>,
	id: string,
): SimulatedGateway {
	const origin = "https://workers-binding.ai/ai-gateway";
	// The real class keeps its state in private fields, which neither a bare function nor a proxy has.
	const check = (self: unknown) => {
		if (self !== gateway)
			throw new TypeError("Cannot read private member #fetcher from an object whose class did not declare it");
	};
	const gateway: SimulatedGateway = {
		run(data, options = {}) {
			check(this);
			const requests = Array.isArray(data) ? data : [data];
			const headers = headersOf(options.gateway, options.extraHeaders);
			for (const request of requests) stringifyHeaders(request.headers);
			return send(`${origin}/universal/run/${id}`, {
				method: "POST",
				body: JSON.stringify(requests),
				headers,
				...(options.signal === undefined ? {} : { signal: options.signal }),
			});
		},
		async getUrl(provider) {
			check(this);
			const response = await send(`${origin}/gateways/${id}/url/${provider ?? "universal"}`, { method: "GET" });
			if (!response.ok) throw await gatewayError(response);
			return ((await response.json()) as { result: { url: string } }).result.url;
		},
		async getLog(logId) {
			check(this);
			const response = await send(`${origin}/gateways/${id}/logs/${logId}`, { method: "GET" });
			if (response.status !== 200) throw await gatewayError(response, response.status === 404);
			const { result } = (await response.json()) as { result: SimulatedGatewayLog };
			return { ...result, created_at: new Date(result.created_at) };
		},
		async patchLog(logId, data) {
			check(this);
			const response = await send(`${origin}/gateways/${id}/logs/${logId}`, {
				method: "PATCH",
				body: JSON.stringify(data),
				headers: { "content-type": "application/json" },
			});
			if (response.status !== 200) throw await gatewayError(response, response.status === 404);
		},
	};
	return gateway;
}

function headersOf(options: SimulatedGatewayOptions = {}, extraHeaders: object = {}): Headers {
	const { cacheTtl, metadata, cacheKey, retries = {} } = options;
	const values = {
		"cf-aig-skip-cache": options.skipCache,
		// Not `??`: the platform asks for truth, so 0 and an empty key are dropped.
		"cf-aig-cache-ttl": cacheTtl || undefined,
		"cf-aig-metadata": metadata && JSON.stringify(metadata),
		"cf-aig-cache-key": cacheKey || undefined,
		"cf-aig-collect-log": options.collectLog,
		"cf-aig-event-id": options.eventId,
		"cf-aig-request-timeout": options.requestTimeoutMs,
		"cf-aig-max-attempts": retries.maxAttempts,
		"cf-aig-retry-delay": retries.retryDelayMs,
		"cf-aig-backoff": retries.backoff,
		...extraHeaders,
	};
	const headers = new Headers({ "content-type": "application/json" });
	for (const [name, value] of Object.entries(values)) if (value !== undefined) headers.set(name, String(value));
	return headers;
}

function stringifyHeaders(headers: Record<string, unknown>): void {
	for (const [name, value] of Object.entries(headers)) {
		if (typeof value === "number" || typeof value === "boolean") headers[name] = String(value);
		else if (typeof value === "object" && value !== null) headers[name] = JSON.stringify(value);
	}
}

async function gatewayError(response: Response, isMissingLog = false): Promise<Error> {
	const text = await response.text();
	let message = text;
	let name = "AiGatewayInternalError";
	try {
		const body: unknown = JSON.parse(text);
		const errors: unknown = isRecord(body) ? body.errors : undefined;
		if (Array.isArray(errors)) {
			const first: unknown = errors[0];
			message = (isRecord(first) && String(first.message)) || (isMissingLog ? "Log Not Found" : "Internal Error");
			if (isMissingLog) name = "AiGatewayLogNotFound";
		}
	} catch {
		// A page of a proxy: the text is all there is.
	}
	const error = new Error(message);
	error.name = name;
	return error;
}
