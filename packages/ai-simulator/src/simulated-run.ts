import { isRecord, type JsonRecord } from "./json.ts";
import type { SimulatedGatewayOptions } from "./simulated-gateway.ts";
import { aiInternalError } from "./simulated-markdown.ts";

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

/** What the binding's requests go through. */
export type Send = (input: Request | string | URL, init?: RequestInit) => Promise<Response>;

const ORIGIN = "https://workers-binding.ai";

/** Sends a run as the binding does: as JSON, as a file, or as the question for a socket. Throws for a misuse of it. */
export async function sendRun(
	send: Send,
	model: string,
	inputs: object,
	options: SimulatedRunOptions,
): Promise<Response> {
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

/** A failed run as the binding's error, and the platform's code when it has one. */
export async function upstreamFailure(
	response: Response,
): Promise<{ readonly error: Error; readonly internalCode?: number }> {
	const text = await response.text();
	const error = new Error(text);
	error.name = "InferenceUpstreamError";
	const body = parse(text);
	const errors: unknown = isRecord(body) ? body.errors : undefined;
	const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
	if (isRecord(body) && body.internalCode) {
		error.message = `${body.internalCode}: ${body.description}`;
		if (typeof body.name === "string") error.name = body.name;
		return { error, internalCode: Number(body.internalCode) };
	}
	if (isRecord(first)) error.message = `${first.code}: ${first.message}`;
	return { error };
}

/** Undefined for the page of a proxy: the text is all there is. */
function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
