import {
	batchResults,
	cancelBatch,
	createBatch,
	deleteBatch,
	listBatches,
	retrieveBatch,
} from "./anthropic-batches.ts";
import { anthropicErrorResponse, invalid } from "./anthropic-error.ts";
import { anthropicMessages, countMessageTokens } from "./anthropic-messages.ts";
import { isAnthropicModel, listModels, noSuchModel, retrieveModel } from "./anthropic-models.ts";
import { checkVersionHeader } from "./anthropic-version.ts";
import { isForbiddenPage } from "./cors.ts";
import { decodePart } from "./decode-part.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { bearerKey, isAccepted } from "./key.ts";
import { RequestError } from "./request-error.ts";

const MEBIBYTE = 1024 * 1024;

/** Batches may be larger than what is answered at once. */
const largestBytes = (path: string): number => (path === "/messages/batches" ? 256 : 32) * MEBIBYTE;

/** `id` is what the path says where the pattern has a group. */
type Endpoint = (exchange: Exchange, id: string) => Promise<Response> | Response;

const withBody =
	(answer: (exchange: Exchange, body: JsonRecord, model: string) => Promise<Response> | Response): Endpoint =>
	(exchange) =>
		answer(exchange, ...readModel(exchange));

const ENDPOINTS: readonly (readonly [method: string, path: RegExp, answer: Endpoint])[] = [
	["POST", /^\/messages$/, withBody(anthropicMessages)],
	["POST", /^\/messages\/count_tokens$/, withBody(countMessageTokens)],
	["POST", /^\/messages\/batches$/, createBatch],
	["GET", /^\/messages\/batches$/, listBatches],
	["GET", /^\/messages\/batches\/([^/]+)$/, retrieveBatch],
	["DELETE", /^\/messages\/batches\/([^/]+)$/, deleteBatch],
	["GET", /^\/messages\/batches\/([^/]+)\/results$/, batchResults],
	["POST", /^\/messages\/batches\/([^/]+)\/cancel$/, cancelBatch],
	["GET", /^\/models$/, listModels],
	["GET", /^\/models\/([^/]+)$/, retrieveModel],
];

/** Answers as Anthropic does; `path` is what follows `/v1`. */
export async function anthropic(exchange: Exchange, path: string): Promise<Response> {
	try {
		const key = exchange.headers.get("x-api-key") ?? bearerKey(exchange.headers);
		if (key === undefined) throw new RequestError({ status: 401, message: "x-api-key header is required" });
		if (!isAccepted(exchange, key)) throw new RequestError({ status: 401, message: "invalid x-api-key" });
		if (isForbiddenPage(exchange.headers)) {
			throw new RequestError({
				status: 401,
				message: "CORS requests must set 'anthropic-dangerous-direct-browser-access' header",
			});
		}
		const matching = ENDPOINTS.filter(([, pattern]) => pattern.test(path));
		if (matching.length === 0) throw new RequestError({ status: 404, message: "Not found" });
		const found = matching.find(([method]) => method === exchange.method);
		if (found === undefined) throw new RequestError({ status: 405, message: "Method Not Allowed" });
		checkVersionHeader(exchange.headers);
		if (exchange.bytes.length > largestBytes(path)) {
			throw new RequestError({ status: 413, message: "Request exceeds the maximum size" });
		}
		return await found[2](exchange, decodePart(found[1].exec(path)?.[1] ?? ""));
	} catch (error) {
		if (error instanceof RequestError) return anthropicErrorResponse(exchange, error.detail);
		throw error;
	}
}

function readModel(exchange: Exchange): [JsonRecord, string] {
	const { body } = exchange;
	if (!isRecord(body)) throw invalid("The request body is not valid JSON");
	if (typeof body.model !== "string") throw invalid("model: Field required");
	if (!isAnthropicModel(exchange, body.model)) throw noSuchModel(body.model);
	return [body, body.model];
}
