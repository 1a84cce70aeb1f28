import { toJsonSchema, toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import * as zm from "zod/mini";
import { z as z3 } from "zod/v3";
import { zodToJsonSchema } from "zod-to-json-schema";
import { jsonSchemaIssues } from "./json-schema-issues.ts";
import type { StandardSchema } from "./standard-schema.ts";
import { type JsonSchemaOptions, standardSchemaToJsonSchema } from "./standard-schema-to-json-schema.ts";

/** The same shape in each library: strings with limits and descriptions, optional, nullable, defaults, unions, tags, recursion. */
const zodTree = z.object({
	name: z.string().min(2).max(40).describe("Its name"),
	count: z.number().int().min(0).optional(),
	kind: z.enum(["leaf", "node"]).nullable(),
	note: z.string().default("none"),
	id: z.union([z.string(), z.number()]),
	shape: z.discriminatedUnion("type", [
		z.object({ type: z.literal("circle"), radius: z.number() }),
		z.object({ type: z.literal("point") }),
	]),
	get children() {
		return z.array(zodTree);
	},
});
type Zod3Tree = { name: string; children: Zod3Tree[] };
const zod3Shape = z3.object({
	name: z3.string().min(2).max(40).describe("Its name"),
	count: z3.number().int().min(0).optional(),
	kind: z3.enum(["leaf", "node"]).nullable(),
	note: z3.string().default("none"),
	id: z3.union([z3.string(), z3.number()]),
	shape: z3.discriminatedUnion("type", [
		z3.object({ type: z3.literal("circle"), radius: z3.number() }),
		z3.object({ type: z3.literal("point") }),
	]),
});
const zod3Tree: z3.ZodType<Zod3Tree> = zod3Shape.extend({ children: z3.lazy(() => z3.array(zod3Tree)) }) as never;
const valibotTree: v.GenericSchema = v.object({
	name: v.pipe(v.string(), v.minLength(2), v.maxLength(40), v.description("Its name")),
	count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
	kind: v.nullable(v.picklist(["leaf", "node"])),
	note: v.optional(v.string(), "none"),
	id: v.union([v.string(), v.number()]),
	shape: v.variant("type", [
		v.object({ type: v.literal("circle"), radius: v.number() }),
		v.object({ type: v.literal("point") }),
	]),
	children: v.array(v.lazy(() => valibotTree)),
});
const arktypeTree = type({
	name: type("2 <= string <= 40").describe("Its name"),
	"count?": "number.integer >= 0",
	kind: "'leaf' | 'node' | null",
	note: "string = 'none'",
	id: "string | number",
	shape: type({ type: "'circle'", radius: "number" }).or({ type: "'point'" }),
	children: "this[]",
});

const libraries: [string, StandardSchema, JsonSchemaOptions][] = [
	["Zod 4", zodTree, {}],
	["Zod 3", zod3Tree, { toJsonSchema: zodToJsonSchema }],
	["Valibot", valibotTree, { toJsonSchema }],
	["wrapped Valibot", toStandardJsonSchema(valibotTree), {}],
	["ArkType", arktypeTree, {}],
];

describe.each(libraries)("%s", (_name, schema, options) => {
	const warnings: string[] = [];
	const jsonSchema = standardSchemaToJsonSchema(schema, { ...options, onWarning: (warning) => warnings.push(warning) });
	const { properties, required = [] } = jsonSchema as { properties?: Record<string, object>; required?: string[] };

	it("takes what the schema takes, and nothing else: limits, nullable, unions, tags, recursion", async () => {
		const leaf = { name: "Leaf", kind: "leaf", id: "a", shape: { type: "point" }, children: [] };
		const node = {
			...leaf,
			kind: null,
			id: 5,
			count: 2,
			note: "!",
			shape: { type: "circle", radius: 1 },
			children: [leaf],
		};
		const values = [
			leaf,
			node,
			...["x", "x".repeat(41), 5, undefined].map((value) => ({ ...leaf, name: value })),
			...[-1, 1.5, "2"].map((count) => ({ ...leaf, count })),
			{ ...leaf, kind: "branch" },
			{ ...leaf, id: true },
			{ ...leaf, note: 5 },
			{ ...leaf, shape: { type: "circle" } },
			{ ...leaf, shape: { type: "square" } },
			{ ...leaf, children: [{ ...node, children: [{ ...leaf, name: 5 }] }] },
		].map((value) => JSON.parse(JSON.stringify(value)));
		for (const value of values) {
			const { issues } = await schema["~standard"].validate(value);
			expect([value, jsonSchemaIssues(jsonSchema, value).length > 0]).toEqual([value, issues !== undefined]);
		}
	});

	it("is an object at the root, keeps descriptions, and loses nothing", () => {
		expect(jsonSchema.type).toBe("object");
		expect(jsonSchema).not.toHaveProperty("$schema");
		expect(JSON.stringify(jsonSchema)).toContain('"description":"Its name"');
		expect(warnings).toEqual([]);
	});

	it("leaves out of `required` what may be left out, and keeps its default", () => {
		expect([...required].sort()).toEqual(["children", "id", "kind", "name", "shape"]);
		expect(properties?.note).toMatchObject({ default: "none" });
	});
});

describe("what JSON Schema cannot say is told", () => {
	const lost = (schema: StandardSchema, options: JsonSchemaOptions = {}): string => {
		const warnings: string[] = [];
		standardSchemaToJsonSchema(schema, { ...options, onWarning: (warning) => warnings.push(warning) });
		return warnings.join("\n");
	};

	it("by Zod 4: refinements, dates, bigints, with their place", () => {
		const schema = z.object({
			even: z.number().refine((n) => n % 2 === 0),
			when: z.date(),
			deep: z.object({ big: z.bigint() }),
			fine: z.string().trim().toLowerCase().transform(Number),
		});
		expect(lost(schema)).toMatch(
			/refinement at properties\.even[\s\S]*date at properties\.when|date at properties\.when[\s\S]*refinement/,
		);
		expect(lost(schema)).toContain("bigint at properties.deep.properties.big");
		expect(lost(schema).split("\n")).toHaveLength(3);
	});

	it("by Zod 3", () => {
		const schema = z3.object({
			even: z3.number().refine((n) => n % 2 === 0),
			when: z3.date(),
			fine: z3.string().transform(Number),
		});
		expect(lost(schema, { toJsonSchema: zodToJsonSchema }).split("\n").sort()).toEqual([
			expect.stringContaining("date at when"),
			expect.stringContaining("refinement at even"),
		]);
	});

	it("by Valibot", () => {
		const schema = v.object({
			even: v.pipe(
				v.number(),
				v.check((n) => n % 2 === 0),
			),
			when: v.date(),
		});
		for (const text of [lost(schema, { toJsonSchema }), lost(toStandardJsonSchema(schema))]) {
			expect(text).toContain('"check"');
			expect(text).toContain('"date"');
		}
	});

	it("by ArkType", () => {
		const schema = type({ even: type("number").narrow((n) => n % 2 === 0), when: "Date" });
		expect(lost(schema).split("\n").sort()).toEqual([
			expect.stringContaining("date"),
			expect.stringContaining("predicate"),
		]);
	});

	it("flags of a pattern, by each library", () => {
		for (const text of [
			lost(z.object({ f: z.string().regex(/^a$/i) })),
			lost(z3.object({ f: z3.string().regex(/^a$/i) }), { toJsonSchema: zodToJsonSchema }),
			lost(v.object({ f: v.pipe(v.string(), v.regex(/^a$/i)) }), { toJsonSchema }),
			lost(type({ f: /^a$/i })),
		])
			expect(text).toMatch(/flags/i);
		expect(lost(z.object({ f: z.string().regex(/^a$/u) })) + lost(type({ f: /^a$/ }))).toBe("");
	});

	it("literals that JSON does not have", () => {
		expect(lost(z.object({ f: z.literal([1n]), g: z.literal(undefined) })).split("\n")).toHaveLength(2);
		const schema = z3.object({ f: z3.literal(1n), g: z3.literal(undefined), h: z3.literal("h") });
		const warnings: string[] = [];
		const options = { toJsonSchema: zodToJsonSchema, onWarning: (warning: string) => warnings.push(warning) };
		const { properties } = standardSchemaToJsonSchema(schema, options);
		expect(JSON.parse(JSON.stringify(properties))).toEqual({ f: {}, g: {}, h: { type: "string", const: "h" } });
		expect(warnings).toHaveLength(2);
	});

	it("but not a brand, which is a matter of types, nor a transformation, which comes after", () => {
		expect(lost(v.object({ f: v.pipe(v.string(), v.brand("id")) }), { toJsonSchema })).toBe("");
		expect(lost(type({ f: "string.numeric.parse", g: type("string").pipe(Number) }))).toBe("");
	});

	it("on the console where nobody else listens", () => {
		const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
		standardSchemaToJsonSchema(z.date());
		expect(warn).toHaveBeenCalledWith(expect.stringContaining("date"));
	});
});

describe("a schema without a converter is refused, never taken for any object", () => {
	it.each([
		["zod", z3.object({}), "zod-to-json-schema"],
		["zod", zm.object({}), "z.toJSONSchema"],
		["valibot", v.object({}), "@valibot/to-json-schema"],
		[
			"effect",
			{ "~standard": { version: 1 as const, vendor: "effect", validate: () => ({ value: 1 }) } },
			"toJsonSchema",
		],
	])("of %s, naming what to pass", (vendor, schema, hint) => {
		const convert = () => standardSchemaToJsonSchema(schema);
		expect(convert).toThrow(expect.objectContaining({ code: "WORKKIT_CONFIG" }));
		expect(convert).toThrow(`"${vendor}"`);
		expect(convert).toThrow(hint);
	});

	it("and so is what is no schema, and a converter that makes none", () => {
		expect(() => standardSchemaToJsonSchema({ type: "object" } as never)).toThrow("fromJsonSchema");
		for (const made of [undefined, "object", [], Promise.resolve({})]) {
			expect(() => standardSchemaToJsonSchema(z3.object({}), { toJsonSchema: () => made })).toThrow("did not answer");
		}
		const broken = () => {
			throw new Error("no such thing");
		};
		expect(() => standardSchemaToJsonSchema(z3.object({}), { toJsonSchema: broken })).toThrow("no such thing");
	});
});

describe("options", () => {
	it("Zod Mini and older Zod 4 take z.toJSONSchema", () => {
		const schema = zm.object({ a: zm.optional(zm.string()) });
		expect(standardSchemaToJsonSchema(schema, { toJsonSchema: z.toJSONSchema })).toMatchObject({
			type: "object",
			properties: { a: { type: "string" } },
		});
	});

	it("io: output tells what the schema makes", () => {
		const schema = z.object({ note: z.string().default("none") });
		expect(standardSchemaToJsonSchema(schema).required).toBeUndefined();
		expect(standardSchemaToJsonSchema(schema, { io: "output" }).required).toEqual(["note"]);
	});

	it("a format needs no pattern beside it that says the same", () => {
		const schema = z.object({ a: z.email(), b: z.iso.datetime(), c: z.cuid2(), d: z.string().regex(/^x/) });
		const { a, b, c, d } = standardSchemaToJsonSchema(schema).properties as Record<string, object>;
		expect([a, b]).toEqual([
			{ type: "string", format: "email" },
			{ type: "string", format: "date-time" },
		]);
		expect([c, d]).toMatchObject([{ pattern: expect.any(String) }, { pattern: "^x" }]);
	});

	it("a library of one's own needs only jsonSchema", () => {
		const jsonSchema = { input: () => ({ type: "string" }), output: () => ({ type: "number" }) };
		const schema = { "~standard": { version: 1 as const, vendor: "mine", validate: () => ({ value: 1 }), jsonSchema } };
		expect(standardSchemaToJsonSchema(schema)).toEqual({ type: "string" });
		expect(standardSchemaToJsonSchema(schema, { io: "output" })).toEqual({ type: "number" });
	});
});

it("a tuple of Zod 3 is one of draft 2020-12", () => {
	const schema = z3.object({
		pair: z3.tuple([z3.string(), z3.number()]),
		rest: z3.tuple([z3.string()]).rest(z3.number()),
	});
	expect(standardSchemaToJsonSchema(schema, { toJsonSchema: zodToJsonSchema }).properties).toEqual({
		pair: { type: "array", minItems: 2, maxItems: 2, prefixItems: [{ type: "string" }, { type: "number" }] },
		rest: { type: "array", minItems: 1, prefixItems: [{ type: "string" }], items: { type: "number" } },
	});
});
