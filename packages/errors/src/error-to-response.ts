import { toJsonSafe } from "./json-safe.ts";
import type { WorkkitError } from "./workkit-error.ts";
import { wrapError } from "./wrap-error.ts";

/** What some errors know: a shape, not a class, since the error may come from another copy of this package. */
interface Waiting {
	readonly issues?: unknown;
	readonly retryAfterMs?: number;
	readonly retryStrategy: { readonly delayMs?: number };
}

/**
 * The HTTP answer for a thrown value: JSON `{ error: { code, message, issues? } }` with the error's status.
 *
 * Stack, cause and context stay inside. `Retry-After`, in whole seconds rounded up, is set when the error knows a wait. Anything
 * but a `WorkkitError` becomes a 500 with a neutral message.
 *
 * @param init - Further headers, or a status that replaces the error's.
 * @param error - What was thrown.
 */
export function errorToResponse(error: unknown, init?: ResponseInit): Response {
	const known = wrapError(error) as WorkkitError & Waiting;
	const { code, message, statusCode, issues, retryStrategy, retryAfterMs = retryStrategy.delayMs } = known;
	const body = { error: toJsonSafe({ code, message, issues }) };
	const response = Response.json(body, { ...init, status: init?.status ?? statusCode });
	if (retryAfterMs !== undefined) response.headers.set("retry-after", String(Math.ceil(retryAfterMs / 1_000)));
	return response;
}
