import type { GatewayToolCall, GatewayToolDefinition } from "@workkit/ai-core";
import { ConfigError } from "@workkit/errors";
import { createToolRegistry, type ToolRegistry } from "./create-tool-registry.ts";
import type { ToolContext, ToolInput } from "./tool.ts";

/** Runs calls of tools that have no `execute` of their own. Its answer is treated like a tool's. */
export type ToolHandler = (call: GatewayToolCall, context: ToolContext) => unknown;

/** The tools of one loop. */
export interface ToolSet {
	readonly definitions: GatewayToolDefinition[];
	readonly execute: ToolRegistry["execute"];
	readonly warnings: readonly string[];
	/** Whether nobody here runs the tool. */
	isPending(name: string): boolean;
}

/** Reads what a caller gave as tools. Throws `ConfigError` for two tools of one name. */
export function toolSet(tools: ToolRegistry | readonly ToolInput[], handler: ToolHandler | undefined): ToolSet {
	if ("execute" in tools) {
		return { definitions: tools.getTools(), execute: tools.execute, warnings: [], isPending: () => false };
	}
	const names = tools.map(({ name }) => name);
	const twice = names.find((name, index) => names.indexOf(name) < index);
	if (twice !== undefined) throw new ConfigError(`There are two tools named "${twice}".`);
	const runnable = tools.map((tool): ToolInput => {
		if (tool.execute || !handler) return tool;
		const execute = (args: Record<string, unknown>, context: ToolContext): unknown =>
			handler({ id: context.toolCallId, name: tool.name, arguments: args }, context);
		return { ...tool, execute: execute as NonNullable<ToolInput["execute"]> };
	});
	const pending = new Set(runnable.flatMap(({ name, execute }) => (execute ? [] : [name])));
	const registry = createToolRegistry(runnable);
	return {
		definitions: registry.getTools(),
		execute: registry.execute,
		warnings: tools.flatMap(({ warnings = [] }) => warnings),
		isPending: (name) => pending.has(name),
	};
}
