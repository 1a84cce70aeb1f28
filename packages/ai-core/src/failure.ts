import { isWorkkitError } from "@workkit/errors";
import type { Call } from "./call.ts";

/** Writes a failure into the attempt and, into an error of ours, where it happened. The caller's own reason stays untouched. */
export function explainFailure(error: unknown, call: Call, found: object = {}): unknown {
	const ours = isWorkkitError(error);
	if (call.attempt) call.attempt.error = ours ? error.code : error instanceof Error ? error.name : typeof error;
	if (ours && error !== call.options.signal?.reason) {
		// A chain that is walked elsewhere learns on the way who was asked.
		const asked = call.attempt ?? call;
		Object.assign(error.context, {
			provider: asked.provider,
			model: asked.model,
			...found,
			...error.context,
			receipt: call.receipt,
		});
	}
	return error;
}
