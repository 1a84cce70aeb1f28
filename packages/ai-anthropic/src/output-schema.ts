import { type JsonSchema, mapSchema } from "@workkit/ai-core";

/** Constraints that structured output refuses. They become words, so that the model still knows them. */
const refused = /^(minimum|maximum|exclusive\w+|multipleOf|min[LIP]\w+|max[LIP]\w+|uniqueItems|pattern|default)$/;

/**
 * Rewrites a schema for Anthropic's structured output: every object closed, `oneOf` as `anyOf`, and constraints that it
 * refuses (ranges, lengths, patterns, defaults) moved into the description. Source: Anthropic's guide "Structured
 * outputs", JSON Schema limitations.
 */
export function toOutputSchema(schema: JsonSchema): JsonSchema {
	return mapSchema(schema, ({ oneOf, ...node }) => {
		const entries = Object.entries(node);
		const words = entries
			.filter(([key]) => refused.test(key))
			.map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
		const description = [node.description, ...words].filter(Boolean).join(", ");
		return {
			...Object.fromEntries(entries.filter(([key]) => !refused.test(key))),
			...(oneOf !== undefined && { anyOf: oneOf }),
			...(description && { description }),
			// An open object is left for the vendor to refuse: closed, it could only be empty.
			...(node.properties !== undefined && !node.additionalProperties && { additionalProperties: false }),
		};
	});
}
