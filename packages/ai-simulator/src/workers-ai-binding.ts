import type { Exchange } from "./exchange.ts";
import { isRecord } from "./json.ts";
import { searchModels } from "./model-search.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";
import { convertSent, supportedFormats } from "./to-markdown.ts";
import { inputsInQuery, readBody } from "./workers-ai-body.ts";
import type { ModelCall } from "./workers-ai-call.ts";
import { platformError, platformErrorResponse, restErrorResponse } from "./workers-ai-error.ts";
import { optionsInQuery, readRunOptions } from "./workers-ai-options.ts";
import { respondOutput, runModel } from "./workers-ai-run.ts";

/**
 * What is behind the binding: `/run`, answered without an envelope, the model search and the conversion to Markdown.
 * The runtime has logged in already, so no key is asked for. Paths under `/ai-gateway` are the gateway's.
 */
export async function workersAiBinding(exchange: Exchange): Promise<Response> {
	const { pathname } = exchange.url;
	try {
		if (pathname === "/run") return await run(exchange);
		const result = resultOf(exchange, pathname);
		if (result !== undefined) return respondJson(exchange, { result, success: true, errors: [], messages: [] });
		throw new RequestError({ status: 404, code: 7000, message: `Not simulated: ${exchange.method} ${pathname}` });
	} catch (error) {
		if (!(error instanceof RequestError)) throw error;
		const respond = pathname === "/run" ? platformErrorResponse : restErrorResponse;
		return respond(exchange, error.detail);
	}
}

function resultOf(exchange: Exchange, pathname: string): unknown {
	const endpoint = `${exchange.method} ${pathname}`;
	if (endpoint === "GET /ai-api/models/search") return searchModels(exchange.url.searchParams).models;
	if (endpoint === "GET /to-everything/markdown/supported") return supportedFormats();
	if (endpoint === "POST /to-everything/markdown/transformer") return convertSent(exchange);
	return undefined;
}

async function run(exchange: Exchange): Promise<Response> {
	const named = exchange.headers.get("cf-consn-model-id");
	if (named === null) throw platformError(3003);
	// A prefix chooses among the platform's own environments.
	const model = named.replace(/^[\w-]+:(?=@)/, "");
	if (exchange.method !== "POST") throw noWebsocket(model);
	const output = await runModel({ ...readCall(exchange), model }, readOptions(exchange));
	return respondOutput(exchange, output, (json) => json, { "cf-ai-req-id": exchange.id("") });
}

function readCall(exchange: Exchange): Omit<ModelCall, "model"> {
	const { body, url } = exchange;
	if (isRecord(body)) {
		if (!isRecord(body.inputs)) throw platformError(3003);
		return { exchange, inputs: body.inputs, attachment: undefined };
	}
	return { ...readBody(exchange), exchange, inputs: inputsInQuery(url.searchParams) };
}

function readOptions({ body, url }: Exchange): ReturnType<typeof readRunOptions> {
	if (!isRecord(body)) return readRunOptions(optionsInQuery(url.searchParams));
	return readRunOptions(isRecord(body.options) ? body.options : {});
}

/** The models that speak over a socket do so elsewhere: sockets are not simulated. */
function noWebsocket(model: string): RequestError {
	const isRealtime = /deepgram\/(flux|nova-3|aura-)|smart-turn|nemotron-speech/.test(model);
	return isRealtime
		? new RequestError({ status: 501, code: 5000, message: `WebSockets are not simulated: ${model}` })
		: platformError(5004, `Bad input: Error: ${model} does not support WebSockets`);
}
