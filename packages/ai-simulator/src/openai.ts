import { decodePart } from "./decode-part.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { bearerKey, isAccepted } from "./key.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiEmbeddings } from "./openai-embeddings.ts";
import { invalidRequest, openaiErrorResponse } from "./openai-error.ts";
import { isOpenaiModel, openaiModels } from "./openai-models.ts";
import { openaiModerations } from "./openai-moderations.ts";
import { openaiResponses } from "./openai-responses.ts";
import {
	cancelResponse,
	countInputTokens,
	deleteResponse,
	listInput,
	retrieveResponse,
} from "./openai-responses-by-id.ts";
import { RequestError } from "./request-error.ts";

/** `id` is what the path says where the pattern has a group. */
type Endpoint = (exchange: Exchange, id: string) => Promise<Response> | Response;

const withBody =
	(answer: (exchange: Exchange, body: JsonRecord, model: string) => Promise<Response>, fallback?: string): Endpoint =>
	(exchange) =>
		answer(exchange, ...readModel(exchange, fallback));

const ENDPOINTS: readonly (readonly [method: string, path: RegExp, answer: Endpoint])[] = [
	["POST", /^\/chat\/completions$/, withBody(openaiChat)],
	["POST", /^\/embeddings$/, withBody(openaiEmbeddings)],
	["POST", /^\/moderations$/, withBody(openaiModerations, "omni-moderation-latest")],
	["POST", /^\/responses$/, withBody(openaiResponses)],
	["POST", /^\/responses\/input_tokens$/, withBody(countInputTokens)],
	["GET", /^\/responses\/([^/]+)$/, retrieveResponse],
	["DELETE", /^\/responses\/([^/]+)$/, deleteResponse],
	["GET", /^\/responses\/([^/]+)\/input_items$/, listInput],
	["POST", /^\/responses\/([^/]+)\/cancel$/, cancelResponse],
	["GET", /^\/models$/, (exchange) => openaiModels(exchange, undefined)],
	["GET", /^\/models\/([^/]+)$/, openaiModels],
];

/** Answers as OpenAI does; `path` is what follows `/v1`. */
export async function openai(exchange: Exchange, path: string): Promise<Response> {
	try {
		authorise(exchange);
		const matching = ENDPOINTS.filter(([, pattern]) => pattern.test(path));
		const found = matching.find(([method]) => method === exchange.method);
		if (found !== undefined) return await found[2](exchange, decodePart(found[1].exec(path)?.[1] ?? ""));
		const call = `${exchange.method} /v1${path}`;
		if (matching.length === 0) throw new RequestError({ status: 404, message: `Invalid URL (${call})` });
		throw new RequestError({
			status: 405,
			message: `Not allowed to ${exchange.method} on /v1${path}. (HINT: Perhaps you meant to use a different HTTP method?)`,
			code: "method_not_supported",
		});
	} catch (error) {
		if (error instanceof RequestError) return openaiErrorResponse(exchange, error.detail);
		throw error;
	}
}

function authorise(exchange: Exchange): void {
	const key = bearerKey(exchange.headers);
	if (key === undefined) {
		throw new RequestError({
			status: 401,
			message:
				"You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
		});
	}
	if (isAccepted(exchange, key)) return;
	const shown = `${key.slice(0, 3)}${"*".repeat(8)}${key.slice(-4)}`;
	throw new RequestError({
		status: 401,
		message: `Incorrect API key provided: ${shown}. You can find your API key at https://platform.openai.com/account/api-keys.`,
		code: "invalid_api_key",
	});
}

function readModel(exchange: Exchange, fallback: string | undefined): [JsonRecord, string] {
	const { body } = exchange;
	if (!isRecord(body)) {
		throw invalidRequest(
			"We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)",
		);
	}
	const model = body.model ?? fallback;
	if (typeof model !== "string" || model === "") throw invalidRequest("you must provide a model parameter");
	if (isOpenaiModel(exchange, model)) return [body, model];
	throw new RequestError({
		status: 404,
		message: `The model \`${model}\` does not exist or you do not have access to it.`,
		code: "model_not_found",
	});
}
