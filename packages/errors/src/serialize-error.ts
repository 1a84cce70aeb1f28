import { type ErrorSummary, summarize, toJsonSafe } from "./json-safe.ts";
import { isWorkkitError, type WorkkitErrorJson } from "./workkit-error.ts";

/**
 * Any thrown `error` as a plain object that `JSON.stringify` accepts: a `WorkkitError` in full, any other value as its name,
 * message and code. For logs, not for callers: `context` is in it. Never throws.
 */
export function serializeError(error: unknown): WorkkitErrorJson | ErrorSummary {
	return isWorkkitError(error) ? error.toJSON() : (toJsonSafe(summarize(error)) as ErrorSummary);
}
