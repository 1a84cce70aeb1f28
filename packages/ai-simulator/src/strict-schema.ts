import { isRecord, type JsonRecord, listOf } from "./json.ts";

const FORBIDDEN = [
	"oneOf",
	"allOf",
	"not",
	"if",
	"then",
	"else",
	"dependentRequired",
	"dependentSchemas",
	"patternProperties",
];

/**
 * Why OpenAI's strict mode refuses `schema`, in its words; undefined when it takes it.
 *
 * Strict mode wants `additionalProperties: false` and every property required, on each object at any depth.
 */
export function strictSchemaProblem(schema: unknown): string | undefined {
	if (!isRecord(schema)) return looseSchemaProblem({});
	const problem = looseSchemaProblem(schema);
	if (problem !== undefined) return problem;
	if (schema.anyOf !== undefined) return "schema must not have 'anyOf' at the top level.";
	return problemAt(schema, []);
}

/** Why a tool's schema is refused without strict mode: it has to be an object's, or none. */
export function looseSchemaProblem(schema: unknown): string | undefined {
	const type = isRecord(schema) ? schema.type : undefined;
	if (schema == null || type === "object") return undefined;
	return `schema must be a JSON Schema of 'type: "object"', got 'type: "${type ?? "None"}"'.`;
}

function problemAt(node: unknown, path: readonly string[]): string | undefined {
	if (!isRecord(node)) return undefined;
	const context = `In context=(${path.map((part) => `'${part}'`).join(", ")}${path.length === 1 ? "," : ""}), `;
	const forbidden = FORBIDDEN.find((key) => key in node);
	if (forbidden !== undefined) return `${context}'${forbidden}' is not permitted.`;
	if (isRecord(node.properties) || node.type === "object") {
		const problem = objectProblem(node, context);
		if (problem !== undefined) return problem;
	}
	for (const [key, child] of childrenOf(node)) {
		const problem = problemAt(child, [...path, ...key]);
		if (problem !== undefined) return problem;
	}
	return undefined;
}

function objectProblem(node: JsonRecord, context: string): string | undefined {
	if (node.additionalProperties !== false)
		return `${context}'additionalProperties' is required to be supplied and to be false.`;
	const required = listOf(node.required);
	const names = Object.keys(isRecord(node.properties) ? node.properties : {});
	const missing = names.find((name) => !required.includes(name));
	if (missing !== undefined) {
		return `${context}'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
	}
	const extra = required.find((name) => !names.includes(String(name)));
	return extra === undefined ? undefined : `${context}'required' lists '${extra}', which is not in 'properties'.`;
}

function childrenOf(node: JsonRecord): [string[], unknown][] {
	const named = (key: string) =>
		Object.entries(isRecord(node[key]) ? node[key] : {}).map(([name, child]): [string[], unknown] => [
			[key, name],
			child,
		]);
	const variants = listOf(node.anyOf).map((child, index): [string[], unknown] => [["anyOf", String(index)], child]);
	return [...named("properties"), ...named("$defs"), ...named("definitions"), ...variants, [["items"], node.items]];
}
