import { isWorkkitError, type WorkkitError } from "./workkit-error.ts";

/**
 * Whether `error` is a `WorkkitError` with this code, such as `"WORKKIT_RATE_LIMIT"`.
 *
 * @param code - Of the error, in full.
 */
export function isErrorCode<Code extends string>(error: unknown, code: Code): error is WorkkitError & { code: Code } {
	return isWorkkitError(error) && error.code === code;
}
