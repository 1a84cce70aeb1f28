import { decodePart } from "./decode-part.ts";
import { isRecord, type JsonRecord, listOf } from "./json.ts";

const FORMATS: Readonly<Record<string, string>> = {
	date: "2026-01-31",
	"date-time": "2026-01-31T12:00:00Z",
	time: "12:00:00Z",
	duration: "PT1H",
	email: "someone@example.com",
	hostname: "example.com",
	ipv4: "192.0.2.1",
	ipv6: "2001:db8::1",
	uri: "https://example.com/",
	url: "https://example.com/",
	uuid: "00000000-0000-4000-8000-000000000000",
};

/**
 * A value that fits a JSON Schema, always the same for the same input.
 *
 * Names and numbers are taken from `prompt` where the schema has room for them, so that "weather in Paris" calls a tool
 * with `{ city: "Paris" }`. `pattern`, `not`, `if` and `uniqueItems` are ignored.
 */
export function sampleJson(schema: unknown, prompt: string): unknown {
	return sample({ root: schema, prompt }, schema, "value", 0);
}

interface Context {
	readonly root: unknown;
	readonly prompt: string;
}

function sample(context: Context, node: unknown, name: string, depth: number): unknown {
	if (!isRecord(node)) return name;
	if (typeof node.$ref === "string")
		return depth > 12 ? null : sample(context, resolve(context.root, node.$ref), name, depth + 1);
	if ("const" in node) return node.const;
	for (const choices of [node.enum, node.examples]) if (listOf(choices).length > 0) return listOf(choices)[0];
	if ("default" in node) return node.default;
	if (Array.isArray(node.allOf)) {
		return sample(context, merge(context.root, [{ ...node, allOf: undefined }, ...node.allOf]), name, depth);
	}
	const variants = listOf(node.anyOf ?? node.oneOf);
	if (variants.length > 0) {
		return sample(
			context,
			variants.find((variant) => !isRecord(variant) || variant.type !== "null") ?? null,
			name,
			depth,
		);
	}
	const type = typeOf(node);
	if (type === "object") return sampleObject(context, node, depth);
	if (type === "array") return sampleArray(context, node, name, depth);
	if (type === "number" || type === "integer") return sampleNumber(context.prompt, node, type);
	if (type === "boolean") return true;
	if (type === "null") return null;
	return sampleString(context.prompt, node, name);
}

function typeOf(node: JsonRecord): unknown {
	if (Array.isArray(node.type)) return node.type.find((type) => type !== "null") ?? "null";
	if (node.type !== undefined) return node.type;
	if (isRecord(node.properties)) return "object";
	return node.items === undefined ? "string" : "array";
}

function resolve(root: unknown, reference: string): unknown {
	return reference
		.split("/")
		.slice(1)
		.map((part) => decodePart(part).replaceAll("~1", "/").replaceAll("~0", "~"))
		.reduce<unknown>((node, part) => (isRecord(node) && Object.hasOwn(node, part) ? node[part] : undefined), root);
}

function merge(root: unknown, nodes: readonly unknown[]): JsonRecord {
	let merged: Record<string, unknown> = {};
	for (const node of nodes) {
		const part = isRecord(node) && typeof node.$ref === "string" ? resolve(root, node.$ref) : node;
		if (!isRecord(part)) continue;
		const properties = { ...(merged.properties ?? {}), ...(isRecord(part.properties) ? part.properties : {}) };
		merged = { ...merged, ...part, properties, required: [...listOf(merged.required), ...listOf(part.required)] };
	}
	delete merged.allOf;
	if (Object.keys(merged.properties ?? {}).length === 0) delete merged.properties;
	return merged;
}

function sampleObject(context: Context, node: JsonRecord, depth: number): JsonRecord {
	const required = listOf(node.required);
	const members = Object.entries(isRecord(node.properties) ? node.properties : {});
	// A schema that contains itself ends where only required members are left.
	return Object.fromEntries(
		members
			.filter(([key]) => depth < 4 || required.includes(key))
			.map(([key, member]) => [key, depth > 12 ? null : sample(context, member, key, depth + 1)]),
	);
}

function sampleArray(context: Context, node: JsonRecord, name: string, depth: number): unknown[] {
	const items = [...listOf(node.prefixItems)];
	const wanted = Math.min(numberOr(node.minItems, depth < 4 ? 1 : 0), numberOr(node.maxItems, 100));
	while (items.length < wanted) items.push(node.items);
	return items.map((item) => sample(context, item, name, depth + 1));
}

function sampleNumber(prompt: string, node: JsonRecord, type: "number" | "integer"): number {
	const step = numberOr(node.multipleOf, type === "integer" ? 1 : 0);
	const exclusive = step || 0.5;
	const least = Math.max(numberOr(node.minimum, -1e9), numberOr(node.exclusiveMinimum, -1e9) + exclusive);
	const most = Math.min(numberOr(node.maximum, 1e9), numberOr(node.exclusiveMaximum, 1e9) - exclusive);
	const found = Number(/-?\d+(\.\d+)?/.exec(prompt)?.[0] ?? 1);
	const within = Math.min(Math.max(found, least), most);
	return step === 0 ? within : Math.min(Math.ceil(within / step) * step, Math.floor(most / step) * step);
}

function sampleString(prompt: string, node: JsonRecord, name: string): string {
	const format = typeof node.format === "string" ? FORMATS[node.format] : undefined;
	if (format !== undefined) return format;
	// The first word always has a capital letter; a later one is a name.
	const proper = /(?<=\p{L}\P{L}+)\p{Lu}[\p{L}'-]+/u.exec(prompt)?.[0];
	const wantsPrompt = /query|question|prompt|text|message|input|summary|answer/i.test(name);
	const text = (wantsPrompt ? prompt : proper) || name;
	const least = numberOr(node.minLength, 0);
	return text.padEnd(least, ".").slice(0, Math.max(least, numberOr(node.maxLength, text.length)));
}

function numberOr(value: unknown, fallback: number): number {
	return typeof value === "number" ? value : fallback;
}
