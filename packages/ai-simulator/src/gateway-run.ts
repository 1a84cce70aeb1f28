import { type GatewayCall, logIdOf } from "./gateway-call.ts";
import { type GatewayElement, orFailure, runOn, type StepCounter } from "./gateway-element.ts";
import { gatewayError } from "./gateway-error.ts";
import { compatProviderOf, providerOf } from "./gateway-provider.ts";
import { walkRoute } from "./gateway-route-walk.ts";
import { isRecord, type JsonRecord } from "./json.ts";

/** Runs the elements in their order until one succeeds; the last failure is the answer when none does. */
export async function runElements(call: GatewayCall, elements: readonly GatewayElement[]): Promise<Response> {
	const counter: StepCounter = { next: 0, eventId: logIdOf(call.exchange) };
	for (const [index, element] of elements.entries()) {
		const isLast = index === elements.length - 1;
		const response = await orFailure(isLast, () => runElement(call, element, counter));
		if (response !== undefined && (response.ok || isLast)) return response;
	}
	throw gatewayError(2005);
}

async function runElement(call: GatewayCall, element: GatewayElement, counter: StepCounter): Promise<Response> {
	const { provider, endpoint, body } = element;
	if (typeof provider !== "string") return runOn(call, element, provider, counter, false);
	if (provider !== "compat") return runOn(call, element, providerOf(call.state, provider, endpoint), counter, false);

	if (endpoint === "models") {
		return runOn(call, element, compatProviderOf(call.state, "openai", endpoint), counter, true);
	}
	const [, name = "", model = ""] = /^([^/]+)\/(.+)$/.exec(isRecord(body) ? String(body.model) : "") ?? [];
	if (name === "dynamic") return walkRoute(call, element, model, counter);
	return runOn(
		call,
		{ ...element, body: { ...(body as JsonRecord), model } },
		compatProviderOf(call.state, name, endpoint),
		counter,
		true,
	);
}
