import { type JsonSchema, mapSchema, type SchemaNode } from "@workkit/ai-core";

/** What strict mode refuses, and what cannot be left out without changing what fits. */
const refused = /^(allOf|not|if|then|else|prefixItems|patternProperties|dependent\w+)$/;

/** Of these each schema has one. */
const telling = /^(type|enum|const|anyOf|\$ref)$/;

/** What it refuses of a text's constraints: formats that it does not know, and patterns that look around. */
const refusedText = {
	format: /^(?!(date-time|time|date|duration|email|hostname|ipv[46]|uuid)$)/,
	pattern: /\(\?[=!<]/,
};

/**
 * Rewrites a schema for OpenAI's strict mode: every object closed, every property required, optional ones nullable
 * instead (the model then writes `null`), `oneOf` as `anyOf`, formats and patterns that it does not know in the
 * description, defaults left out. `undefined` when strict mode cannot express it: open objects, lists and values of
 * anything, tuples, `allOf`, `not`, conditions, or a root that is not an object. Source: OpenAI's guide "Structured
 * outputs", supported schemas.
 */
export function toStrictSchema(schema: JsonSchema): JsonSchema | undefined {
	let strict = schema.type === "object" && !schema.anyOf && !schema.oneOf;
	const converted = mapSchema(schema, ({ default: _default, oneOf, ...node }) => {
		if (oneOf) node.anyOf = oneOf;
		for (const [key, pattern] of Object.entries(refusedText)) {
			if (typeof node[key] !== "string" || !pattern.test(node[key])) continue;
			node.description = `${node.description ? `${node.description}, ` : ""}${key}: ${node[key]}`;
			delete node[key];
		}
		const { properties = {}, required = [] } = node as { properties?: SchemaNode; required?: string[] };
		const type = String(node.type);
		const isObject = node.properties || type.includes("object");
		const keys = Object.keys(properties);
		// An open object (a record) has no strict form, and neither has one that says nothing.
		const open = isObject && (node.additionalProperties ?? !keys[0]);
		const keywords = Object.keys(node);
		const vague = !keywords.some((key) => telling.test(key)) || (type.includes("array") && !node.items);
		if (open || vague || keywords.some((key) => refused.test(key))) strict = false;
		if (!isObject) return node;
		for (const key of keys) {
			if (!required.includes(key)) properties[key] = { anyOf: [properties[key], { type: "null" }] };
		}
		return { ...node, properties, required: keys, additionalProperties: false };
	});
	return strict ? converted : undefined;
}
