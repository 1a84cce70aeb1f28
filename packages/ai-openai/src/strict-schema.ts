import type { JsonSchema } from "@workkit/ai-core";

type Node = Record<string, unknown>;

/** Keywords that OpenAI's strict mode refuses, and that change what fits: with one of them the schema is sent as it is. */
const unsupported = ["allOf", "not", "if", "then", "else", "patternProperties", "dependentRequired", "dependentSchemas"];

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);

/** Thrown inside only: leaves the recursion at the first part that strict mode cannot express. */
class NotStrict extends Error {}

function strictMap(nodes: unknown): Node {
	return Object.fromEntries(Object.entries(Object(nodes)).map(([key, node]) => [key, strictNode(node)]));
}

function strictObject(node: Node): Node {
	const properties = isNode(node.properties) ? node.properties : {};
	// An open object (a record) has no strict form.
	if (node.additionalProperties !== undefined && node.additionalProperties !== false) throw new NotStrict();
	if (node.additionalProperties === undefined && Object.keys(properties).length === 0) throw new NotStrict();
	const required = Array.isArray(node.required) ? node.required : [];
	const entries = Object.entries(properties).map(([key, property]) => {
		const strict = strictNode(property);
		return [key, required.includes(key) ? strict : { anyOf: [strict, { type: "null" }] }];
	});
	return {
		properties: Object.fromEntries(entries),
		required: Object.keys(properties),
		additionalProperties: false,
	};
}

function strictNode(value: unknown): unknown {
	if (!isNode(value)) return value;
	if (unsupported.some((keyword) => keyword in value)) throw new NotStrict();
	const { default: _default, oneOf, ...node } = value;
	const isObject = node.type === "object" || "properties" in node || (Array.isArray(node.type) && node.type.includes("object"));
	return {
		...node,
		...(isObject && strictObject(node)),
		...(isNode(node.items) && { items: strictNode(node.items) }),
		...(Array.isArray(node.prefixItems) && { prefixItems: node.prefixItems.map(strictNode) }),
		...(Array.isArray(node.anyOf ?? oneOf) && { anyOf: ((node.anyOf ?? oneOf) as unknown[]).map(strictNode) }),
		...(isNode(node.$defs) && { $defs: strictMap(node.$defs) }),
		...(isNode(node.definitions) && { definitions: strictMap(node.definitions) }),
	};
}

/**
 * Rewrites a schema for OpenAI's strict mode: every object closed, every property required, optional ones nullable
 * instead (the model then writes `null`), `oneOf` as `anyOf`, defaults left out. `undefined` when strict mode cannot express it: open objects,
 * `allOf`, `not`, conditions, or a root that is not an object. Source: OpenAI's guide "Structured outputs", supported schemas.
 */
export function toStrictSchema(schema: JsonSchema): JsonSchema | undefined {
	if (schema.type !== "object") return undefined;
	try {
		return strictNode(schema) as JsonSchema;
	} catch (error) {
		if (error instanceof NotStrict) return undefined;
		throw error;
	}
}
