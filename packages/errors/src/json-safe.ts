/** What is known of any thrown value. */
export interface ErrorSummary {
	name: string;
	message: string;
	/** As the value carries it, where it does: usually a string, in a `DOMException` a number. */
	code?: unknown;
}

/** A thrown value without its stack, its cause and its other fields. Never throws. */
export function summarize(thrown: unknown): ErrorSummary {
	try {
		const { name = "Error", message = String(thrown), code }: Partial<ErrorSummary> = Object(thrown);
		return { name, message, code };
	} catch {
		return { name: "Error", message: "" };
	}
}

let nested = false;

/**
 * A copy of `value` that `JSON.stringify` accepts: a bigint becomes its digits, an error its summary; functions and symbols
 * disappear as JSON drops them. What has a cycle or cannot be read becomes its own summary. Never throws.
 */
export function toJsonSafe(value: unknown): unknown {
	// An error inside an error is about to write itself: its context may lead back to where it is met.
	if (nested) return summarize(value);
	nested = true;
	try {
		return JSON.parse(
			JSON.stringify(value, (_, item) =>
				typeof item === "bigint" ? String(item) : item instanceof Error ? summarize(item) : item,
			),
		);
	} catch {
		return summarize(value);
	} finally {
		nested = false;
	}
}
