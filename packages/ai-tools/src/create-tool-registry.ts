import type { GatewayToolCall, GatewayToolDefinition } from "@workkit/ai-core";
import { type ExecuteOptions, runTool } from "./run-tool.ts";
import type { ToolContext, ToolInput } from "./tool.ts";
import { failed, type ToolResult } from "./tool-result.ts";

/** A tool's definition and what runs it. */
export interface RegisteredTool {
	/** The name under which it is registered wins over the definition's own. */
	readonly definition: Omit<GatewayToolDefinition, "name"> & { readonly name?: string };
	/** Runs it with arguments that fit `definition.parameters`. */
	handler(args: Record<string, unknown>, context: ToolContext): unknown;
}

/** Tools by name. */
export interface ToolRegistry {
	/** Adds a tool, or replaces the one of that name. */
	register(name: string, tool: RegisteredTool): ToolRegistry;
	/** The definitions, for the model. */
	getTools(): GatewayToolDefinition[];
	/**
	 * Runs a call with validated arguments. An unknown tool, wrong arguments, an error and a timeout are results too
	 * (`isError`). Rejects only when `options.signal` is aborted, with its reason.
	 */
	execute(call: GatewayToolCall, options?: ExecuteOptions): Promise<ToolResult>;
}

/**
 * Makes a registry of tools. Its methods work on their own (`handler: registry.execute`).
 * Rejects only what was aborted: what fails in a tool is its result.
 *
 * @param tools - Tools that it has from the start.
 *
 * @example
 * ```ts
 * import { createToolRegistry } from "@workkit/ai-tools";
 *
 * const registry = createToolRegistry();
 * registry.register("get_weather", {
 * 	definition: {
 * 		name: "get_weather",
 * 		description: "Tells the weather of a city.",
 * 		parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
 * 	},
 * 	handler: ({ city }: { city: string }) => `It is sunny in ${city}.`,
 * });
 * const { content } = await registry.execute({ id: "1", name: "get_weather", arguments: { city: "Paris" } });
 * ```
 */
export function createToolRegistry(tools: readonly ToolInput[] = []): ToolRegistry {
	const known = new Map(tools.map((tool) => [tool.name, tool]));
	const registry: ToolRegistry = {
		register(name, { definition, handler }) {
			const { description, parameters } = definition;
			// Arguments are validated before; a handler may name what it expects.
			known.set(name, { name, description, parameters, execute: handler as NonNullable<ToolInput["execute"]> });
			return registry;
		},
		getTools: () => [...known.values()].map(({ name, description, parameters }) => ({ name, description, parameters })),
		async execute(call, options = {}) {
			const tool = known.get(call.name);
			if (tool) return runTool(call, tool, options);
			return failed(call, `There is no tool "${call.name}". Available: ${[...known.keys()].join(", ") || "none"}.`);
		},
	};
	return registry;
}
