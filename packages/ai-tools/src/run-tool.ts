import type { GatewayToolCall } from "@workkit/ai-core";
import { within } from "./deadline.ts";
import { describeIssues } from "./describe-issues.ts";
import { fromJsonSchema } from "./from-json-schema.ts";
import type { ToolContext, ToolInput } from "./tool.ts";
import { failed, succeeded, type ToolResult } from "./tool-result.ts";
import { validate } from "./validate.ts";

/** How a call is run. */
export interface ExecuteOptions {
	/** The caller's abort: the one thing that makes a call reject, with its reason. */
	readonly signal?: AbortSignal | undefined;
	/** Longest run in milliseconds, for tools that have no `timeout` of their own. */
	readonly timeout?: number | undefined;
	/** The conversation so far, for the tool. */
	readonly messages?: ToolContext["messages"] | undefined;
}

const messageOf = (error: unknown): string => String(Object(error).message ?? error);

/** Runs one call with validated arguments. Whatever goes wrong is a result for the model to see; only the caller's abort rejects. */
export async function runTool(call: GatewayToolCall, tool: ToolInput, options: ExecuteOptions): Promise<ToolResult> {
	const { signal: outer, messages = [] } = options;
	const { parameters, input = fromJsonSchema(parameters), timeout = options.timeout } = tool;
	outer?.throwIfAborted();
	if (call.invalid) {
		return failed(call, `The arguments are not a JSON object, or were cut off: ${call.argumentsText ?? ""}`);
	}
	try {
		return await within(`Tool ${call.name}`, timeout, outer, async ({ signal }) => {
			// The history keeps what the model wrote, whatever the tool does to its arguments.
			const result = await validate(input, structuredClone(call.arguments), parameters);
			if (result.issues) return failed(call, `The arguments do not fit:\n${describeIssues(result.issues)}`);
			// Validated by the tool's own schema, of whatever type that is.
			const args = result.value as never;
			return succeeded(call, await tool.execute?.(args, { signal, toolCallId: call.id, messages }));
		});
	} catch (error) {
		if (outer?.aborted) throw outer.reason;
		return failed(call, messageOf(error), error);
	}
}
