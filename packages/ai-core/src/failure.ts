import { isWorkkitError } from "@workkit/errors";
import type { Call } from "./call.ts";

/** Writes a failure into the attempt and, into an error of ours, where it happened. The caller's own reason stays untouched. */
export function explainFailure(error: unknown, call: Call, found: object = {}): unknown {
	const ours = isWorkkitError(error);
	if (call.attempt) call.attempt.error = ours ? error.code : error instanceof Error ? error.name : typeof error;
	if (ours && error !== call.options.signal?.reason) {
		Object.assign(error.context, {
			provider: call.provider,
			model: call.model,
			...found,
			...error.context,
			receipt: call.receipt,
		});
	}
	return error;
}
