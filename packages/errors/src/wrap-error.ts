import { InternalError } from "./server-errors.ts";
import { isWorkkitError, type WorkkitError } from "./workkit-error.ts";

/**
 * A `WorkkitError` untouched; any other thrown value as the `cause` of an `InternalError`.
 *
 * @param message - Of the new error. Default `"Internal error"`: a foreign message may hold what callers must not see.
 * @param error - What was thrown.
 */
export function wrapError(error: unknown, message?: string): WorkkitError {
	return isWorkkitError(error) ? error : new InternalError(message, { cause: error });
}
