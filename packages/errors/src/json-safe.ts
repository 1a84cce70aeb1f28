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
 * A copy of `value` that `JSON.stringify` accepts: a bigint becomes its digits, an error its summary; functions and symbols
 * disappear as JSON drops them. What has a cycle or cannot be read becomes `"[unreadable]"`. Never throws.
 */
export function toJsonSafe(value: unknown): unknown {
	try {
		return JSON.parse(
			JSON.stringify(value, (_, item) =>
				typeof item === "bigint" ? String(item) : item instanceof Error ? summarize(item) : item,
			),
		);
	} catch {
		return "[unreadable]";
	}
}
