import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { dropNulls } from "./drop-nulls.ts";
import { jsonSchemaIssues } from "./json-schema-issues.ts";
import { objectRoot } from "./object-root.ts";

/** The reasons as `path: message`. */
const reasons = (schema: object, value: unknown) =>
	jsonSchemaIssues({ ...schema }, value).map(({ path = [], message }) => `${path.join(".")}: ${message}`);

describe("a value that fits", () => {
	it.each<[string, object, unknown[]]>([
		["types", { type: ["string", "null"] }, ["a", null]],
		["integers", { type: "integer" }, [1, 1.0, -3]],
		["enum and const", { anyOf: [{ enum: ["a", { b: [1] }] }, { const: 5 }] }, ["a", { b: [1] }, 5]],
		["limits", { minimum: 1, exclusiveMaximum: 3, multipleOf: 0.1 }, [1, 2.9, 0.3 + 1]],
		["lengths in characters, patterns", { maxLength: 2, pattern: "^\\p{Emoji}+$" }, ["😀😀"]],
		["a pattern that is only one of old", { pattern: "^a\\-b$" }, ["a-b"]],
		["tuples", { prefixItems: [{ type: "string" }], items: { type: "number" } }, [["a", 1, 2], []]],
		["tuples of old", { items: [{ type: "string" }, { type: "number" }] }, [["a", 1]]],
		["records", { additionalProperties: { type: "number" }, propertyNames: { maxLength: 1 } }, [{ a: 1 }, {}]],
		[
			"patterns of names",
			{ patternProperties: { "^x": { type: "number" } }, additionalProperties: false },
			[{ x1: 1 }],
		],
		["references", { $defs: { "a/b": { type: "string" } }, $ref: "#/$defs/a~1b" }, ["text"]],
		["recursion", { type: "object", properties: { next: { $ref: "#" } } }, [{ next: { next: {} } }]],
		["a reference that goes round", { $ref: "#" }, [1]],
		// biome-ignore lint/suspicious/noThenProperty: a keyword.
		["conditions", { if: { type: "string" }, then: { minLength: 1 }, else: { type: "number" } }, ["a", 5]],
		["not", { not: { type: "string" } }, [1]],
		["unknown keywords", { "x-mine": 1, format: "email" }, ["no mail"]],
	])("%s", (_, schema, values) => {
		for (const value of values) expect(reasons(schema, value)).toEqual([]);
	});
});

describe("a value that does not fit", () => {
	it.each<[object, unknown, string[]]>([
		[{ type: "integer" }, 1.5, [": must be integer"]],
		[{ type: ["string", "null"] }, 5, [": must be string or null"]],
		[{ enum: ["a", "b"] }, "c", [': must be one of ["a","b"]']],
		[{ const: { a: 1 } }, { a: 1, b: 2 }, [': must be {"a":1}']],
		[{ minimum: 1, maximum: 2 }, 0, [": must be at least 1"]],
		[{ exclusiveMinimum: 1 }, 1, [": must be more than 1"]],
		[{ exclusiveMaximum: 1 }, 1, [": must be less than 1"]],
		[{ multipleOf: 0.1 }, 0.35, [": must be a multiple of 0.1"]],
		[{ minLength: 2 }, "a", [": must be at least 2 characters"]],
		[{ pattern: "^a" }, "b", [": must match ^a"]],
		[{ maxItems: 1, uniqueItems: true }, [1, 1], [": must be at most 1 items", ": must not repeat an item"]],
		[{ contains: { type: "string" } }, [1], [": lacks a required item"]],
		[{ minProperties: 1 }, {}, [": must be at least 1 properties"]],
		[{ items: { type: "number" } }, [1, "a"], ["1: must be number"]],
		[{ required: ["a"] }, {}, ["a: is missing"]],
		[{ required: ["toString"] }, {}, ["toString: is missing"]],
		[
			{ properties: { a: { type: "string" } }, additionalProperties: false },
			{ a: 1, b: 2 },
			["a: must be string", "b: is not a known property"],
		],
		[{ propertyNames: { maxLength: 1 } }, { ab: 1 }, ["ab: is not an allowed name"]],
		[{ additionalProperties: { type: "number" } }, { constructor: "x" }, ["constructor: must be number"]],
		[{ allOf: [{ minimum: 1 }, { multipleOf: 2 }] }, -1, [": must be at least 1", ": must be a multiple of 2"]],
		[{ oneOf: [{ type: "number" }, { minimum: 1 }] }, 5, [": fits more than one of the alternatives"]],
		[
			{ anyOf: [{ type: "number" }, { type: "null" }] },
			"a",
			[": fits none of the alternatives: must be number; must be null"],
		],
		[
			{
				anyOf: [
					{ type: "null" },
					{ properties: { a: { type: "string" }, b: { type: "string" } } },
					{ properties: { a: { type: "string" } } },
				],
			},
			{ a: 1, b: 1 },
			["a: must be string"],
		],
		[{ not: {} }, 1, [": is not allowed"]],
		// biome-ignore lint/suspicious/noThenProperty: a keyword.
		[{ if: { type: "string" }, then: { minLength: 1 } }, "", [": must be at least 1 characters"]],
		[{ properties: { a: false } }, { a: 1 }, ["a: is not allowed"]],
	])("%o, %o", (schema, value, expected) => {
		expect(reasons(schema, value)).toEqual(expected);
	});

	it("is found so by Zod too, and the other way round", () => {
		const schema = z.strictObject({
			a: z.string().min(1).optional(),
			b: z.array(z.union([z.int().min(0), z.null()])).max(2),
			c: z.record(z.string(), z.boolean()).optional(),
		});
		const jsonSchema = z.toJSONSchema(schema, { io: "input" });
		const values = fc.record(
			{
				a: fc.oneof(fc.string(), fc.integer()),
				b: fc.array(fc.oneof(fc.integer(), fc.constant(null), fc.double())),
				c: fc.jsonValue(),
				d: fc.constant(1),
			},
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(values, (value) => {
				const json = JSON.parse(JSON.stringify(value));
				expect(jsonSchemaIssues(jsonSchema, json).length === 0).toBe(schema.safeParse(json).success);
			}),
		);
	});

	it("costs no more than the schema and the value are long, also with alternatives in alternatives", () => {
		const schema = {
			anyOf: [{ type: "null" }, { type: "object", properties: { next: { $ref: "#" } }, required: ["next"] }],
		};
		let value: object = { next: 1 };
		for (let depth = 0; depth < 60; depth++) value = { next: value };
		// With a second look at each level these would be 2^60 steps.
		expect(reasons(schema, value)).toHaveLength(1);
		expect(dropNulls(value, schema)).toEqual(value);
	});

	it("costs no more where each alternative leads further in", () => {
		const node = (kind: string) => ({
			type: "object",
			properties: { kind: { const: kind }, note: { type: "string" }, next: { $ref: "#" } },
			required: ["kind"],
		});
		const schema = { anyOf: [node("a"), node("b")] };
		let wrong: object = { kind: "c" };
		let right: object = { kind: "a", note: null };
		for (let depth = 0; depth < 60; depth++) {
			wrong = { kind: "b", next: wrong };
			right = { kind: "b", next: right, note: null };
		}
		// With both alternatives looked at anew at each level these would be 2^60 steps.
		expect(reasons(schema, wrong)).toEqual([`${"next.".repeat(60)}kind: must be "a"`]);
		expect(dropNulls(wrong, schema)).toEqual(wrong);
		expect(JSON.stringify(dropNulls(right, schema))).toBe(JSON.stringify(right).replaceAll(',"note":null', ""));
	});

	it("says of the same value where it stands, at each place", () => {
		const item = { x: "1" };
		const schema = { items: { anyOf: [{ type: "null" }, { properties: { x: { type: "number" } } }] } };
		expect(reasons(schema, [item, item])).toEqual(["0.x: must be number", "1.x: must be number"]);
	});

	it("what nests without end does not fit", () => {
		const schema = { type: "object", properties: { next: { $ref: "#" } }, additionalProperties: false };
		const nested = (depth: number) => JSON.parse(`${'{"next":'.repeat(depth)}{}${"}".repeat(depth)}`);
		expect(reasons(schema, nested(200))).toEqual([]);
		expect(reasons(schema, nested(50_000))).toEqual([`next${".next".repeat(200)}: is nested too deeply`]);
		expect(reasons({ $ref: "#" }, {})).toEqual([]);
	});
});

describe("dropNulls", () => {
	const schema = {
		type: "object",
		properties: {
			a: { type: "string" },
			b: { type: ["string", "null"] },
			list: { type: "array", items: { $ref: "#/$defs/item" } },
			either: { anyOf: [{ type: "null" }, { $ref: "#/$defs/item" }] },
		},
		additionalProperties: { $ref: "#/$defs/item" },
		required: ["b"],
		$defs: {
			item: { type: "object", properties: { x: { type: "number" }, must: { type: "number" } }, required: ["must"] },
		},
	};

	it("leaves out what is optional and takes no null, at any depth", () => {
		const value = {
			a: null,
			b: null,
			list: [{ x: null, must: 1 }],
			either: { x: null, must: 1 },
			more: { x: null, must: null },
		};
		expect(dropNulls(value, schema)).toEqual({
			b: null,
			list: [{ must: 1 }],
			either: { must: 1 },
			more: { must: null },
		});
		expect(value.a).toBeNull();
	});

	it("keeps __proto__ a property", () => {
		const value = JSON.parse('{"__proto__":{"x":1,"must":1},"a":null}');
		expect(JSON.stringify(dropNulls(value, schema))).toBe('{"__proto__":{"x":1,"must":1}}');
	});
});

describe("objectRoot", () => {
	it("leaves an object as it is", () => {
		const schema = { type: "object", properties: {} };
		expect(objectRoot(schema)).toEqual({ schema, wrapped: false });
	});

	it("wraps an object with alternatives at the root, which vendors refuse there", () => {
		for (const key of ["anyOf", "oneOf", "allOf"])
			expect(objectRoot({ type: "object", [key]: [{}] }).wrapped).toBe(true);
	});

	it("puts anything else into a property, and its references lead where they led", () => {
		const node = {
			anyOf: [
				{ type: "string" },
				{ type: "array", items: { $ref: "#" } },
				{ $ref: "#/$defs/point" },
				{ $ref: "#/anyOf/0" },
			],
		};
		const point = { type: "object", properties: { up: { $ref: "#" } }, required: ["up"] };
		const { schema, wrapped } = objectRoot({ ...node, $defs: { point } });
		expect(wrapped).toBe(true);
		for (const value of ["a", ["a", ["b"]], { up: ["c"] }]) expect(jsonSchemaIssues(schema, { value })).toEqual([]);
		for (const value of [5, ["a", [5]], { up: 5 }]) expect(jsonSchemaIssues(schema, { value })).not.toEqual([]);
		expect(schema).toMatchObject({
			type: "object",
			required: ["value"],
			additionalProperties: false,
			$defs: { point: {} },
		});
	});
});
