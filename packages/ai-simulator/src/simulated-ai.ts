import { isRecord, type JsonRecord } from "./json.ts";
import type { FoundModel } from "./model-search.ts";
import { checkReceiver } from "./private-member.ts";
import { createSimulatedGateway, type SimulatedGateway, type SimulatedGatewayOptions } from "./simulated-gateway.ts";
import {
	aiInternalError,
	createSimulatedMarkdown,
	type SimulatedConversion,
	type SimulatedConversionOptions,
	type SimulatedDocument,
	type SimulatedMarkdown,
} from "./simulated-markdown.ts";

/** The options of `run` that the simulator knows; others are carried along and ignored, as the platform does. */
export interface SimulatedRunOptions {
	/** Runs through this gateway. Timeouts and retries are accepted here and have no effect. */
	readonly gateway?: SimulatedGatewayOptions & { readonly id: string };
	/** The `Response` itself, also when it is an error. */
	readonly returnRawResponse?: boolean;
	/** Sockets are refused with a response of status 400, or 501 for a model that has one on the platform. */
	readonly websocket?: boolean;
	/** Queues `{ requests }`; ask with `{ request_id }` what became of them. */
	readonly queueRequest?: boolean;
	/** At most 5, of at most 50 letters, digits and `: - . / @`. */
	readonly tags?: string[];
	/** Refused instead of queued when there is no capacity: the simulator never queues. */
	readonly rejectIfBusy?: boolean;
	readonly extraHeaders?: object;
	readonly prefix?: string;
	/** @deprecated by the platform. */
	readonly sessionOptions?: { readonly extraHeaders?: object };
	readonly signal?: AbortSignal;
}

/** Which models `models` finds. */
export interface SimulatedModelSearch {
	readonly author?: string;
	readonly hide_experimental?: boolean;
	/** From 1. */
	readonly page?: number;
	/** Default 50. */
	readonly per_page?: number;
	readonly search?: string;
	/** 1: `@cf/…`, 2: `@hf/…`. */
	readonly source?: number;
	/** A task's name or id. */
	readonly task?: string;
}

/** The AI binding in this process. */
export interface SimulatedAi {
	/** Log id of the last run through a gateway; shared by concurrent runs, like the real one. */
	aiGatewayLogId: string | null;
	/** `cf-ai-req-id` of the last run; empty while one is under way. Undocumented. */
	lastRequestId: string | null;
	/** Undocumented. */
	lastRequestHttpStatusCode: number | null;
	/** Code of the last failure that was thrown. Undocumented. */
	lastRequestInternalStatusCode: number | null;
	/**
	 * Runs a model: a plain object, a `ReadableStream` for streams and files, or the `Response` on request.
	 *
	 * Rejects like the binding: an `Error` whose `name` is the platform's and whose message is
	 * `"5007: No such model …"`, without a code or a status. An aborted signal rejects with its reason.
	 */
	// The inputs are the model's own affair, and the platform's type is an overload per model.
	run(model: string, inputs: object, options?: SimulatedRunOptions): Promise<unknown>;
	/** The catalogue. Rejects with an `AiInternalError`. */
	models(search?: SimulatedModelSearch): Promise<FoundModel[]>;
	/** The service that converts, and says what it can convert. */
	toMarkdown(): SimulatedMarkdown;
	/** Converts files: one result each, in their order. */
	toMarkdown(files: readonly SimulatedDocument[], options?: SimulatedConversionOptions): Promise<SimulatedConversion[]>;
	/** Converts one file. */
	toMarkdown(files: SimulatedDocument, options?: SimulatedConversionOptions): Promise<SimulatedConversion>;
	/** A client of gateway `id`, whether there is such a gateway or not. */
	gateway(id: string): SimulatedGateway;
	/** Sends a request by the way the binding's own go. Undocumented. */
	fetch(input: Request | string | URL, init?: RequestInit): Promise<Response>;
	/** @deprecated by the platform: always empty. */
	getLogs(): string[];
}

const ORIGIN = "https://workers-binding.ai";

type Send = (input: Request | string | URL, init?: RequestInit) => Promise<Response>;

/** An AI binding that sends what the real one sends, through `send`. Its methods fail when taken off the object. */
export function createSimulatedAi(send: Send): SimulatedAi {
	const ai: SimulatedAi = {
		aiGatewayLogId: null,
		lastRequestId: null,
		lastRequestHttpStatusCode: null,
		lastRequestInternalStatusCode: null,
		async run(model, inputs, options = {}) {
			checkReceiver(this, ai);
			ai.lastRequestId = "";
			const response = await sendRun(send, model, inputs, options);
			ai.lastRequestId = response.headers.get("cf-ai-req-id");
			ai.aiGatewayLogId = response.headers.get("cf-aig-log-id");
			ai.lastRequestHttpStatusCode = response.status;
			if (options.returnRawResponse || options.websocket) return response;
			if (!response.ok || response.body === null) throw await upstreamError(response, ai);
			// Not `startsWith`: the binding compares the whole header, so a charset would make it a stream.
			return response.headers.get("content-type") === "application/json" ? response.json() : response.body;
		},
		async models(search = {}) {
			checkReceiver(this, ai);
			const url = new URL(`${ORIGIN}/ai-api/models/search`);
			for (const [name, value] of Object.entries(search)) url.searchParams.set(name, value.toString());
			const response = await send(url, { method: "GET" });
			const body = (await response.json()) as { result: FoundModel[]; errors: { message: string }[] };
			if (response.status !== 200) throw aiInternalError(body.errors[0]?.message || "Internal Error");
			return body.result;
		},
		toMarkdown(files?: SimulatedDocument | readonly SimulatedDocument[], options?: SimulatedConversionOptions) {
			checkReceiver(this, ai);
			const service = createSimulatedMarkdown(send);
			// One function serves all three forms; one file or several are told apart by the service.
			return (files ? service.transform(files as SimulatedDocument, options) : service) as never;
		},
		gateway(id) {
			checkReceiver(this, ai);
			return createSimulatedGateway(send, id);
		},
		async fetch(input, init) {
			checkReceiver(this, ai);
			return send(input, init);
		},
		getLogs: () => [],
	};
	return ai;
}

async function sendRun(send: Send, model: string, inputs: object, options: SimulatedRunOptions): Promise<Response> {
	const { prefix, extraHeaders, sessionOptions, signal, ...sent } = options;
	const headers = {
		...sessionOptions?.extraHeaders,
		...extraHeaders,
		"cf-consn-sdk-version": "2.0.0",
		"cf-consn-model-id": `${prefix ? `${prefix}:` : ""}${model}`,
	};
	const common = signal === undefined ? {} : { signal };
	const body = () => JSON.stringify({ inputs, options: sent });
	if (options.websocket) {
		const url = new URL(`${ORIGIN}/run?version=3`);
		url.searchParams.set("body", body());
		return send(url, { ...common, headers: { ...headers, Upgrade: "websocket" } });
	}
	const keys = Object.keys(inputs).filter((key) => isUpload((inputs as JsonRecord)[key]));
	if (keys.length > 1) {
		throw aiInternalError(`Multiple ReadableStreams are not supported. Found streams in keys: [${keys.join(", ")}]`);
	}
	if (keys[0] !== undefined) return sendUpload(send, keys[0], inputs as JsonRecord, sent, { ...common, headers });
	const url = `${ORIGIN}${options.gateway?.id ? "/ai-gateway" : ""}/run?version=3`;
	return send(url, {
		...common,
		method: "POST",
		body: body(),
		headers: { ...headers, "content-type": "application/json" },
	});
}

/** The upload becomes the body, and all else a part of the address. */
function sendUpload(
	send: Send,
	key: string,
	inputs: JsonRecord,
	options: SimulatedRunOptions,
	init: RequestInit & { readonly headers: object },
): Promise<Response> {
	const { [key]: upload, ...rest } = inputs;
	const { body, contentType } = upload as { readonly body?: BodyInit; readonly contentType?: string };
	if (options.gateway?.id) throw aiInternalError("AI Gateway does not support ReadableStreams yet.");
	if (!contentType) throw aiInternalError("Content-Type is required with ReadableStream inputs");
	const url = new URL(`${ORIGIN}/run`);
	const query = { ...options, version: "3", userInputs: JSON.stringify(rest) };
	for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
	// Node takes no stream as a body unless it is told that nothing is read before it has ended.
	const sent = { ...init, method: "POST", body: body ?? null, duplex: "half" };
	return send(url, { ...sent, headers: { ...init.headers, "content-type": contentType } });
}

function isUpload(value: unknown): boolean {
	const isStream = (body: unknown) => body instanceof ReadableStream || body instanceof FormData;
	return isStream(value) || (typeof value === "object" && value !== null && "body" in value && isStream(value.body));
}

async function upstreamError(response: Response, ai: SimulatedAi): Promise<Error> {
	const text = await response.text();
	const error = new Error(text);
	error.name = "InferenceUpstreamError";
	try {
		const body: unknown = JSON.parse(text);
		const errors: unknown = isRecord(body) ? body.errors : undefined;
		const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
		if (isRecord(body) && body.internalCode) {
			ai.lastRequestInternalStatusCode = Number(body.internalCode);
			error.message = `${body.internalCode}: ${body.description}`;
			if (typeof body.name === "string") error.name = body.name;
		} else if (isRecord(first)) {
			error.message = `${first.code}: ${first.message}`;
		}
	} catch {
		// A page of a proxy: the text is all there is.
	}
	return error;
}
