import { type JsonSchema, mapSchema } from "@workkit/ai-core";

/** What strict mode refuses, and what cannot be left out without changing what fits. */
const refused = /^(allOf|not|if|then|else|patternProperties|dependent\w+)$/;

/**
 * Rewrites a schema for OpenAI's strict mode: every object closed, every property required, optional ones nullable
 * instead (the model then writes `null`), `oneOf` as `anyOf`, defaults left out. `undefined` when strict mode cannot
 * express it: open objects, `allOf`, `not`, conditions, or a root that is not an object. Source: OpenAI's guide
 * "Structured outputs", supported schemas.
 */
export function toStrictSchema(schema: JsonSchema): JsonSchema | undefined {
	let strict = schema.type === "object" && !schema.anyOf && !schema.oneOf;
	const converted = mapSchema(schema, ({ default: _default, oneOf, ...node }) => {
		if (oneOf) node.anyOf = oneOf;
		const properties = Object.entries(Object(node.properties));
		const isObject = node.properties || String(node.type).includes("object");
		// An open object (a record) has no strict form, and neither has one that says nothing.
		const open = isObject && (node.additionalProperties ?? !properties[0]);
		if (open || Object.keys(node).some((key) => refused.test(key))) strict = false;
		if (!isObject) return node;
		const required = (node.required as string[] | undefined) ?? [];
		return {
			...node,
			properties: Object.fromEntries(
				properties.map(([key, property]) => [
					key,
					required.includes(key) ? property : { anyOf: [property, { type: "null" }] },
				]),
			),
			required: properties.map(([key]) => key),
			additionalProperties: false,
		};
	});
	return strict ? converted : undefined;
}
