import { describe, expect, it } from "vitest";
import { highlight } from "./highlight.ts";
import { literal } from "./literal.ts";

describe("literal", () => {
	it("writes what reads back as the same", () => {
		const value = { "a-b": [1, 'two\n"', { c: true }], d: { long: "x".repeat(90), e: [] } };
		expect(new Function(`return (${literal(value)});`)()).toEqual(value);
		expect(literal(value)).toContain('"a-b": [');
	});

	it("keeps short values on a line and breaks long ones, members indented", () => {
		expect(literal({ a: 1, b: ["c"] })).toBe('{ a: 1, b: ["c"] }');
		expect(literal({ a: "x".repeat(60), b: "y".repeat(60) })).toBe(
			`{\n\ta: "${"x".repeat(60)}",\n\tb: "${"y".repeat(60)}",\n}`,
		);
	});

	it("writes code for the texts that it stands for", () => {
		expect(literal({ a: "long" }, { long: "short" })).toBe("{ a: short }");
	});
});

describe("highlight", () => {
	it("loses nothing and tells strings from comments", () => {
		const code = 'const a = call("x // y", 1_000); // "no string"\n';
		const tokens = highlight(code);
		expect(tokens.map(({ text }) => text).join("")).toBe(code);
		expect(tokens.filter(({ kind }) => kind !== "plain").map(({ text, kind }) => [text, kind])).toEqual([
			["const", "keyword"],
			["call", "call"],
			['"x // y"', "string"],
			["1_000", "number"],
			['// "no string"', "comment"],
		]);
	});
});
