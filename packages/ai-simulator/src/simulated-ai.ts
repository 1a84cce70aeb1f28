import type { FoundModel } from "./model-search.ts";
import { checkReceiver } from "./private-member.ts";
import { createSimulatedGateway, type SimulatedGateway } from "./simulated-gateway.ts";
import {
	aiInternalError,
	createSimulatedMarkdown,
	type SimulatedConversion,
	type SimulatedConversionOptions,
	type SimulatedDocument,
	type SimulatedMarkdown,
} from "./simulated-markdown.ts";
import { type Send, type SimulatedRunOptions, sendRun, upstreamFailure } from "./simulated-run.ts";

/** Which models `models` finds. */
export interface SimulatedModelSearch {
	readonly author?: string;
	readonly hide_experimental?: boolean;
	/** Number of the page, counted from 1. */
	readonly page?: number;
	/** How many models a page has. Default 50. */
	readonly per_page?: number;
	readonly search?: string;
	/** Code of the catalogue: 1 for `@cf/…`, 2 for `@hf/…`. */
	readonly source?: number;
	/** A task's name or id. */
	readonly task?: string;
}

/** The AI binding in this process; Cloudflare's type `Ai` is met. */
export interface SimulatedAi {
	/** Log id of the last run through a gateway; shared by concurrent runs, like the real one. */
	aiGatewayLogId: string | null;
	/** `cf-ai-req-id` of the last run; empty while one is under way. Undocumented. */
	lastRequestId: string | null;
	/** HTTP status of the last answer. Undocumented. */
	lastRequestHttpStatusCode: number | null;
	/** Code of the last failure that was thrown. Undocumented. */
	lastRequestInternalStatusCode: number | null;
	/**
	 * Runs a model: a plain object, a `ReadableStream` for streams and files, or the `Response` on request.
	 *
	 * Rejects like the binding: an `Error` whose `name` is the platform's and whose message is
	 * `"5007: No such model …"`, without a code or a status. An aborted signal rejects with its reason.
	 *
	 * The inputs are the model's own affair, and so is the answer: `T` is what the caller says it is, and nobody checks it.
	 */
	run<T = unknown>(model: string, inputs: object, options?: SimulatedRunOptions): Promise<NoInfer<T>>;
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
	/** Rejects: there is no web to search here. */
	websearch(request: object): Promise<never>;
	/** Throws: AI Search is not simulated. */
	aiSearch(): never;
	/** Throws: AI Search is not simulated. */
	autorag(id: string): never;
	/** @deprecated by the platform: always empty. */
	getLogs(): string[];
}

function notSimulated(method: string): never {
	throw new Error(`Not simulated: env.AI.${method}()`);
}

const ORIGIN = "https://workers-binding.ai";

/** An AI binding that sends what the real one sends, through `send`. Its methods fail when taken off the object. */
export function createSimulatedAi(send: Send): SimulatedAi {
	const ai: SimulatedAi = {
		aiGatewayLogId: null,
		lastRequestId: null,
		lastRequestHttpStatusCode: null,
		lastRequestInternalStatusCode: null,
		async run<T>(model: string, inputs: object, options: SimulatedRunOptions = {}): Promise<T> {
			checkReceiver(this, ai);
			ai.lastRequestId = "";
			const response = await sendRun(send, model, inputs, options);
			ai.lastRequestId = response.headers.get("cf-ai-req-id");
			ai.aiGatewayLogId = response.headers.get("cf-aig-log-id");
			ai.lastRequestHttpStatusCode = response.status;
			// What comes is the model's affair, and what it is called is the caller's.
			const answer = (value: unknown) => value as T;
			if (options.returnRawResponse || options.websocket) return answer(response);
			if (!response.ok || response.body === null) {
				const { error, internalCode } = await upstreamFailure(response);
				if (internalCode !== undefined) ai.lastRequestInternalStatusCode = internalCode;
				throw error;
			}
			// Not `startsWith`: the binding compares the whole header, so a charset would make it a stream.
			return answer(
				response.headers.get("content-type") === "application/json" ? await response.json() : response.body,
			);
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
		websearch: async () => notSimulated("websearch"),
		aiSearch: () => notSimulated("aiSearch"),
		autorag: () => notSimulated("autorag"),
		getLogs: () => [],
	};
	return ai;
}
