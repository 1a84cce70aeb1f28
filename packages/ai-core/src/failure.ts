import { isWorkkitError } from "@workkit/errors";
import type { Call } from "./call.ts";

/** Writes the failure into the receipt and, into an error of ours, where it happened. The caller's own reason stays untouched. */
export function explainFailure(error: unknown, call: Call): unknown {
	const ours = isWorkkitError(error);
	const record = call.receipt.attempts[call.receipt.attempts.length - 1];
	if (record) record.error = ours ? error.code : error instanceof Error ? error.name : typeof error;
	if (ours) {
		error.context.provider ??= call.provider;
		error.context.model ??= call.model;
		error.context.receipt ??= call.receipt;
	}
	return error;
}
