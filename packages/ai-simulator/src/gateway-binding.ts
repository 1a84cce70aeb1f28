import type { Exchange } from "./exchange.ts";
import { enterGateway } from "./gateway-call.ts";
import type { GatewayElement } from "./gateway-element.ts";
import { gatewayErrorResponse } from "./gateway-error.ts";
import { readElements } from "./gateway-http.ts";
import { isThirdParty, modelElement } from "./gateway-model.ts";
import { keepRun, resumeRun } from "./gateway-resume.ts";
import { runElements } from "./gateway-run.ts";
import type { Provider } from "./gateway-wire.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { manageLog, respondUrl } from "./management-logs.ts";
import { managed } from "./management-response.ts";
import { RequestError } from "./request-error.ts";
import { workersAiBinding } from "./workers-ai-binding.ts";

/** Whether a request of the AI binding goes through a gateway: its path says so, or it runs another vendor's model. */
export function isGatewayBinding({ url, headers }: Exchange): boolean {
	return (
		url.pathname.startsWith("/ai-gateway/") ||
		(url.pathname === "/run" && isThirdParty(headers.get("cf-consn-model-id")))
	);
}

/** What is behind `env.AI.run` with a gateway and behind `env.AI.gateway(id)`. The runtime has logged in already. */
export async function gatewayBinding(exchange: Exchange): Promise<Response> {
	const path = exchange.url.pathname.replace(/^\/ai-gateway/, "");
	const [, resource, id = "", kind, name = "", action] = path.split("/");
	if (resource === "gateways" && kind === "logs") return manageLog(exchange, id, name);
	if (resource === "gateways" && kind === "url") return managed(exchange, () => respondUrl(exchange, id, name));
	const isUniversal = resource === "universal" && id === "run";
	try {
		if (isUniversal) {
			return await runElements(enterGateway(exchange, kind ?? "", "binding"), readElements(exchange));
		}
		if (resource === "gateways" && kind === "run" && action === "resume") return resumeRun(exchange, id, name);
		if (path !== "/run" || exchange.method !== "POST") {
			throw new RequestError({ status: 404, code: 7000, message: `Not simulated: ${exchange.method} ${path}` });
		}
		return await runModel(exchange);
	} catch (error) {
		if (!(error instanceof RequestError)) throw error;
		return gatewayErrorResponse(exchange, error.detail, isUniversal ? "gateway" : "binding");
	}
}

/** `env.AI.run`: the gateway's options stand in the body. */
async function runModel(exchange: Exchange): Promise<Response> {
	const { inputs, options } = isRecord(exchange.body) ? exchange.body : {};
	const given = isRecord(options) && isRecord(options.gateway) ? options.gateway : {};
	const id = typeof given.id === "string" && given.id !== "" ? given.id : "default";
	const model = exchange.headers.get("cf-consn-model-id") ?? "";
	const sent = isRecord(inputs) ? inputs : {};
	const enter = (entering: Exchange) => enterGateway(entering, id, "binding", controlHeaders(exchange.headers, given));
	if (!isThirdParty(model)) return runElements(enter(exchange), [workersAiElement(exchange, model, sent, options)]);
	let frames: readonly string[] | undefined;
	const call = enter({
		...exchange,
		onFrames: (all) => {
			frames = all;
		},
	});
	const response = await runElements(call, [modelElement(model, sent, vendorHeaders(exchange.headers))]);
	return frames === undefined ? response : keepRun(exchange, id, frames, response);
}

/** The options as headers. Timeouts and retries are accepted and have no effect here. */
function controlHeaders(headers: Headers, options: JsonRecord): Headers {
	const controls = new Headers(headers);
	const named = {
		"cf-aig-skip-cache": options.skipCache,
		"cf-aig-cache-ttl": options.cacheTtl,
		"cf-aig-cache-key": options.cacheKey,
		"cf-aig-collect-log": options.collectLog,
		"cf-aig-metadata": options.metadata && JSON.stringify(options.metadata),
		"cf-aig-event-id": options.eventId,
	};
	for (const [name, value] of Object.entries(named)) if (value !== undefined) controls.set(name, String(value));
	return controls;
}

/** The binding's own headers are for the platform. */
function vendorHeaders(headers: Headers): Headers {
	const kept = new Headers(headers);
	for (const name of [...kept.keys()]) if (name.startsWith("cf-consn-")) kept.delete(name);
	return kept;
}

function workersAiElement(exchange: Exchange, model: string, inputs: JsonRecord, options: unknown): GatewayElement {
	const url = new URL("https://workers-binding.ai/run?version=3");
	const provider: Provider = {
		slug: "workers-ai",
		url: url.href,
		keyHeader: "authorization",
		takesCredits: false,
		model,
		headers: {},
		answer: (sent) => workersAiBinding({ ...sent, url, body: { inputs: sent.body, options } }),
	};
	return { provider, endpoint: model, method: "POST", headers: exchange.headers, config: {}, body: inputs };
}
