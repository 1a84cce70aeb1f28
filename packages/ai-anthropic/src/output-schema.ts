import type { JsonSchema } from "@workkit/ai-core";

type Node = Record<string, unknown>;

/** Constraints that structured output refuses. They become words, so that the model still knows them. */
const constraints = [
	"minimum",
	"maximum",
	"exclusiveMinimum",
	"exclusiveMaximum",
	"multipleOf",
	"minLength",
	"maxLength",
	"minItems",
	"maxItems",
	"uniqueItems",
	"minProperties",
	"maxProperties",
	"pattern",
	"default",
];

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);

function convertMap(nodes: unknown): Node {
	return Object.fromEntries(Object.entries(Object(nodes)).map(([key, node]) => [key, convert(node)]));
}

function convert(value: unknown): unknown {
	if (!isNode(value)) return value;
	const { oneOf, ...node } = value;
	const words = constraints.filter((name) => name in node).map((name) => `${name}: ${JSON.stringify(node[name])}`);
	for (const name of constraints) delete node[name];
	const description = [node.description, words.join(", ")].filter(Boolean).join(" — ");
	const isObject = node.type === "object" || "properties" in node;
	return {
		...node,
		...(description && { description }),
		...(isObject && { additionalProperties: false }),
		...("properties" in node && { properties: convertMap(node.properties) }),
		...(isNode(node.items) && { items: convert(node.items) }),
		...(Array.isArray(node.allOf) && { allOf: node.allOf.map(convert) }),
		...(Array.isArray(node.anyOf ?? oneOf) && { anyOf: ((node.anyOf ?? oneOf) as unknown[]).map(convert) }),
		...(isNode(node.$defs) && { $defs: convertMap(node.$defs) }),
		...(isNode(node.definitions) && { definitions: convertMap(node.definitions) }),
	};
}

/**
 * Rewrites a schema for Anthropic's structured output: every object closed, `oneOf` as `anyOf`, and constraints that it refuses (ranges,
 * lengths, patterns, defaults) moved into the description. Source: Anthropic's guide "Structured outputs", JSON Schema limitations.
 */
export function toOutputSchema(schema: JsonSchema): JsonSchema {
	return convert(schema) as JsonSchema;
}
