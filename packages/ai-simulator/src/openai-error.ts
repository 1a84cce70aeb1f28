import type { Exchange } from "./exchange.ts";
import type { ReplyError } from "./reply.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";

/** A 400 for one parameter, as OpenAI words it. */
export function invalidRequest(message: string, param?: string, code?: string): RequestError {
	return new RequestError({
		status: 400,
		message,
		...(param === undefined ? {} : { param }),
		...(code === undefined ? {} : { code }),
	});
}

/** The body of an error. */
export interface OpenaiErrorBody {
	readonly error: {
		readonly message: string;
		readonly type: string;
		readonly param: string | null;
		readonly code: string | number | null;
	};
}

/** OpenAI's `{ error: { message, type, param, code } }`. */
export function openaiErrorBody(error: ReplyError): OpenaiErrorBody {
	return {
		error: {
			message: error.message ?? messageOf(error.status ?? 500, error.code),
			type: error.type ?? typeOfStatus(error.status ?? 500, error.code),
			param: error.param ?? null,
			code: error.code ?? (error.status === 429 ? "rate_limit_exceeded" : null),
		},
	};
}

/** The error as a response. */
export function openaiErrorResponse(exchange: Exchange, error: ReplyError): Response {
	const headers = { "x-request-id": exchange.id("req_"), ...error.headers };
	return respondJson(exchange, error.body ?? openaiErrorBody(error), { status: error.status ?? 500, headers });
}

function messageOf(status: number, code: string | number | undefined): string {
	if (code === "insufficient_quota")
		return "You exceeded your current quota, please check your plan and billing details.";
	if (status === 429) return "Rate limit reached for requests.";
	return status < 500
		? "The request was refused."
		: "The server had an error while processing your request. Sorry about that!";
}

function typeOfStatus(status: number, code: string | number | undefined): string {
	if (code === "insufficient_quota") return "insufficient_quota";
	if (status === 429) return "requests";
	return status >= 500 ? "server_error" : "invalid_request_error";
}

/** A 400 for a parameter that is not there. */
export function missing(param: string): RequestError {
	return invalidRequest(`Missing required parameter: '${param}'.`, param, "missing_required_parameter");
}

/** A 400 for a parameter OpenAI does not know. */
export function unknownParameter(param: string): RequestError {
	return invalidRequest(`Unknown parameter: '${param}'.`, param, "unknown_parameter");
}

/** A 400 for a list without members. */
export function emptyArray(param: string): RequestError {
	const expected = "Expected an array with minimum length 1, but got an empty array instead.";
	return invalidRequest(`Invalid '${param}': empty array. ${expected}`, param, "empty_array");
}

/** A 400 for a value of the wrong JSON type; `expected` with its article. */
export function wrongType(param: string, expected: string, value: unknown): RequestError {
	const object = Array.isArray(value) ? "an array" : typeof value === "object" ? "an object" : `a ${typeof value}`;
	const found = value === null ? "null" : object;
	return invalidRequest(
		`Invalid type for '${param}': expected ${expected}, but got ${found} instead.`,
		param,
		"invalid_type",
	);
}

/** A 400 for a value that is none of a few. */
export function unsupportedValue(param: string, value: unknown, supported: readonly string[]): RequestError {
	const found = typeof value === "string" ? value : JSON.stringify(value);
	const list = supported.map((name) => `'${name}'`).join(", ");
	return invalidRequest(`Invalid value: '${found}'. Supported values are: ${list}.`, param, "invalid_value");
}

/** A 400 for a name with letters that OpenAI does not allow. */
export function wrongPattern(param: string): RequestError {
	const expected = "Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.";
	return invalidRequest(`Invalid '${param}': string does not match pattern. ${expected}`, param, "invalid_value");
}
