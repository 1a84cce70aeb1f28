import { isWorkkitError } from "@workkit/errors";
import type { Call } from "./call.ts";
import type { Attempt } from "./receipt.ts";

/** The try that is under way. */
export function currentAttempt({ receipt: { attempts } }: Call): Attempt | undefined {
	return attempts[attempts.length - 1];
}

/** Writes the failure into the receipt and, into an error of ours, where it happened. The caller's own reason stays untouched. */
export function explainFailure(error: unknown, call: Call): unknown {
	const { provider, model, receipt } = call;
	const ours = isWorkkitError(error);
	const attempt = currentAttempt(call);
	if (attempt) attempt.error = ours ? error.code : error instanceof Error ? error.name : typeof error;
	if (ours) Object.assign(error.context, { provider, model, ...error.context, receipt });
	return error;
}
