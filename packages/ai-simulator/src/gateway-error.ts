import type { Exchange } from "./exchange.ts";
import type { ReplyError } from "./reply.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";

/**
 * HTTP status and message of the gateway's codes. No official list of them exists: the statuses of 2029 and 2030, which
 * of 2041 and 2045 a refused budget gets, and the wording of all but 2001, 2003, 2009, 2016, 2017, 2029 and 2030 are
 * assumptions.
 */
const CODES: Readonly<Record<number, readonly [status: number, message: string]>> = {
	2001: [400, "Please configure AI Gateway in the Cloudflare dashboard"],
	2003: [429, "Rate limited"],
	2005: [400, "Failed to get response from provider"],
	2008: [400, "Invalid provider"],
	2009: [401, "Unauthorized"],
	2016: [424, "Prompt blocked due to security configurations"],
	2017: [424, "Response blocked due to security configurations"],
	2021: [402, "Insufficient credits: load credits or add a provider key"],
	2029: [424, "Request content blocked due to DLP policy violations"],
	2030: [424, "Response content blocked due to DLP policy violations"],
	2040: [400, "No provider key with this alias"],
	2041: [429, "Spend limit exceeded"],
	2045: [429, "Budget limit exceeded"],
};

/** A refusal of the gateway's own, with one of its codes; its status follows from the code. */
export function gatewayError(code: number, headers: Readonly<Record<string, string>> = {}): RequestError {
	const [status, message] = CODES[code] ?? [500, "Internal error"];
	return new RequestError({ status, code, message, headers });
}

/** How a refusal is written: it depends on the surface the request came by. */
export type GatewayErrorStyle = "gateway" | "binding" | "run-api" | "rest";

/** The refusal in the words of the surface. */
export function gatewayErrorResponse(exchange: Exchange, error: ReplyError, style: GatewayErrorStyle): Response {
	const { status = 500, code, message = "", headers = {} } = error;
	// The Run API has a status of its own for blocked content.
	const sent = style === "run-api" && status === 424 ? 422 : status;
	return respondJson(exchange, BODIES[style](Number(code), message, status), { status: sent, headers });
}

const BODIES: Readonly<Record<GatewayErrorStyle, (code: number, message: string, status: number) => unknown>> = {
	// Not a slip: the key is `error` and its value a list.
	gateway: (code, message) => ({ success: false, result: [], messages: [], error: [{ code, message }] }),
	binding: (code, message, status) => ({
		name: "AiGatewayError",
		httpCode: status,
		internalCode: code,
		message: `AiGatewayError: ${message}`,
		description: message,
	}),
	"run-api": (code, message) => ({ state: "Failed", error: { code, message } }),
	rest: (code, message) => ({ success: false, result: null, messages: [], errors: [{ code, message }] }),
};
