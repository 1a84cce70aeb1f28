import { describe, expect, it } from "vitest";
import { countTokens, firstTokens, pieces } from "./tokens.ts";

describe("tokens", () => {
	it("counts four UTF-8 bytes as one, rounded up", () => {
		expect([countTokens(""), countTokens("abcd"), countTokens("abcde"), countTokens("äöü")]).toEqual([0, 1, 2, 2]);
	});

	it("never cuts a character in half", () => {
		expect(firstTokens("ab😀😀", 1)).toBe("ab");
		expect(firstTokens("😀😀", 1)).toBe("😀");
	});

	it.each(["one  two\n\nthree ", '{"city":"Paris","text":"😀😀😀😀😀😀😀😀😀"}', " ", ""])(
		"splits %j without loss",
		(text) => {
			expect(pieces(text).join("")).toBe(text);
			for (const piece of pieces(text)) expect(piece).toBe(new TextDecoder().decode(new TextEncoder().encode(piece)));
		},
	);
});
