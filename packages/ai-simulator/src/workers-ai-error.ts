import type { Exchange } from "./exchange.ts";
import type { ReplyError } from "./reply.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";

/** HTTP status and description of the platform's internal codes. */
const CODES: Readonly<Record<number, readonly [status: number, description: string]>> = {
	3003: [400, "Incomplete request"],
	3006: [413, "Request too large"],
	3007: [408, "Timeout"],
	3008: [408, "Aborted"],
	3010: [400, "Invalid or incomplete input for the model"],
	3021: [429, "Rate limited"],
	3023: [403, "This model is private"],
	3030: [400, "Invalid or unsupported media data"],
	3036: [429, "You have used up your daily free allocation of 10,000 neurons"],
	3039: [400, "Unsupported finetune"],
	3040: [429, "Capacity temporarily exceeded, please try again."],
	3041: [403, "Not allowed"],
	3042: [404, "Model not found"],
	3046: [408, "Request timeout"],
	4006: [429, "You have used up your daily free allocation of 10,000 neurons"],
	5004: [400, "Invalid data"],
	5005: [405, "LoRA unsupported"],
	5007: [400, "No such model or task"],
	5016: [403, "You must agree to the model's terms"],
	5018: [403, "Account blocked"],
	5019: [405, "Deprecated SDK version"],
	5021: [413, "The request exceeds the model's context window"],
	5023: [400, "JSON Schema mode is not supported with stream mode."],
	5025: [400, "This model doesn't support JSON Schema."],
	5028: [410, "This model is deprecated"],
	5030: [429, "Capacity temporarily exceeded, please try again."],
	5035: [403, "This model needs a Workers Paid plan"],
	8001: [400, "Invalid input"],
	8004: [500, "Internal error"],
	8006: [400, "The forced tool call was truncated by max_tokens"],
	8007: [500, "Upstream error"],
	10000: [401, "Authentication error"],
};

/** A failure with one of the platform's internal codes; its status follows from the code. */
export function platformError(code: number, message?: string): RequestError {
	return new RequestError({ code, ...(message === undefined ? {} : { message }) });
}

interface PlatformError {
	readonly status: number;
	readonly code: number;
	readonly description: string;
}

function settle(error: ReplyError): PlatformError {
	const code = Number(error.code ?? (error.status === 429 ? 3040 : 5000));
	const [status, description] = CODES[code] ?? [500, "Internal server error"];
	return { status: error.status ?? status, code, description: error.message ?? description };
}

/** The body behind the binding: `{ internalCode, message, name, description }`. */
export function platformErrorBody(error: ReplyError): unknown {
	const { code, description } = settle(error);
	return { internalCode: code, message: `AiError: ${description}`, name: "AiError", description };
}

/** The error as the binding's upstream sends it. */
export function platformErrorResponse(exchange: Exchange, error: ReplyError): Response {
	const options = { status: settle(error).status, headers: { "cf-ai-req-id": exchange.id(""), ...error.headers } };
	return respondJson(exchange, error.body ?? platformErrorBody(error), options);
}

/** The error as the REST API sends it: `{ result, success, errors, messages }`. */
export function restErrorResponse(exchange: Exchange, error: ReplyError): Response {
	const { status, code, description } = settle(error);
	// The API's own codes, as against those of the models.
	const isOwn = code >= 10_000 || (code >= 7000 && code < 8000);
	const body = {
		result: {},
		success: false,
		errors: [{ message: isOwn ? description : `AiError: AiError: ${description}`, code }],
		messages: [],
	};
	return respondJson(exchange, error.body ?? body, { status, headers: { ...error.headers } });
}
