import type { Exchange } from "./exchange.ts";
import { isRecord } from "./json.ts";
import { bearerKey, isAccepted } from "./key.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";
import { platformError, platformErrorResponse, restErrorResponse } from "./workers-ai-error.ts";
import { respondFrames, runModel } from "./workers-ai-run.ts";

/** The REST API: `POST …/accounts/:account/ai/run/:model`, answers in `{ result, success, errors, messages }`. */
export async function workersAiRest(exchange: Exchange, path: string): Promise<Response> {
	try {
		const key = bearerKey(exchange.headers);
		if (key === undefined || !isAccepted(exchange, key)) throw platformError(10000);
		const model = /^\/accounts\/[^/]+\/ai\/run\/(.+)$/.exec(path)?.[1];
		if (model === undefined || exchange.method !== "POST") {
			const errors = [{ code: 7000, message: "No route for that URI" }];
			return respondJson(exchange, { result: null, success: false, errors, messages: [] }, { status: 400 });
		}
		if (!isRecord(exchange.body)) throw platformError(3003, "The request body is not JSON");
		const output = await runModel(exchange, decodeURIComponent(model), exchange.body);
		if ("frames" in output) return respondFrames(exchange, output.frames, output.answer, undefined);
		const body = { result: output.json, success: true, errors: [], messages: [] };
		return respondJson(exchange, body, { fault: output.answer.fault });
	} catch (error) {
		if (error instanceof RequestError) return restErrorResponse(exchange, error.detail);
		throw error;
	}
}

/**
 * What is behind the binding: `POST /run` with `{ inputs, options }` and the model in a header, answered without an
 * envelope. The runtime has logged in already, so no key is asked for. With a gateway the path is `/ai-gateway/run`; the
 * answer then has a log id, but nothing is cached or logged.
 */
export async function workersAiBinding(exchange: Exchange): Promise<Response> {
	try {
		const { pathname } = exchange.url;
		if (exchange.method !== "POST" || (pathname !== "/run" && pathname !== "/ai-gateway/run")) {
			throw new RequestError({ status: 404, code: 7000, message: `Not simulated: ${exchange.method} ${pathname}` });
		}
		const model = exchange.headers.get("cf-consn-model-id");
		const inputs = isRecord(exchange.body) ? exchange.body.inputs : undefined;
		if (model === null || !isRecord(inputs)) throw platformError(3003);
		const output = await runModel(exchange, model, inputs);
		const headers = {
			"cf-ai-req-id": exchange.id(""),
			...(pathname === "/run" ? {} : { "cf-aig-log-id": exchange.id("").toLowerCase() }),
		};
		if ("frames" in output) return respondFrames(exchange, output.frames, output.answer, headers);
		return respondJson(exchange, output.json, { headers, fault: output.answer.fault });
	} catch (error) {
		if (error instanceof RequestError) return platformErrorResponse(exchange, error.detail);
		throw error;
	}
}
