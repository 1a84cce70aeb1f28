import { RateLimitError, ServiceUnavailableError, TimeoutError } from "./availability-errors.ts";
import { ConflictError, ForbiddenError, NotFoundError, UnauthorizedError, ValidationError } from "./request-errors.ts";
import { RetryStrategies } from "./retry-strategy.ts";
import { InternalError } from "./server-errors.ts";
import type { WorkkitError, WorkkitErrorOptions } from "./workkit-error.ts";

/** Options of {@link fromHttpStatus}. */
export interface HttpStatusOptions extends Omit<WorkkitErrorOptions, "message"> {
	/** The wait that the server asked for, in ms; see {@link parseRetryAfter}. Makes the retry of a retryable error wait this long. */
	retryAfterMs?: number | undefined;
}

/**
 * The error for the status of an upstream's answer; `context.status` holds the status. 402, 403 and 451 are `ForbiddenError`,
 * 408 and 504 `TimeoutError`, 425 and all other 5xx `ServiceUnavailableError`; a 4xx without a class of its own is a
 * `ValidationError`, anything below 400 an `InternalError`.
 *
 * @param message - The message of the error, verbatim. Default `HTTP <status>`.
 */
export function fromHttpStatus(
	status: number,
	message?: string,
	{ retryAfterMs, retryStrategy, cause, context }: HttpStatusOptions = {},
): WorkkitError {
	const text = message || `HTTP ${status}`;
	const options = {
		message: text,
		context: { status, ...context },
		...(cause !== undefined && { cause }),
		...(retryStrategy && { retryStrategy }),
	};
	const waiting =
		retryAfterMs === undefined ? options : { retryStrategy: RetryStrategies.fixed(retryAfterMs, 3), ...options };
	if (status === 401) return new UnauthorizedError(text, options);
	if (status === 402 || status === 403 || status === 451) return new ForbiddenError(text, options);
	if (status === 404 || status === 410) return new NotFoundError(text, undefined, options);
	if (status === 408 || status === 504) return new TimeoutError(text, undefined, waiting);
	if (status === 409) return new ConflictError(text, waiting);
	if (status === 429) return new RateLimitError(text, retryAfterMs, options);
	if (status === 425 || status >= 500) return new ServiceUnavailableError(text, waiting);
	return status < 400 ? new InternalError(text, options) : new ValidationError(text, undefined, options);
}
