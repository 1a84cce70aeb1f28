import type { GatewayElement } from "./gateway-element.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { RequestError } from "./request-error.ts";

/** Whether `model` is another vendor's, `author/model` or `dynamic/<route>`: such a model always goes through a gateway. */
export function isThirdParty(model: unknown): model is string {
	return typeof model === "string" && /^[a-z0-9_-]+\/./i.test(model);
}

/**
 * The element that runs another vendor's model on inputs in the vendor's own wire: Anthropic's messages, OpenAI's
 * for all others. Throws the platform's 7003 for a name or inputs that it does not take.
 */
export function modelElement(model: string, inputs: JsonRecord, headers: Headers): GatewayElement {
	const [author = "", ...rest] = model.split("/");
	const name = rest.join("/");
	const element = { method: "POST", headers, config: {} };
	if (author === "anthropic") {
		if (/-\d+-\d+(?!\d)/.test(name)) throw userInputError(404, `Model ${model} not found`);
		if (Array.isArray(inputs.system)) throw userInputError(400, "system: Expected string");
		const sent = new Headers(headers);
		if (!sent.has("anthropic-version")) sent.set("anthropic-version", "2023-06-01");
		const body = { ...inputs, model: anthropicName(name) };
		return { ...element, provider: "anthropic", endpoint: "v1/messages", headers: sent, body };
	}
	if (author === "dynamic") {
		return { ...element, provider: "compat", endpoint: "chat/completions", body: { ...inputs, model } };
	}
	const endpoint = /embedding/.test(name) ? "embeddings" : "input" in inputs ? "responses" : "chat/completions";
	return { ...element, provider: "compat", endpoint, body: { ...inputs, model } };
}

/** The vendor's own name of a model whose version the platform writes with a dot. */
export function anthropicName(name: string): string {
	return name.replace(/(\d)\.(\d)/, "$1-$2");
}

function userInputError(status: number, message: string): RequestError {
	return new RequestError({ status, code: 7003, message: `User Input Error: ${message}` });
}

/** The inputs of a run; throws 7003 when there are none. */
export function readInputs(value: unknown): JsonRecord {
	if (!isRecord(value)) throw userInputError(400, "input: Expected object");
	return value;
}
