import type { JsonSchema } from "@workkit/ai-core";
import { describe, expect, it } from "vitest";
import { ran } from "../test/exchange.ts";

/** What a schema is sent as. */
async function sentSchema(jsonSchema: JsonSchema): Promise<unknown> {
	const { body } = await ran({ prompt: "Hello" }, { responseFormat: { jsonSchema } });
	return (body.output_config as { format: { schema: unknown } }).format.schema;
}

const text = { type: "string" };
const closed = { additionalProperties: false };

describe("a schema for structured output", () => {
	it.each<[string, JsonSchema, JsonSchema]>([
		[
			"closes every object",
			{
				type: "object",
				properties: {
					list: { type: "array", items: { type: "object", properties: { a: text } } },
					either: { anyOf: [{ type: "object", properties: { a: text } }, { type: "null" }] },
					maybe: { type: ["object", "null"], properties: { a: text } },
				},
				$defs: { Node: { properties: { next: { $ref: "#/$defs/Node" } } } },
			},
			{
				type: "object",
				properties: {
					list: { type: "array", items: { type: "object", properties: { a: text }, ...closed } },
					either: { anyOf: [{ type: "object", properties: { a: text }, ...closed }, { type: "null" }] },
					maybe: { type: ["object", "null"], properties: { a: text }, ...closed },
				},
				$defs: { Node: { properties: { next: { $ref: "#/$defs/Node" } }, ...closed } },
				...closed,
			},
		],
		[
			"keeps what is optional optional",
			{ type: "object", properties: { a: text, b: text }, required: ["a"] },
			{ type: "object", properties: { a: text, b: text }, required: ["a"], ...closed },
		],
		[
			"writes oneOf as anyOf",
			{ type: "object", properties: { a: { oneOf: [text, { type: "null" }] } } },
			{ type: "object", properties: { a: { anyOf: [text, { type: "null" }] } }, ...closed },
		],
		[
			"leaves properties alone that are named like keywords",
			{ type: "object", properties: { minimum: text, pattern: text, default: text, oneOf: text } },
			{ type: "object", properties: { minimum: text, pattern: text, default: text, oneOf: text }, ...closed },
		],
		[
			"leaves enums and constants alone",
			{ enum: ["a", { minimum: 1 }], const: { oneOf: [] } },
			{ enum: ["a", { minimum: 1 }], const: { oneOf: [] } },
		],
		["keeps formats", { type: "string", format: "date-time" }, { type: "string", format: "date-time" }],
	])("%s", async (_what, given, expected) => {
		expect(await sentSchema(given)).toEqual(expected);
	});

	it.each([
		["minimum", 1],
		["maximum", 5],
		["exclusiveMinimum", 1],
		["exclusiveMaximum", 5],
		["multipleOf", 2],
		["minLength", 1],
		["maxLength", 5],
		["minItems", 2],
		["maxItems", 5],
		["minProperties", 1],
		["maxProperties", 5],
		["uniqueItems", true],
		["pattern", "^a+$"],
		["default", "x"],
	])("says %s in words, since the vendor refuses it", async (keyword, value) => {
		const plain = await sentSchema({ [keyword]: value });
		expect(plain).toEqual({ description: `${keyword}: ${JSON.stringify(value)}` });
		expect(await sentSchema({ description: "A thing", [keyword]: value })).toEqual({
			description: `A thing, ${keyword}: ${JSON.stringify(value)}`,
		});
	});

	it("is a copy: the caller's stays as it is", async () => {
		const given = { type: "object", properties: { a: { oneOf: [text], minLength: 1 } } };
		const before = structuredClone(given);
		await sentSchema(given);
		expect(given).toEqual(before);
	});
});
