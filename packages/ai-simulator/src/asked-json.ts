import { isRecord, type JsonRecord, listOf, parseJson } from "./json.ts";

/** What a text asks for in JSON. */
export interface AskedJson {
	/** JSON Schema. */
	readonly schema: JsonRecord;
	/** What the text says before it shows the schema. */
	readonly text: string;
}

/**
 * What a text asks for in JSON where no response format does: "only valid JSON matching this schema: {…}". What stands in
 * the braces may be a JSON Schema, what `JSON.stringify` makes of a Zod object's `shape` (3 and 4), or an example. Undefined
 * when the text asks for none.
 */
export function askedJson(text: string): AskedJson | undefined {
	const start = text.indexOf("{");
	const before = text.slice(0, start);
	if (start < 0 || !/\bjson\b/i.test(text) || !/\b(only|valid|schema|format|matching)\b/i.test(before))
		return undefined;
	const shown = parseJson(text.slice(start, text.lastIndexOf("}") + 1));
	return isRecord(shown) ? { schema: schemaOf(shown), text: before } : undefined;
}

function schemaOf(shown: JsonRecord): JsonRecord {
	if (zodOf(shown) !== undefined) return zodSchema(shown);
	if ("$schema" in shown || isRecord(shown.properties) || isRecord(shown.items)) return shown;
	const members = Object.values(shown);
	return members.length > 0 && members.every((member) => zodOf(member) !== undefined)
		? objectSchema(shown)
		: { const: shown };
}

/** The definition within a Zod schema; undefined when `node` is none. */
function zodOf(node: unknown): JsonRecord | undefined {
	const definition = isRecord(node) ? (node.def ?? node._def) : undefined;
	return isRecord(definition) ? definition : undefined;
}

function zodSchema(node: unknown): JsonRecord {
	const definition = zodOf(node) ?? {};
	if (isRecord(definition.innerType)) return zodSchema(definition.innerType);
	const named = definition.typeName ?? definition.type;
	const kind = String(named).toLowerCase().replace(/^zod/, "");
	if (kind === "object") return objectSchema(isRecord(definition.shape) ? definition.shape : {});
	if (kind === "array") return { type: "array", items: zodSchema(definition.element ?? definition.type) };
	if (kind === "enum") return { enum: Object.values(definition.entries ?? definition.values ?? {}) };
	if (kind === "literal") return { enum: definition.values ?? [definition.value] };
	if (kind === "union") return { anyOf: listOf(definition.options).map(zodSchema) };
	return { type: ["number", "boolean", "null"].includes(kind) ? kind : "string" };
}

function objectSchema(shape: JsonRecord): JsonRecord {
	const properties = Object.fromEntries(Object.entries(shape).map(([name, node]) => [name, zodSchema(node)]));
	return { type: "object", properties, required: Object.keys(properties) };
}
