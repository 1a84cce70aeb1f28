import type { Exchange } from "./exchange.ts";
import { enterGateway } from "./gateway-call.ts";
import { elementHeaders } from "./gateway-controls.ts";
import type { GatewayElement } from "./gateway-element.ts";
import { gatewayErrorResponse } from "./gateway-error.ts";
import { runElements } from "./gateway-run.ts";
import { runApi } from "./gateway-run-api.ts";
import { isRecord } from "./json.ts";
import { RequestError } from "./request-error.ts";

/** The gateway's own host: `path` is `/<account>/<gateway>`, then nothing, `run`, `compat/…` or `<provider>/…`. */
export async function gatewayHttp(exchange: Exchange, path: string): Promise<Response> {
	const [, , id = "", ...rest] = path.split("/");
	const endpoint = rest.join("/");
	if (id === "") return new Response("Not simulated\n", { status: 404 });
	if (endpoint === "run") return runApi(exchange, id);
	try {
		const call = enterGateway(exchange, id, "http");
		const elements = endpoint === "" ? readElements(exchange) : [nativeElement(exchange, endpoint)];
		return await runElements(call, elements);
	} catch (error) {
		if (error instanceof RequestError) return gatewayErrorResponse(exchange, error.detail, "gateway");
		throw error;
	}
}

/** The elements of a request to the Universal Endpoint. Throws a 400 for anything else. */
export function readElements(exchange: Exchange): GatewayElement[] {
	const { body } = exchange;
	const given = isRecord(body) ? [body] : body;
	if (exchange.method !== "POST" || !Array.isArray(given) || given.length === 0) throw invalid();
	return given.map((element: unknown) => {
		if (!isRecord(element) || typeof element.provider !== "string" || typeof element.endpoint !== "string") {
			throw invalid();
		}
		return {
			provider: element.provider,
			endpoint: element.endpoint.replace(/^\//, ""),
			method: "POST",
			headers: elementHeaders(element.headers),
			config: isRecord(element.config) ? element.config : {},
			body: element.query ?? {},
		};
	});
}

function nativeElement({ method, headers, body, url }: Exchange, endpoint: string): GatewayElement {
	const [provider = "", ...rest] = endpoint.split("/");
	return { provider, endpoint: rest.join("/") + url.search, method, headers, config: {}, body };
}

// The platform's code for it is not documented.
function invalid(): RequestError {
	return new RequestError({ status: 400, code: 2002, message: "Invalid request body" });
}
