import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJson } from "./find-json.ts";

describe("JSON in a text", () => {
	it("is the text itself, whatever value it is", () => {
		for (const value of [{ a: 1 }, [1], "text", 5, null, false])
			expect(findJson(` ${JSON.stringify(value)}\n`)).toEqual([value]);
	});

	it("is what stands between words, the longest first", () => {
		expect(findJson('See [1] and {"a":{"b":[]}} or {"c":"}"}.')).toEqual([{ a: { b: [] } }, { c: "}" }, [1]]);
	});

	it("is found behind brackets and quotes that are words", () => {
		expect(findJson('He said "use {" and [ then\n{"a":"x"}')).toEqual([{ a: "x" }]);
		expect(findJson('A set {x, "y} is not\n[1,2]')).toEqual([[1, 2]]);
		expect(findJson('} ] {"a":1}')).toEqual([{ a: 1 }]);
		expect(findJson('(see {"a":1]} {"b":2}')).toEqual([{ b: 2 }]);
	});

	it("is nothing where it was cut off, or is none", () => {
		for (const text of ["", "prose", '{"a":', "{a:1}", "[1,2", "{'a':1}"]) expect(findJson(text)).toEqual([]);
	});

	it("keeps __proto__ a property", () => {
		const [value] = findJson('x {"__proto__":{"polluted":1}}');
		expect(Object.hasOwn(Object(value), "__proto__")).toBe(true);
		expect(Reflect.get({}, "polluted")).toBeUndefined();
	});

	it("is found in a fence, whatever it is", () => {
		fc.assert(
			fc.property(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())), (value) => {
				const json = JSON.stringify(value, null, 2);
				expect(findJson(`Here it is:\n\`\`\`json\n${json}\n\`\`\`\nDone.`)).toEqual([JSON.parse(json)]);
			}),
		);
	});

	it("costs one reading, also where nothing ever closes", () => {
		// With a second look per bracket these would take minutes.
		for (const text of ["[".repeat(4e5), '{"'.repeat(2e5), "[{".repeat(2e5), `${"[".repeat(4e5)}}`, "[]".repeat(2e5)])
			expect(findJson(text).length).toBeLessThan(17);
	});
});

it("a part of JSON that was cut off or is broken is not taken for the whole", () => {
	for (const text of [
		'{"name":"root","children":[{"name":"a"},{"name":"b","chi',
		'Here: [{"name":"a"},{"na',
		'{"name":"root","children":[{"name":"a"}}',
		'{"name":"root","child":{"name":"a"}]',
		'{"name":"ro\not","child":{"name":"a"}}',
		'{ "name": "root",\n "child": {"name":"a"},',
	])
		expect(findJson(text)).toEqual([]);
	expect(findJson('(see [the note {"name":"a"}')).toEqual([{ name: "a" }]);
	expect(findJson('{"name":"a"}}')).toEqual([{ name: "a" }]);
});
