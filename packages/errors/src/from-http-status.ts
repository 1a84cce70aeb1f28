import { RateLimitError, ServiceUnavailableError, TimeoutError } from "./availability-errors.ts";
import { ConflictError, ForbiddenError, NotFoundError, UnauthorizedError, ValidationError } from "./request-errors.ts";
import { RetryStrategies } from "./retry-strategy.ts";
import { InternalError } from "./server-errors.ts";
import type { WorkkitError, WorkkitErrorOptions } from "./workkit-error.ts";

/** Options of {@link fromHttpStatus}. */
export interface HttpStatusOptions extends Omit<WorkkitErrorOptions, "message"> {
	/** The wait that the server asked for, in ms, as {@link parseRetryAfter} reads it: how long a retryable error then waits. */
	readonly retryAfterMs?: number | undefined;
}

/**
 * The error for an upstream's HTTP status, which `context.status` keeps.
 *
 * 401 → `UnauthorizedError`; 402, 403, 451 → `ForbiddenError`; 404, 410 → `NotFoundError`; 408, 504 → `TimeoutError`; 409 →
 * `ConflictError`; 429 → `RateLimitError`; 425 and 500 upwards → `ServiceUnavailableError`, not retried for 501 and 505; any
 * other 4xx → `ValidationError`; below 400, where there is no error to speak of, → `InternalError`.
 *
 * @param message - The message of the error, verbatim. Default `HTTP <status>`.
 */
export function fromHttpStatus(status: number, message?: string, options: HttpStatusOptions = {}): WorkkitError {
	const { retryAfterMs, retryStrategy } = options;
	const text = message || `HTTP ${status}`;
	const settings = { ...options, message: text, context: { status, ...options.context } };
	// Only for the classes that are retried: a wait does not make a wrong key worth a second try.
	const waiting =
		retryAfterMs !== undefined && retryAfterMs >= 0
			? { ...settings, retryStrategy: retryStrategy ?? RetryStrategies.fixed(retryAfterMs, 3) }
			: settings;

	if (status === 401) return new UnauthorizedError(text, settings);
	if (status === 402 || status === 403 || status === 451) return new ForbiddenError(text, settings);
	if (status === 404 || status === 410) return new NotFoundError(text, undefined, settings);
	if (status === 408 || status === 504) return new TimeoutError(text, undefined, waiting);
	if (status === 409) return new ConflictError(text, waiting);
	if (status === 429) return new RateLimitError(text, retryAfterMs, settings);
	if (status === 501 || status === 505)
		return new ServiceUnavailableError(text, { ...settings, retryStrategy: retryStrategy ?? RetryStrategies.none });
	if (status === 425 || status >= 500) return new ServiceUnavailableError(text, waiting);
	if (status >= 400) return new ValidationError(text, undefined, settings);
	return new InternalError(text, settings);
}
