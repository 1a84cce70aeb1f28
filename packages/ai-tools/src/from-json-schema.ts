import type { JsonSchema } from "@workkit/ai-core";
import { jsonSchemaIssues } from "./json-schema-issues.ts";
import type { StandardSchema } from "./standard-schema.ts";

/**
 * Makes a schema of a plain JSON Schema, for wherever a Standard Schema is taken. Values are checked by
 * `jsonSchemaIssues`; defaults are not filled in. The type is the caller's claim.
 *
 * @example
 * ```ts
 * import { fromJsonSchema, tool } from "@workkit/ai-tools";
 *
 * const weather = tool({
 * 	name: "get_weather",
 * 	description: "Tells the weather of a city.",
 * 	input: fromJsonSchema<{ city: string }>({
 * 		type: "object",
 * 		properties: { city: { type: "string" } },
 * 		required: ["city"],
 * 	}),
 * 	execute: ({ city }) => `It is sunny in ${city}.`,
 * });
 * ```
 */
export function fromJsonSchema<T = unknown>(schema: JsonSchema): StandardSchema<T> {
	const convert = (): JsonSchema => schema;
	return {
		"~standard": {
			version: 1,
			vendor: "json-schema",
			validate(value) {
				const issues = jsonSchemaIssues(schema, value);
				return issues[0] ? { issues } : { value: value as T };
			},
			jsonSchema: { input: convert, output: convert },
		},
	};
}
