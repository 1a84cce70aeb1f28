import type { Exchange } from "./exchange.ts";
import type { JsonRecord } from "./json.ts";
import type { ReplyError } from "./reply.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";

const TYPES: Readonly<Record<number, string>> = {
	400: "invalid_request_error",
	401: "authentication_error",
	402: "billing_error",
	403: "permission_error",
	404: "not_found_error",
	413: "request_too_large",
	429: "rate_limit_error",
	504: "timeout_error",
	529: "overloaded_error",
};

const MESSAGES: Readonly<Record<string, string>> = {
	rate_limit_error: "This request would exceed your organization's rate limit.",
	api_error: "Internal server error",
	timeout_error: "Request timed out",
	overloaded_error: "Overloaded",
};

/** A 400, as Anthropic words it. */
export function invalid(message: string): RequestError {
	return new RequestError({ status: 400, message });
}

/** Anthropic's `{ type: "error", error: { type, message } }`, without the request's id. */
export function anthropicErrorBody(error: ReplyError): { type: "error"; error: JsonRecord } {
	const type =
		error.type ?? TYPES[error.status ?? 500] ?? ((error.status ?? 500) < 500 ? "invalid_request_error" : "api_error");
	return {
		type: "error",
		error: {
			type,
			message: error.message ?? MESSAGES[type] ?? "The request was refused.",
			...(error.details === undefined ? {} : { details: error.details }),
		},
	};
}

/** The error as a response, its id in the body and in `request-id`. */
export function anthropicErrorResponse(exchange: Exchange, error: ReplyError): Response {
	const requestId = exchange.id("req_");
	const body = error.body ?? { ...anthropicErrorBody(error), request_id: requestId };
	return respondJson(exchange, body, {
		status: error.status ?? 500,
		headers: { "request-id": requestId, ...error.headers },
	});
}
