import { type JsonSchema, mapSchema } from "@workkit/ai-core";

/** Constraints that structured output refuses. They become words, so that the model still knows them. */
const refused = /^(min|max|exclusive|multipleOf|uniqueItems|pattern$|default)/;

/**
 * Rewrites a schema for Anthropic's structured output: every object closed, `oneOf` as `anyOf`, and constraints that it
 * refuses (ranges, lengths, patterns, defaults) moved into the description. Source: Anthropic's guide "Structured
 * outputs", JSON Schema limitations.
 */
export function toOutputSchema(schema: JsonSchema): JsonSchema {
	return mapSchema(schema, ({ oneOf, ...node }) => {
		if (oneOf) node.anyOf = oneOf;
		const words: unknown[] = node.description ? [node.description] : [];
		for (const [key, value] of Object.entries(node)) {
			if (!refused.test(key)) continue;
			words.push(`${key}: ${JSON.stringify(value)}`);
			delete node[key];
		}
		if (words[0]) node.description = words.join(", ");
		// An open object is left for the vendor to refuse: closed, it could only be empty.
		if (node.properties && !node.additionalProperties) node.additionalProperties = false;
		return node;
	});
}
