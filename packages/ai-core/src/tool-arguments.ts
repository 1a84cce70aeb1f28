import type { GatewayToolCall } from "./tool.ts";

/** A tool call whose arguments are still being written. */
export interface PendingToolCall {
	id: string;
	name: string;
	argumentsText: string;
	/** The wire has closed it; only how the answer ends can tell whether it is complete. */
	closed?: true;
}

/**
 * Parses a call's arguments. No text and `null` are no arguments; what is not a JSON object makes the call `invalid`.
 *
 * @param cut - The answer ended within this call: then no text says nothing.
 */
export function completeToolCall({ id, name, argumentsText }: PendingToolCall, cut = false): GatewayToolCall {
	try {
		const value = JSON.parse(argumentsText.trim() || (cut ? "" : "{}")) ?? {};
		if (typeof value === "object" && !Array.isArray(value)) return { id, name, arguments: value };
	} catch {
		// Cut off by the length limit, or not JSON at all: the caller gets the text.
	}
	return { id, name, arguments: {}, invalid: true, argumentsText };
}
