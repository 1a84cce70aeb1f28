import { type JsonSchema, mapSchema } from "@workkit/ai-core";

/** A schema as vendors take it for an answer, and the way back. */
export interface ObjectRoot {
	readonly schema: JsonSchema;
	/** Whether the answer stands in the property `value`. */
	readonly wrapped: boolean;
}

/**
 * Vendors want an object at the root, and no alternatives there: any other schema goes into an object's property
 * `value`. References go along.
 */
export function objectRoot(schema: JsonSchema): ObjectRoot {
	if (schema.type === "object" && !schema.anyOf && !schema.oneOf && !schema.allOf) return { schema, wrapped: false };
	const moved = mapSchema(schema, (node) =>
		typeof node.$ref === "string" && /^#(?!\/(\$defs|definitions)\/)/.test(node.$ref)
			? { ...node, $ref: node.$ref.replace("#", "#/properties/value") }
			: node,
	);
	const { $defs, definitions, ...value } = moved;
	return {
		schema: {
			type: "object",
			properties: { value },
			required: ["value"],
			additionalProperties: false,
			...($defs !== undefined && { $defs }),
			...(definitions !== undefined && { definitions }),
		},
		wrapped: true,
	};
}
