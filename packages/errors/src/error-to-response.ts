import { toJsonSafe } from "./json-safe.ts";
import type { WorkkitError } from "./workkit-error.ts";
import { wrapError } from "./wrap-error.ts";

/**
 * The HTTP answer for a thrown value: JSON `{ error: { code, message, issues? } }` with the error's status.
 *
 * Stack, cause and context stay inside. `Retry-After`, in whole seconds rounded up, is set when the error knows a wait. Anything
 * but a `WorkkitError` becomes a 500 with a neutral message.
 *
 * @param init - Further headers, or a status that replaces the error's.
 */
export function errorToResponse(error: unknown, init?: ResponseInit): Response {
	// Read by shape, not by class: the error may come from another copy of this package.
	const known = wrapError(error) as WorkkitError & { issues?: unknown; retryAfterMs?: number };
	const { code, message, statusCode, issues, retryAfterMs } = known;
	const { delayMs } = known.retryStrategy as { delayMs?: number };
	const body = { error: { code, message, issues: toJsonSafe(issues) } };
	const response = Response.json(body, { ...init, status: init?.status ?? statusCode });
	const waitMs = retryAfterMs ?? delayMs;
	if (waitMs !== undefined) response.headers.set("retry-after", String(Math.ceil(waitMs / 1_000)));
	return response;
}
