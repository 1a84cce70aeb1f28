import { isRecord } from "./json.ts";

/** The options of `run` that the simulator knows; others are carried along and ignored, as the platform does. */
export interface SimulatedRunOptions {
	readonly gateway?: { readonly id: string };
	/** The `Response` itself, also when it is an error. */
	readonly returnRawResponse?: boolean;
	readonly extraHeaders?: object;
	readonly prefix?: string;
	readonly signal?: AbortSignal;
}

/** The part of `env.AI` that is simulated in process. */
export interface SimulatedAi {
	/** Log id of the last run through a gateway; shared by concurrent runs, like the real one. */
	aiGatewayLogId: string | null;
	/**
	 * Runs a model: a plain object, a `ReadableStream` for streams, or the `Response` on request.
	 *
	 * Rejects like the binding: an `Error` whose `name` is the platform's and whose message is
	 * `"5007: No such model …"`, without a code or a status. An aborted signal rejects with its reason.
	 */
	run(model: string, inputs: object, options?: SimulatedRunOptions): Promise<unknown>;
}

/** An `env.AI` that sends what the real one sends, through `send`. Its methods fail when taken off the object. */
export function createSimulatedAi(send: (url: string, init: RequestInit) => Promise<Response>): SimulatedAi {
	const ai: SimulatedAi = {
		aiGatewayLogId: null,
		async run(model, inputs, options = {}) {
			// The real class keeps its state in private fields, which neither a bare function nor a proxy has.
			if (this !== ai)
				throw new TypeError("Cannot read private member #fetcher from an object whose class did not declare it");
			const { prefix, extraHeaders, signal, ...rest } = options;
			const { sessionOptions: _, ...sent } = rest as Record<string, unknown>;
			const response = await send(
				`https://workers-binding.ai${options.gateway?.id ? "/ai-gateway" : ""}/run?version=3`,
				{
					method: "POST",
					body: JSON.stringify({ inputs, options: sent }),
					headers: {
						...(extraHeaders as Record<string, string> | undefined),
						"content-type": "application/json",
						"cf-consn-sdk-version": "2.0.0",
						"cf-consn-model-id": `${prefix ? `${prefix}:` : ""}${model}`,
					},
					...(signal === undefined ? {} : { signal }),
				},
			);
			ai.aiGatewayLogId = response.headers.get("cf-aig-log-id");
			if (options.returnRawResponse) return response;
			if (!response.ok) throw await bindingError(response);
			// Not `startsWith`: the binding compares the whole header, so a charset would make it a stream.
			return response.headers.get("content-type") === "application/json" ? response.json() : response.body;
		},
	};
	return ai;
}

async function bindingError(response: Response): Promise<Error> {
	const text = await response.text();
	let name = "InferenceUpstreamError";
	let message = text;
	try {
		const body: unknown = JSON.parse(text);
		if (isRecord(body)) {
			if (typeof body.name === "string") name = body.name;
			const first: unknown = Array.isArray(body.errors) ? body.errors[0] : undefined;
			if (body.internalCode !== undefined) message = `${body.internalCode}: ${body.description}`;
			else if (isRecord(first)) message = `${first.code}: ${first.message}`;
		}
	} catch {
		// A page of a proxy: the text is all there is.
	}
	const error = new Error(message);
	error.name = name;
	return error;
}
