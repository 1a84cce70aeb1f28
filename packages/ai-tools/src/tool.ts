import type { ChatMessage, GatewayToolDefinition, JsonSchema } from "@workkit/ai-core";
import { ConfigError } from "@workkit/errors";
import { fromJsonSchema } from "./from-json-schema.ts";
import type { InferOutput, StandardSchema } from "./standard-schema.ts";
import { type JsonSchemaConverter, standardSchemaToJsonSchema } from "./standard-schema-to-json-schema.ts";

/** What a tool learns of the call besides its arguments. */
export interface ToolContext {
	/** Aborted by the caller's abort, by the call's timeout, and when a stream's reader loses interest. */
	readonly signal: AbortSignal;
	/** Id of the call. */
	readonly toolCallId: string;
	/** The conversation as the model saw it; empty when the tool is called outside a loop. */
	readonly messages: readonly ChatMessage[];
}

/** What a tool loop takes: a definition for the model and, where it is run here, how. */
export interface ToolInput extends GatewayToolDefinition {
	/** What the arguments are validated with. Default: `parameters`. */
	readonly input?: StandardSchema | undefined;
	/** Runs it. Without, the loop's `handler` does, or the loop ends and hands the call out. */
	execute?(args: never, context: ToolContext): unknown;
	/** Longest run in milliseconds; wins over the loop's `toolTimeout`. */
	readonly timeout?: number | undefined;
	/** What the JSON Schema of the arguments does not say, in words. */
	readonly warnings?: readonly string[] | undefined;
}

/** A tool with typed arguments. It is a `GatewayToolDefinition` too. */
export interface Tool<S extends StandardSchema = StandardSchema, Result = unknown> extends ToolInput {
	readonly input: S;
	execute(args: InferOutput<S>, context: ToolContext): Result;
	readonly warnings: readonly string[];
}

/** What `tool` takes. */
export interface ToolOptions<S extends StandardSchema, Result> {
	/** Letters, digits, `_` and `-`, at most 64. */
	readonly name: string;
	/** What it does, for the model. */
	readonly description: string;
	/** The arguments: any Standard Schema of an object. Default: no arguments. */
	readonly input?: S;
	/**
	 * Runs it with validated arguments. A text is shown to the model as it is, anything else as JSON; an error's message is
	 * shown too, so keep secrets out of both.
	 */
	readonly execute: (args: InferOutput<S>, context: ToolContext) => Result;
	/** Longest run in milliseconds; then the model is told so, and the tool's signal is aborted. Default: none. */
	readonly timeout?: number | undefined;
	/** For libraries whose schemas do not carry their converter; see `standardSchemaToJsonSchema`. */
	readonly toJsonSchema?: JsonSchemaConverter | undefined;
}

const nothing: JsonSchema = { type: "object", properties: {} };

/**
 * Defines a tool; the arguments of `execute` have the schema's type. Throws `ConfigError` for a name that vendors refuse,
 * and for a schema that is not one of an object or has no JSON Schema.
 *
 * @example
 * ```ts
 * import { tool } from "@workkit/ai-tools";
 * import { z } from "zod";
 *
 * const weather = tool({
 * 	name: "get_weather",
 * 	description: "Tells the weather of a city.",
 * 	input: z.object({ city: z.string() }),
 * 	execute: async ({ city }, { signal }) => (await fetch(`https://wttr.in/${city}?format=3`, { signal })).text(),
 * });
 * ```
 */
export function tool<S extends StandardSchema = StandardSchema<Record<string, never>>, Result = unknown>(
	options: ToolOptions<S, Result>,
): Tool<S, Result> {
	const { name, description, input = fromJsonSchema(nothing) as unknown as S, timeout, toJsonSchema } = options;
	if (!/^[\w-]{1,64}$/.test(name)) {
		throw new ConfigError(`The tool's name "${name}" must be at most 64 letters, digits, "_" and "-".`);
	}
	const warnings: string[] = [];
	const onWarning = (warning: string): number => warnings.push(`Tool "${name}": ${warning}`);
	const parameters = standardSchemaToJsonSchema(input, { toJsonSchema, onWarning });
	if (parameters.type !== "object") throw new ConfigError(`The input of the tool "${name}" must be an object.`);
	return { name, description, parameters, input, execute: options.execute, timeout, warnings };
}
