import { isWorkkitError } from "@workkit/errors";
import { askCaller } from "./ask-caller.ts";

/** When a tier hands over to the next. */
export interface FallbackRules {
	/**
	 * Failures that hand over: HTTP statuses, or predicates; both are also tried on the error's causes. A predicate that
	 * throws says no. Default: every failure but an invalid request or configuration, which would fail on the next tier as
	 * well, and a spent budget.
	 */
	readonly on?: readonly (number | ((error: unknown) => boolean))[] | undefined;
	/** Told of each handing over. What it throws is ignored. */
	readonly onFallback?: ((failedModel: string, error: unknown, nextModel: string) => void) | undefined;
	/**
	 * A stream that breaks midway is carried on by the next tier, which is shown what was said and asked for the rest. The
	 * seams are in `done.seams`, and events of their own when `options.events` names `seam`. Default: it fails.
	 */
	readonly continueStreams?: boolean | undefined;
}

const final = ["WORKKIT_VALIDATION", "WORKKIT_CONFIG", "WORKKIT_BUDGET_EXCEEDED"];

/** Whether an error hands over to the next tier. */
export function handsOver(error: unknown, on: FallbackRules["on"]): boolean {
	if (!on) return !(isWorkkitError(error) && final.includes(error.code));
	const seen = new Set<unknown>();
	for (let link = error; link != null && !seen.has(link); link = Object(link).cause) {
		seen.add(link);
		const { statusCode, status, context } = Object(link);
		const statuses = [statusCode, status, context?.status];
		if (on.some((rule) => (typeof rule === "number" ? statuses.includes(rule) : askCaller(() => rule(link)))))
			return true;
	}
	return false;
}
