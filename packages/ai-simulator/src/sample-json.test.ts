import { describe, expect, it } from "vitest";
import { sampleJson } from "./sample-json.ts";

describe("sampleJson", () => {
	it("takes names and numbers from the prompt where the schema has room for them", () => {
		const schema = {
			type: "object",
			properties: { city: { type: "string" }, days: { type: "integer", maximum: 5 }, query: { type: "string" } },
		};
		const prompt = "Call get_weather for Paris, 9 days";
		expect(sampleJson(schema, prompt)).toEqual({ city: "Paris", days: 5, query: prompt });
	});

	it.each([
		[{ enum: ["red", "green"] }, "red"],
		[{ const: 7 }, 7],
		[{ type: "string", default: "none" }, "none"],
		[{ type: "string", format: "email" }, "someone@example.com"],
		[{ type: ["null", "boolean"] }, true],
		[{ anyOf: [{ type: "null" }, { type: "integer" }] }, 1],
		[{ type: "array", items: { type: "boolean" }, minItems: 2 }, [true, true]],
		[{ type: "number", exclusiveMinimum: 3 }, 3.5],
		[{ type: "integer", minimum: 4, multipleOf: 3 }, 6],
		[{ type: "string", minLength: 7 }, "value.."],
		[{ type: "string", maxLength: 3 }, "val"],
		[{ $ref: "#/$defs/a", $defs: { a: { type: "null" } } }, null],
		[
			{ allOf: [{ type: "object", properties: { a: { const: 1 } } }, { properties: { b: { const: 2 } } }] },
			{ a: 1, b: 2 },
		],
	])("gives %j the value %j", (schema, value) => {
		expect(sampleJson(schema, "")).toEqual(value);
	});

	it("ends a schema that contains itself", () => {
		const node = { type: "object", properties: { next: { $ref: "#" }, name: { type: "string" } }, required: ["name"] };
		expect(sampleJson(node, "")).toMatchObject({ name: "name", next: { name: "name" } });
	});

	it("does not make __proto__ a prototype", () => {
		const schema = JSON.parse('{"type":"object","properties":{"__proto__":{"const":{"polluted":true}}}}');
		expect(Object.keys(sampleJson(schema, "") as object)).toEqual(["__proto__"]);
	});
});
