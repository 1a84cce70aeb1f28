import type { JsonSchema } from "@workkit/ai-core";
import { issuesIn, once, type Scope } from "./json-schema-issues.ts";
import { resolveRef } from "./resolve-ref.ts";

/**
 * The value without the properties that are `null` where the schema makes them optional and does not take `null`: models
 * write it for "nothing", and in strict modes they have to. The value itself stays as it is.
 */
export function dropNulls(value: unknown, root: JsonSchema): unknown {
	const scope: Scope = { root, known: new Map() };
	const dropped = new Map<unknown, Map<unknown, unknown>>();

	function drop(whole: unknown, schema: unknown, depth: number): unknown {
		if (typeof whole !== "object" || !whole || typeof schema !== "object" || !schema || depth > 500) return whole;
		return once(dropped, whole, schema, () => dropIn(whole, schema as JsonSchema, depth));
	}

	function dropIn(given: object, schema: JsonSchema, depth: number): unknown {
		const { $ref, anyOf, oneOf, allOf, properties, required, items, additionalProperties } = schema;
		const below = (part: unknown, child: unknown): unknown => drop(part, child, depth + 1);
		if ($ref !== undefined) return below(given, resolveRef($ref, root));
		const alternatives = anyOf ?? oneOf;
		if (Array.isArray(alternatives)) {
			for (const child of alternatives) {
				const part = below(given, child);
				if (!issuesIn(scope, child, part)[0]) return part;
			}
			return given;
		}
		if (Array.isArray(given)) return given.map((item) => below(item, items));
		const whole = Array.isArray(allOf) ? allOf.reduce(below, given) : given;
		const known = Object(properties);
		const kept = Object.entries(whole as object).flatMap(([key, part]) => {
			const child = Object.hasOwn(known, key) ? known[key] : additionalProperties;
			const optional = Object.hasOwn(known, key) && !(Array.isArray(required) && required.includes(key));
			if (part === null && optional && issuesIn(scope, child, null)[0]) return [];
			return [[key, below(part, child)] as const];
		});
		return Object.fromEntries(kept);
	}

	return drop(value, root, 0);
}
