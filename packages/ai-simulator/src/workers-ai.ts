import { decodePart } from "./decode-part.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { bearerKey, isAccepted } from "./key.ts";
import { searchModels } from "./model-search.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";
import { convertForm, supportedFormats } from "./to-markdown.ts";
import { readBody } from "./workers-ai-body.ts";
import { platformError, restErrorResponse } from "./workers-ai-error.ts";
import { runOpenai } from "./workers-ai-openai.ts";
import { readRunOptions } from "./workers-ai-options.ts";
import { respondOutput, runModel } from "./workers-ai-run.ts";

/**
 * The REST API under `…/accounts/:account/ai`: `run/:model`, the OpenAI-compatible `v1/…`, `models/search` and
 * `tomarkdown`. Answers come in `{ result, success, errors, messages }`, but for `v1/…` and files.
 */
export async function workersAiRest(exchange: Exchange, path: string): Promise<Response> {
	try {
		const key = bearerKey(exchange.headers);
		if (key === undefined || !isAccepted(exchange, key)) throw platformError(10000);
		const endpoint = /^\/accounts\/[^/]+\/ai\/(.+)$/.exec(path)?.[1] ?? "";
		return (await (exchange.method === "GET" ? get : post)(exchange, endpoint)) ?? noRoute(exchange);
	} catch (error) {
		if (error instanceof RequestError) return restErrorResponse(exchange, error.detail);
		throw error;
	}
}

async function get(exchange: Exchange, endpoint: string): Promise<Response | undefined> {
	if (endpoint === "tomarkdown/supported") return respondJson(exchange, enveloped(supportedFormats()));
	if (endpoint !== "models/search") return undefined;
	const { models, page, perPage, total } = searchModels(exchange.url.searchParams);
	const result_info = { count: models.length, page, per_page: perPage, total_count: total };
	return respondJson(exchange, { ...enveloped(models), result_info });
}

async function post(exchange: Exchange, endpoint: string): Promise<Response | undefined> {
	if (exchange.method !== "POST") return undefined;
	if (endpoint === "tomarkdown") return respondJson(exchange, enveloped(await convertForm(exchange)));
	if (/^run(\/|$)/.test(endpoint)) return run(exchange, decodePart(endpoint.slice("run/".length)));
	if (!endpoint.startsWith("v1/")) return undefined;
	if (!isRecord(exchange.body)) throw platformError(3003, "The request body is not JSON");
	const running = runOpenai({ exchange, inputs: exchange.body, attachment: undefined }, endpoint.slice("v1".length));
	return running && respondOutput(exchange, await running, (json) => json, {});
}

/** The model stands in the path, or with the inputs in the body: `{ model, input }`. */
async function run(exchange: Exchange, named: string): Promise<Response> {
	const body = readBody(exchange);
	const { options: given, ...sent } = body.inputs;
	const model = named === "" ? String(sent.model) : named;
	const inputs = named === "" && isRecord(sent.input) ? sent.input : sent;
	const queued = exchange.url.searchParams.get("queueRequest");
	const options = readRunOptions({
		...(isRecord(given) ? given : {}),
		...(queued === null ? {} : { queueRequest: queued === "true" }),
	});
	const output = await runModel({ exchange, model, inputs, attachment: body.attachment }, options);
	return respondOutput(exchange, output, enveloped, {});
}

function enveloped(result: unknown): JsonRecord {
	return { result, success: true, errors: [], messages: [] };
}

function noRoute(exchange: Exchange): Response {
	const errors = [{ code: 7000, message: "No route for that URI" }];
	return respondJson(exchange, { result: null, success: false, errors, messages: [] }, { status: 400 });
}
