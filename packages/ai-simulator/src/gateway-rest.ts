import { decodePart } from "./decode-part.ts";
import type { Exchange } from "./exchange.ts";
import { enterGateway } from "./gateway-call.ts";
import type { GatewayElement } from "./gateway-element.ts";
import { gatewayErrorResponse } from "./gateway-error.ts";
import { anthropicName, isThirdParty, modelElement, readInputs } from "./gateway-model.ts";
import { runElements } from "./gateway-run.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { bearerKey, isAccepted } from "./key.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";

/** Whether a request to `…/accounts/:account/ai/…` goes through a gateway: it names one, or another vendor's model. */
export function isGatewayRest({ headers, body }: Exchange, path: string): boolean {
	if (!/^\/accounts\/[^/]+\/ai\/(run|v1)(\/|$)/.test(path)) return false;
	const named = /\/ai\/run\/(.+)$/.exec(path)?.[1];
	const model = named === undefined ? isRecord(body) && body.model : decodePart(named);
	return headers.has("cf-aig-gateway-id") || isThirdParty(model);
}

/** The REST API's models behind a gateway. `Authorization` holds the account's token, which no provider gets to see. */
export async function gatewayRest(exchange: Exchange, path: string): Promise<Response> {
	try {
		const key = bearerKey(exchange.headers);
		if (key === undefined || !isAccepted(exchange, key)) {
			throw new RequestError({ status: 401, code: 10000, message: "Authentication error" });
		}
		const call = enterGateway(exchange, exchange.headers.get("cf-aig-gateway-id") ?? "default", "rest");
		const endpoint = path.replace(/^\/accounts\/[^/]+\/ai\//, "");
		const { element, isEnveloped } = elementOf(exchange, endpoint);
		const response = await runElements(call, [element]);
		if (!isEnveloped || !response.ok || response.headers.get("content-type") !== "application/json") return response;
		const result: unknown = await response.json();
		const headers = Object.fromEntries(response.headers);
		return respondJson(exchange, { result, success: true, errors: [], messages: [] }, { headers });
	} catch (error) {
		if (error instanceof RequestError) return gatewayErrorResponse(exchange, error.detail, "rest");
		throw error;
	}
}

interface RestElement {
	readonly element: GatewayElement;
	/** Whether the answer still needs the API's envelope: Workers AI brings its own. */
	readonly isEnveloped: boolean;
}

function elementOf(exchange: Exchange, endpoint: string): RestElement {
	const headers = new Headers(exchange.headers);
	headers.delete("authorization");
	headers.delete("x-api-key");
	const body: JsonRecord = isRecord(exchange.body) ? exchange.body : {};
	const native = { method: exchange.method, headers, config: {} };
	if (endpoint.startsWith("run")) {
		const named = endpoint.slice("run/".length);
		const model = named === "" ? body.model : decodePart(named);
		const inputs = named === "" ? readInputs(body.input) : exchange.body;
		if (isThirdParty(model)) return { element: modelElement(model, readInputs(inputs), headers), isEnveloped: true };
		return {
			element: { ...native, provider: "workers-ai", endpoint: String(model), body: inputs },
			isEnveloped: false,
		};
	}
	const { model } = body;
	if (!isThirdParty(model))
		return { element: { ...native, provider: "workers-ai", endpoint, body }, isEnveloped: false };
	if (endpoint === "v1/messages") {
		const [provider = "", ...name] = model.split("/");
		const sent = { ...body, model: anthropicName(name.join("/")) };
		if (!headers.has("anthropic-version")) headers.set("anthropic-version", "2023-06-01");
		return { element: { ...native, provider, endpoint, body: sent }, isEnveloped: false };
	}
	return {
		element: { ...native, provider: "compat", endpoint: endpoint.slice("v1/".length), body },
		isEnveloped: false,
	};
}
