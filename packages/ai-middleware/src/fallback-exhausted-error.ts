import { getRetryStrategy, WorkkitError, type WorkkitErrorOptions } from "@workkit/errors";

/** `WORKKIT_FALLBACK_EXHAUSTED`, 503: every tier failed. It may be tried again when the last tier's error may; its cause is that error. */
export class FallbackExhaustedError extends WorkkitError {
	/** What each tier failed with, in order. */
	declare readonly errors: readonly unknown[];
	/** What the first tier failed with. */
	declare readonly primaryError: unknown;
	/** What the last tier failed with. */
	declare readonly secondaryError: unknown;

	constructor(label: string, errors: readonly unknown[], options?: WorkkitErrorOptions) {
		const last = errors[errors.length - 1];
		super(`Every tier failed: ${label}`, { cause: last, ...options }, "FallbackExhausted", 503, getRetryStrategy(last));
		// The errors have prompts' and vendors' details of their own: they are for programs, not for logs.
		Object.defineProperties(this, {
			errors: { value: errors },
			primaryError: { value: errors[0] },
			secondaryError: { value: last },
		});
	}
}
