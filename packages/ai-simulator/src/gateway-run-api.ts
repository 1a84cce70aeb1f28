import type { Exchange } from "./exchange.ts";
import { enterGateway } from "./gateway-call.ts";
import { gatewayErrorResponse } from "./gateway-error.ts";
import { isThirdParty, modelElement, readInputs } from "./gateway-model.ts";
import { runElements } from "./gateway-run.ts";
import { isRecord } from "./json.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";

/**
 * The Run API: `{ model, input, provider? }` gives `{ state, result, provider, model }`, never a stream. It takes no key of
 * the caller's: the gateway's own keys and credits pay.
 */
export async function runApi(exchange: Exchange, id: string): Promise<Response> {
	const { body } = exchange;
	const model = isRecord(body) ? body.model : undefined;
	try {
		const call = enterGateway(exchange, id, "http");
		if (exchange.method !== "POST" || !isRecord(body) || !isThirdParty(model)) {
			throw new RequestError({ status: 400, code: 7003, message: "User Input Error: model: Required" });
		}
		const headers = new Headers(exchange.headers);
		headers.delete("authorization");
		const element = modelElement(model, { ...readInputs(body.input), stream: false }, headers);
		const response = await runElements(call, [element]);
		const result: unknown = await response.json();
		const provider = typeof element.provider === "string" ? element.provider : element.provider.slug;
		const sent = response.ok
			? { state: "Completed", result, provider: provider === "compat" ? model.split("/")[0] : provider, model }
			: { state: "Failed", error: { code: response.status, message: JSON.stringify(result) }, model };
		const own = [...response.headers].filter(([name]) => name.startsWith("cf-aig-"));
		return respondJson(exchange, sent, { status: response.status, headers: Object.fromEntries(own) });
	} catch (error) {
		if (error instanceof RequestError) return gatewayErrorResponse(exchange, error.detail, "run-api");
		throw error;
	}
}
