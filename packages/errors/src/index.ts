export {
	RateLimitError,
	ServiceUnavailableError,
	StreamInterruptedError,
	TimeoutError,
} from "./availability-errors.ts";
export { errorToResponse } from "./error-to-response.ts";
export { fromHttpStatus, type HttpStatusOptions } from "./from-http-status.ts";
export { isErrorCode } from "./is-error-code.ts";
export type { ErrorSummary } from "./json-safe.ts";
export { parseRetryAfter } from "./parse-retry-after.ts";
export {
	BudgetExceededError,
	ConflictError,
	ForbiddenError,
	NotFoundError,
	UnauthorizedError,
	UnsupportedOperationError,
	ValidationError,
	type ValidationIssue,
} from "./request-errors.ts";
export { getRetryDelay } from "./retry-delay.ts";
export { RetryStrategies, type RetryStrategy } from "./retry-strategy.ts";
export { getRetryStrategy, isRetryable } from "./retryable.ts";
export { serializeError } from "./serialize-error.ts";
export { BindingError, BindingNotFoundError, ConfigError, InternalError } from "./server-errors.ts";
export { isWorkkitError, WorkkitError, type WorkkitErrorJson, type WorkkitErrorOptions } from "./workkit-error.ts";
export { wrapError } from "./wrap-error.ts";
