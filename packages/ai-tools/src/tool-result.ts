import type { ChatMessage, GatewayToolCall } from "@workkit/ai-core";
import { wellFormed } from "./well-formed.ts";

/** What came of a call. */
export interface ToolResult {
	/** Id of the call. */
	toolCallId: string;
	name: string;
	/** What the model is shown. */
	content: string;
	/** The call failed, and `content` says why: unknown tool, wrong arguments, error, timeout. */
	isError?: true;
	/** What the tool returned. */
	value?: unknown;
	/** What the tool threw. */
	error?: unknown;
}

/** Longest error that a model is shown, in characters. */
const longest = 2_000;

/** A result that tells the model what went wrong. */
export function failed({ id, name }: GatewayToolCall, why: string, error?: unknown): ToolResult {
	const content = `Error: ${why}`.slice(0, longest);
	return { toolCallId: id, name, content, isError: true, ...(error !== undefined && { error }) };
}

/** A result with what the tool returned. What has no JSON is a failure. */
export function succeeded(call: GatewayToolCall, value: unknown): ToolResult {
	if (isToolResult(value, call)) return value;
	try {
		const content = typeof value === "string" ? value : (JSON.stringify(value) ?? "null");
		return { toolCallId: call.id, name: call.name, content, value };
	} catch (error) {
		return failed(call, "The tool's result cannot be written as JSON.", error);
	}
}

/** A handler may hand on what a registry answered. */
function isToolResult(value: unknown, { id }: GatewayToolCall): value is ToolResult {
	const { toolCallId, content } = Object(value);
	return toolCallId === id && typeof content === "string";
}

/** The message that answers the call. */
export function toolMessage({ toolCallId, content }: ToolResult): ChatMessage {
	return { role: "tool", toolCallId, content: wellFormed(content) };
}
