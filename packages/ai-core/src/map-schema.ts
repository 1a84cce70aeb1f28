import type { JsonSchema } from "./tool.ts";

/** One schema inside a schema. */
export type SchemaNode = Record<string, unknown>;

/**
 * Rewrites a JSON Schema from the inside out: `visit` gets every subschema, its own subschemas rewritten, and answers with
 * what replaces it. Values that are not schemas (`enum`, `const`, `default`, …) are left alone.
 */
export function mapSchema(schema: JsonSchema, visit: (node: SchemaNode) => SchemaNode): JsonSchema {
	const convert = (value: unknown): unknown =>
		Array.isArray(value) ? value.map(convert) : typeof value === "object" && value ? node(value) : value;
	const map = (value: object, each: (child: unknown, key: string) => unknown): SchemaNode =>
		Object.fromEntries(Object.entries(value).map(([key, child]) => [key, each(child, key)]));
	const node = (value: object): SchemaNode =>
		visit(
			map(value, (child, key) =>
				/^(enum|const|default|examples)$/.test(key)
					? child
					: /^(properties|\$defs|definitions)$/.test(key) && child
						? map(child, convert)
						: convert(child),
			),
		);
	return node(schema);
}
