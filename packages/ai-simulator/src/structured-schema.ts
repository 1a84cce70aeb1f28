import { isRecord, type JsonRecord, listOf } from "./json.ts";

const UNSUPPORTED: Readonly<Record<string, readonly string[]>> = {
	integer: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
	number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
	string: ["minLength", "maxLength"],
	array: ["maxItems", "uniqueItems"],
};

/**
 * Why Anthropic's structured output refuses `schema`; undefined when it takes it.
 *
 * It wants `additionalProperties: false` on each object and knows no limits on numbers, strings and lists.
 */
export function structuredSchemaProblem(schema: unknown): string | undefined {
	if (!isRecord(schema)) return "Input should be an object";
	const problem = problemHere(schema);
	if (problem !== undefined) return problem;
	for (const child of childrenOf(schema)) {
		const below = isRecord(child) ? structuredSchemaProblem(child) : undefined;
		if (below !== undefined) return below;
	}
	return undefined;
}

function problemHere(node: JsonRecord): string | undefined {
	const types = [node.type].flat().map(String);
	if ((types.includes("object") || isRecord(node.properties)) && node.additionalProperties !== false) {
		return "For 'object' type, 'additionalProperties' must be explicitly set to false";
	}
	for (const type of types) {
		const found = (UNSUPPORTED[type] ?? []).filter((key) => key in node);
		if (found.length > 0) return `For '${type}' type, properties ${found.join(", ")} are not supported`;
	}
	return undefined;
}

function childrenOf(node: JsonRecord): readonly unknown[] {
	const named = [node.properties, node.$defs, node.definitions].flatMap((group) =>
		isRecord(group) ? Object.values(group) : [],
	);
	return [...named, ...listOf(node.anyOf), ...listOf(node.allOf), node.items];
}
