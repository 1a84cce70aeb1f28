import { RateLimitError, ServiceUnavailableError, TimeoutError } from "./availability-errors.ts";
import { ConflictError, ForbiddenError, NotFoundError, UnauthorizedError, ValidationError } from "./request-errors.ts";
import { fixed } from "./retry-strategy.ts";
import type { WorkkitError, WorkkitErrorOptions } from "./workkit-error.ts";

/** Options of {@link fromHttpStatus}. */
export interface HttpStatusOptions extends Omit<WorkkitErrorOptions, "message"> {
	/** The wait that the server asked for, in ms; see {@link parseRetryAfter}. Makes the retry of a retryable error wait this long. */
	retryAfterMs?: number | undefined;
}

/**
 * The error for the status of an upstream's answer; `context.status` holds the status. 402, 403 and 451 are `ForbiddenError`, 404
 * and 410 `NotFoundError`, 408 and 504 `TimeoutError`, 425 and all other 5xx `ServiceUnavailableError`; what has no class of its own
 * is a `ValidationError`.
 *
 * @param message - The message of the error, verbatim. Default `HTTP <status>`.
 * @param status - HTTP status of the answer.
 */
export function fromHttpStatus(status: number, message?: string, given: HttpStatusOptions = {}): WorkkitError {
	// A wait is only for the classes that are retried: it does not make a wrong key worth a second try.
	const { retryAfterMs, retryStrategy = retryAfterMs === undefined ? undefined : fixed(retryAfterMs, 3) } = given;
	const text = message || `HTTP ${status}`;
	const options = { ...given, message: text, context: { status, ...given.context } };
	const waiting = { ...options, retryStrategy };
	if (status === 401) return new UnauthorizedError(text, options);
	if (status === 402 || status === 403 || status === 451) return new ForbiddenError(text, options);
	if (status === 404 || status === 410) return new NotFoundError(text, undefined, options);
	if (status === 408 || status === 504) return new TimeoutError(text, undefined, waiting);
	if (status === 409) return new ConflictError(text, waiting);
	if (status === 429) return new RateLimitError(text, retryAfterMs, options);
	if (status === 425 || status >= 500) return new ServiceUnavailableError(text, waiting);
	return new ValidationError(text, undefined, options);
}
