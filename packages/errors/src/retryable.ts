import { none, type RetryStrategy } from "./retry-strategy.ts";
import { isWorkkitError } from "./workkit-error.ts";

/** The strategy that a thrown value carries; `none` for anything but a `WorkkitError`. */
export function getRetryStrategy(error: unknown): RetryStrategy {
	return isWorkkitError(error) ? error.retryStrategy : none;
}

/** Whether the operation that threw this value may be repeated; `false` for anything but a `WorkkitError`. */
export function isRetryable(error: unknown): boolean {
	return isWorkkitError(error) && error.retryable;
}
