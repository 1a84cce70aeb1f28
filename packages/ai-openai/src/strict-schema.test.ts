import type { JsonSchema } from "@workkit/ai-core";
import { describe, expect, it } from "vitest";
import { ran } from "../test/exchange.ts";

/** What a schema is sent as, and whether strictly. */
async function sentSchema(jsonSchema: JsonSchema): Promise<{ schema: unknown; strict: boolean }> {
	const { body } = await ran({ prompt: "Hello" }, { responseFormat: { jsonSchema } });
	const { json_schema: envelope } = body.response_format as { json_schema: { schema: unknown; strict: boolean } };
	return { schema: envelope.schema, strict: envelope.strict };
}

const text = { type: "string" };
const nothing = { type: "null" };

describe("a schema for strict mode", () => {
	it.each<[string, JsonSchema, JsonSchema]>([
		[
			"closes objects",
			{ type: "object", properties: { a: text }, required: ["a"] },
			{ type: "object", properties: { a: text }, required: ["a"], additionalProperties: false },
		],
		[
			"makes optional properties required and nullable",
			{ type: "object", properties: { a: text, b: text }, required: ["b"] },
			{
				type: "object",
				properties: { a: { anyOf: [text, nothing] }, b: text },
				required: ["a", "b"],
				additionalProperties: false,
			},
		],
		[
			"reaches objects in lists, in variants, in definitions and in each other",
			{
				type: "object",
				required: ["list", "either", "inner", "ref"],
				properties: {
					list: { type: "array", items: { type: "object", properties: { a: text }, required: ["a"] } },
					either: { anyOf: [{ type: "object", properties: { a: text }, required: ["a"] }, nothing] },
					inner: { type: "object", properties: { a: text }, required: ["a"] },
					ref: { $ref: "#/$defs/Node" },
				},
				$defs: { Node: { type: "object", properties: { next: { $ref: "#/$defs/Node" } } } },
			},
			{
				type: "object",
				required: ["list", "either", "inner", "ref"],
				properties: {
					list: {
						type: "array",
						items: { type: "object", properties: { a: text }, required: ["a"], additionalProperties: false },
					},
					either: {
						anyOf: [{ type: "object", properties: { a: text }, required: ["a"], additionalProperties: false }, nothing],
					},
					inner: { type: "object", properties: { a: text }, required: ["a"], additionalProperties: false },
					ref: { $ref: "#/$defs/Node" },
				},
				additionalProperties: false,
				$defs: {
					Node: {
						type: "object",
						properties: { next: { anyOf: [{ $ref: "#/$defs/Node" }, nothing] } },
						required: ["next"],
						additionalProperties: false,
					},
				},
			},
		],
		[
			"writes oneOf as anyOf and leaves defaults out",
			{ type: "object", properties: { a: { oneOf: [text, nothing], default: "x" } }, required: ["a"] },
			{
				type: "object",
				properties: { a: { anyOf: [text, nothing] } },
				required: ["a"],
				additionalProperties: false,
			},
		],
		[
			"leaves properties alone that are named like keywords",
			{
				type: "object",
				properties: { default: text, oneOf: text, not: text, required: text },
				required: ["default", "oneOf", "not", "required"],
			},
			{
				type: "object",
				properties: { default: text, oneOf: text, not: text, required: text },
				required: ["default", "oneOf", "not", "required"],
				additionalProperties: false,
			},
		],
		[
			"keeps enums, constants, descriptions, patterns and ranges",
			{
				type: "object",
				description: "d",
				properties: {
					a: { enum: ["x", { type: "object" }] },
					b: { const: { oneOf: 1 } },
					c: { type: "string", pattern: "^a", format: "email" },
					d: { type: "integer", minimum: 1, maximum: 5 },
				},
				required: ["a", "b", "c", "d"],
			},
			{
				type: "object",
				description: "d",
				properties: {
					a: { enum: ["x", { type: "object" }] },
					b: { const: { oneOf: 1 } },
					c: { type: "string", pattern: "^a", format: "email" },
					d: { type: "integer", minimum: 1, maximum: 5 },
				},
				required: ["a", "b", "c", "d"],
				additionalProperties: false,
			},
		],
		[
			"puts formats that it does not know, and patterns that look around, into the description",
			{
				type: "object",
				properties: {
					a: { type: "string", format: "uri", description: "The page" },
					b: { type: "string", format: "email", pattern: "^(?!\\.)a(?<=a)$" },
					format: { type: "string" },
				},
				required: ["a", "b", "format"],
			},
			{
				type: "object",
				properties: {
					a: { type: "string", description: "The page, format: uri" },
					b: { type: "string", format: "email", description: "pattern: ^(?!\\.)a(?<=a)$" },
					format: { type: "string" },
				},
				required: ["a", "b", "format"],
				additionalProperties: false,
			},
		],
		[
			"lets an object be empty when it says so",
			{ type: "object", properties: {}, additionalProperties: false },
			{ type: "object", properties: {}, required: [], additionalProperties: false },
		],
	])("%s", async (_what, given, expected) => {
		expect(await sentSchema(given)).toEqual({ schema: expected, strict: true });
	});

	it.each<[string, JsonSchema]>([
		["an open object", { type: "object", properties: { a: text }, additionalProperties: true }],
		["a record", { type: "object", additionalProperties: text }],
		["an object that says nothing", { type: "object" }],
		["an open object inside", { type: "object", properties: { a: { type: "object" } }, required: ["a"] }],
		["an open object in a list", { type: "object", properties: { a: { type: "array", items: { type: "object" } } } }],
		["a value of anything", { type: "object", properties: { a: { description: "Anything" } }, required: ["a"] }],
		["a list of anything", { type: "object", properties: { a: { type: "array" } }, required: ["a"] }],
		[
			"a tuple",
			{ type: "object", properties: { a: { type: "array", prefixItems: [text], items: text } }, required: ["a"] },
		],
		["allOf", { type: "object", properties: { a: { allOf: [text] } }, required: ["a"] }],
		["not", { type: "object", properties: { a: { not: text } }, required: ["a"] }],
		["a condition", { type: "object", properties: { a: text }, if: {}, else: {} }],
		["patternProperties", { type: "object", properties: { a: text }, patternProperties: { "^x": text } }],
		["dependentRequired", { type: "object", properties: { a: text }, dependentRequired: { a: ["b"] } }],
		["a list at the root", { type: "array", items: text }],
		["variants at the root", { anyOf: [{ type: "object", properties: { a: text } }] }],
		["variants of an object at the root", { type: "object", properties: { a: text }, anyOf: [{ required: ["a"] }] }],
		["oneOf at the root", { type: "object", properties: { a: text }, oneOf: [{ required: ["a"] }] }],
	])("cannot say %s: it goes as it is, not strictly", async (_what, given) => {
		expect(await sentSchema(given)).toEqual({ schema: given, strict: false });
	});

	it("is a copy: the caller's stays as it is", async () => {
		const given = { type: "object", properties: { a: { oneOf: [text], default: 1 } } };
		const before = structuredClone(given);
		await sentSchema(given);
		expect(given).toEqual(before);
	});
});
