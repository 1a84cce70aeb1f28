import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { bearerKey, isAccepted } from "./key.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiEmbeddings } from "./openai-embeddings.ts";
import { invalidRequest, openaiErrorResponse } from "./openai-error.ts";
import { RequestError } from "./request-error.ts";

type Endpoint = (exchange: Exchange, body: JsonRecord, model: string) => Promise<Response>;

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
	"/chat/completions": openaiChat,
	"/embeddings": openaiEmbeddings,
};

/** Answers as OpenAI does; `path` is what follows `/v1`. */
export async function openai(exchange: Exchange, path: string): Promise<Response> {
	try {
		authorise(exchange);
		const endpoint = Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined;
		const call = `${exchange.method} /v1${path}`;
		if (endpoint === undefined) throw new RequestError({ status: 404, message: `Invalid URL (${call})` });
		if (exchange.method !== "POST") {
			throw new RequestError({
				status: 405,
				message: `Not allowed to ${exchange.method} on /v1${path}. (HINT: Perhaps you meant to use a different HTTP method?)`,
				code: "method_not_supported",
			});
		}
		return await endpoint(exchange, ...readModel(exchange.body));
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

function readModel(body: unknown): [JsonRecord, string] {
	if (!isRecord(body)) {
		throw invalidRequest(
			"We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)",
		);
	}
	if (typeof body.model !== "string" || body.model === "") throw invalidRequest("you must provide a model parameter");
	if (body.model !== "no-such-model") return [body, body.model];
	throw new RequestError({
		status: 404,
		message: "The model `no-such-model` does not exist or you do not have access to it.",
		code: "model_not_found",
	});
}
