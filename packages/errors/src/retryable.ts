import { none, type RetryStrategy } from "./retry-strategy.ts";
import { isWorkkitError } from "./workkit-error.ts";

/** The strategy that a thrown `error` carries; `none` for anything but a `WorkkitError`. */
export function getRetryStrategy(error: unknown): RetryStrategy {
	return isWorkkitError(error) ? error.retryStrategy : none;
}

/** Whether the operation that threw `error` may be repeated; `false` for anything but a `WorkkitError`. */
export function isRetryable(error: unknown): boolean {
	return isWorkkitError(error) && error.retryable;
}
