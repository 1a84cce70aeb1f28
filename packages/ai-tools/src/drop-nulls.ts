import type { JsonSchema } from "@workkit/ai-core";
import { jsonSchemaIssues } from "./json-schema-issues.ts";
import { resolveRef } from "./resolve-ref.ts";

/**
 * The value without the properties that are `null` where the schema makes them optional and does not take `null`: models
 * write it for "nothing", and in strict modes they have to. The value itself stays as it is.
 */
export function dropNulls(value: unknown, schema: unknown, root: JsonSchema, depth = 0): unknown {
	if (typeof value !== "object" || !value || typeof schema !== "object" || !schema || depth > 500) return value;
	const { $ref, anyOf, oneOf, allOf, properties, required, items, additionalProperties } = schema as JsonSchema;
	const below = (part: unknown, child: unknown): unknown => dropNulls(part, child, root, depth + 1);
	if ($ref !== undefined) return below(value, resolveRef($ref, root));
	const alternatives = anyOf ?? oneOf;
	if (Array.isArray(alternatives)) {
		const fitting = alternatives
			.map((child) => [child, below(value, child)] as const)
			.find(([child, part]) => !jsonSchemaIssues(child, part, root)[0]);
		return fitting ? fitting[1] : value;
	}
	if (Array.isArray(value)) return value.map((item) => below(item, items));
	const whole = Array.isArray(allOf) ? allOf.reduce(below, value) : value;
	const known = Object(properties);
	const kept = Object.entries(whole as object).flatMap(([key, part]) => {
		const child = Object.hasOwn(known, key) ? known[key] : additionalProperties;
		const optional = Object.hasOwn(known, key) && !(Array.isArray(required) && required.includes(key));
		if (part === null && optional && jsonSchemaIssues(child, null, root)[0]) return [];
		return [[key, below(part, child)] as const];
	});
	return Object.fromEntries(kept);
}
