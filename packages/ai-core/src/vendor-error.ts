import { fromHttpStatus, parseRetryAfter, StreamInterruptedError, type WorkkitError } from "@workkit/errors";
import type { Call } from "./call.ts";
import { compact } from "./compact.ts";
import { firstMatch } from "./first-match.ts";
import { readFault, type VendorFault } from "./vendor-fault.ts";

/** Errors that come back however often one tries, although their status says otherwise: quotas, spend limits, free allocations. */
const final = /insufficient_quota|credit_balance|spend_limit|\b(2041|2045|3036|4006)\b/;

/** Statuses of error types that arrive without one, inside a stream: the first that fits. */
const statuses: Readonly<Record<number, RegExp>> = {
	400: /invalid_request/,
	401: /authentication/,
	402: /billing/,
	403: /permission/,
	404: /not_found/,
	413: /too_large/,
	429: /rate_limit|quota/,
	500: /server|api_error|internal/,
	504: /timeout/,
	529: /overload/,
};

/** Where an error was met. */
export interface FaultSite {
	readonly call: Call;
	/** HTTP status of the response. */
	readonly status?: number | undefined;
	/** The status that the vendor's own code stands for, where it differs from the response's. */
	readonly mapped?: number | undefined;
	readonly headers?: Headers | undefined;
	/** The error came in the middle of a stream, or in the body of a 200. */
	readonly inStream?: boolean | undefined;
}

/** What the vendor says, without anything that looks like a credential, and at most 2 KB of it. */
function clean<T>(said: T, { secrets }: Call): T | string {
	if (typeof said !== "string") return said;
	const text = (secrets?.() ?? [])
		.filter((secret) => secret.length > 5)
		.reduce<string>((rest, secret) => rest.replaceAll(secret, "***"), said)
		.replace(/\b(sk|pk|gsk|xai|bearer|key)[-_ ][\w.-]{12,}/gi, "***");
	// `stream` holds back a character that the cut split.
	return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, 2048), { stream: true });
}

/** The one place where a vendor's status, code and type become an error of ours. */
export function vendorError(fault: VendorFault, site: FaultSite): WorkkitError {
	const { call, status: httpStatus, mapped, headers, inStream } = site;
	const word = `${fault.type} ${fault.code}`;
	const stated = Number(mapped ?? (inStream ? (fault.status ?? firstMatch(statuses, word)) : httpStatus));
	// AI Gateway's "failed to get response from provider": a 400 that goes away.
	const status = stated === 400 && / 2005$/.test(word) ? 502 : stated;
	const message = clean(fault.message, call);
	const context = compact({
		status: httpStatus,
		vendorCode: clean(fault.code, call),
		vendorType: clean(fault.type, call),
		vendorMessage: message,
		requestId: headers?.get("x-request-id") ?? headers?.get("request-id") ?? headers?.get("cf-ai-req-id"),
		logId: headers?.get("cf-aig-log-id"),
		inStream,
	});
	const text = `${call.provider} answered ${status || "with an error"}${message ? `: ${message}` : ""}`;
	if (!status) return new StreamInterruptedError(message ? "vendor" : "malformed", { message: text, context });
	const stop = final.test(word) || headers?.get("x-should-retry") === "false";
	return fromHttpStatus(status, text, {
		context,
		retryAfterMs: headers && parseRetryAfter(headers),
		retryStrategy: stop ? { kind: "none" } : undefined,
	});
}

/**
 * The error that a frame of a stream, or the body of a 200, tells. `statusOf` knows the statuses of the vendor's own codes.
 *
 * @param body - The frame or body, parsed.
 */
export function inStreamError(
	body: unknown,
	call: Call,
	statusOf?: (code: unknown) => number | undefined,
): WorkkitError {
	const fault = readFault(body);
	return vendorError(fault, { call, status: call.attempt?.status, mapped: statusOf?.(fault.code), inStream: true });
}
