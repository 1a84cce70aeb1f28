import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPartialJson } from "./partial-json.ts";

/** All that is told of a text that comes in pieces. */
function told(pieces: readonly string[]): unknown[] {
	const partial = createPartialJson();
	return pieces.flatMap((piece) => {
		const value = partial.push(piece);
		return value === undefined ? [] : [value];
	});
}
const split = (text: string, length: number) => text.match(new RegExp(`[\\s\\S]{1,${length}}`, "g")) ?? [];
const record = fc.dictionary(fc.string(), fc.jsonValue());

describe("JSON while it is written", () => {
	it("grows by what is complete, and by texts as they come", () => {
		expect(
			told(['{"a', '":"he', "l\\u00", 'e9"', ',"n":1', '2,"l":[tr', 'ue,{"b":nul', "l}]", "} and more {}"]),
		).toEqual([
			{},
			{ a: "he" },
			{ a: "hel" },
			{ a: "helé" },
			{ a: "helé", n: 12, l: [] },
			{ a: "helé", n: 12, l: [true, {}] },
			{ a: "helé", n: 12, l: [true, { b: null }] },
		]);
	});

	it("ends as what JSON.parse makes of it, however it is split", () => {
		fc.assert(
			fc.property(record, fc.integer({ min: 1, max: 9 }), fc.boolean(), (value, length, pretty) => {
				const text = JSON.stringify(value, null, pretty ? 2 : 0);
				expect(told(split(text, length)).at(-1)).toEqual(JSON.parse(text));
			}),
		);
	});

	it("does not change what it told before", () => {
		fc.assert(
			fc.property(record, (value) => {
				const partial = createPartialJson();
				const seen: [unknown, string][] = [];
				for (const piece of split(JSON.stringify(value), 2)) {
					const now = partial.push(piece);
					if (now !== undefined) seen.push([now, JSON.stringify(now)]);
				}
				for (const [now, then] of seen) expect(JSON.stringify(now)).toBe(then);
			}),
		);
	});

	it("shares what is complete instead of copying it", () => {
		const [before, after] = told(['{"a":[1,2],"b":"', "x"]).slice(-2) as { a: unknown }[];
		expect(before?.a).toBe(after?.a);
		expect(before).not.toBe(after);
	});

	it("begins anew where a brace was a word, and tells nothing of broken JSON", () => {
		expect(told(["Use {x} or ", '{"a":1}']).at(-1)).toEqual({ a: 1 });
		expect(told(['{"a":1]', ' {"b":tru}'])).toEqual([]);
		expect(told(["no braces at all"])).toEqual([]);
	});

	it("keeps __proto__ a property", () => {
		const value = told(['{"__proto__":{"polluted":1},"x":{"__proto__":"', 'a"}}']).at(-1);
		expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
		expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":1},"x":{"__proto__":"a"}}');
	});

	it("copies no more than some entries for each character, however wide the JSON is", () => {
		const text = JSON.stringify({ list: Array.from({ length: 20_000 }, (_, index) => index) });
		const values = told(split(text, 3)) as { list: unknown[] }[];
		const copied = values.reduce((sum, { list }) => sum + (list?.length ?? 0), 0);
		expect(copied).toBeLessThan(text.length * 5);
		expect(values.length).toBeGreaterThan(100);
		expect(values.at(-1)?.list).toHaveLength(20_000);
	});
});
