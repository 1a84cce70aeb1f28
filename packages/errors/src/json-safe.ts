/** What is known of any thrown value. */
export interface ErrorSummary {
	name: string;
	message: string;
	/** Present when the value carries a `code` that is a string. */
	code?: string;
}

/** Any thrown value in JSON's terms, without its stack, its cause and its other fields. Never throws. */
export function summarize(thrown: unknown): ErrorSummary {
	try {
		const { name, message, code } = Object(thrown) as Record<string, unknown>;
		return {
			name: String(name ?? "Error"),
			message: String(message ?? thrown),
			...(typeof code === "string" && { code }),
		};
	} catch {
		return { name: "Error", message: "" };
	}
}

/**
 * A copy of `value` that `JSON.stringify` accepts: a bigint becomes its digits, an error its summary, a cycle `"[Circular]"`, and
 * what cannot be read `null`; functions and symbols disappear as JSON drops them. Never throws.
 */
export function toJsonSafe(value: unknown, ancestors: readonly unknown[] = []): unknown {
	if (typeof value === "bigint") return String(value);
	if (typeof value !== "object" || !value) return value;
	// Before any `toJSON`: an error whose context leads back to itself would never end.
	if (value instanceof Error) return summarize(value);
	if (ancestors.includes(value)) return "[Circular]";
	const copy = (item: unknown) => toJsonSafe(item, [...ancestors, value]);
	try {
		if ("toJSON" in value) return copy((value as Date).toJSON());
		if (Array.isArray(value)) return value.map(copy);
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
	} catch {
		return null;
	}
}
