import {
	fromHttpStatus,
	parseRetryAfter,
	RetryStrategies,
	StreamInterruptedError,
	type WorkkitError,
} from "@workkit/errors";
import type { Call } from "./call.ts";
import type { VendorFault } from "./vendor-fault.ts";

/** Errors that come back however often one tries, although their status says otherwise: quotas, spend limits, free allocations. */
const final: ReadonlySet<string> = new Set([
	"insufficient_quota",
	"credit_balance_exhausted",
	"enforced_spend_limit_reached",
	"contract_spend_limit_reached",
	"2041",
	"2045",
	"3036",
	"4006",
]);

/** AI Gateway's "failed to get response from provider": a 400 that goes away. */
const transientCode = "2005";

/** Statuses of error types that arrive without one, inside a stream. */
const statusOfType: ReadonlyMap<string, number> = new Map([
	["invalid_request_error", 400],
	["authentication_error", 401],
	["billing_error", 402],
	["insufficient_quota", 429],
	["permission_error", 403],
	["not_found_error", 404],
	["request_too_large", 413],
	["rate_limit_error", 429],
	["rate_limit_exceeded", 429],
	["server_error", 500],
	["api_error", 500],
	["internal_server_error", 500],
	["timeout_error", 504],
	["overloaded_error", 529],
]);

/** Where an error was met. */
export interface FaultSite {
	readonly call: Call;
	/** HTTP status of the response. */
	readonly status?: number | undefined;
	readonly headers?: Headers | undefined;
	/** The status that the vendor's own code stands for, where it differs from the response's. */
	readonly mapped?: number | undefined;
	/** The error came in the middle of a stream, or in the body of a 200. */
	readonly inStream?: boolean | undefined;
	/** Credentials of the request, which vendors like to quote. */
	readonly secrets?: readonly string[] | undefined;
}

const messageLimitBytes = 2048;

/** The vendor's message without anything that looks like a credential, at most 2 KB. */
function clean(message: string, secrets: readonly string[]): string {
	let text = message.slice(0, 2 * messageLimitBytes);
	for (const secret of secrets) text = text.replaceAll(secret, "***");
	text = text.replace(/\b(?:sk|pk|gsk|xai|bearer|key)[-_ ][\w.-]{12,}/gi, "***");
	// `stream` holds back a character that the cut split.
	return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, messageLimitBytes), { stream: true });
}

/** The one place where a vendor's status, code and type become an error of ours. */
export function vendorError(fault: VendorFault, site: FaultSite): WorkkitError {
	const { call, status: httpStatus, mapped = httpStatus, headers, inStream, secrets = [] } = site;
	const code = String(fault.code ?? "");
	const stated = inStream ? (fault.status ?? statusOfType.get(fault.type ?? "") ?? statusOfType.get(code)) : mapped;
	const status = code === transientCode && stated === 400 ? 502 : stated;
	const message = fault.message === undefined ? undefined : clean(fault.message, secrets);
	const requestId = headers?.get("x-request-id") ?? headers?.get("request-id") ?? headers?.get("cf-ai-req-id");
	const logId = headers?.get("cf-aig-log-id");
	const context = {
		provider: call.provider,
		model: call.model,
		...(httpStatus !== undefined && { status: httpStatus }),
		...(fault.code !== undefined && { vendorCode: fault.code }),
		...(fault.type !== undefined && { vendorType: fault.type }),
		...(message !== undefined && { vendorMessage: message }),
		...(requestId && { requestId }),
		...(logId && { logId }),
		...(inStream && { inStream }),
	};
	const text = `${call.provider} answered ${inStream ? "with an error" : status}${message ? `: ${message}` : ""}`;
	if (status === undefined) return new StreamInterruptedError("vendor", { message: text, context });
	const stop = final.has(code) || final.has(fault.type ?? "") || headers?.get("x-should-retry") === "false";
	return fromHttpStatus(status, text, {
		context,
		retryAfterMs: headers ? parseRetryAfter(headers) : undefined,
		...(stop && { retryStrategy: RetryStrategies.none }),
	});
}
