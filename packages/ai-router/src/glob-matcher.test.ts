import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globMatcher } from "./glob-matcher.ts";
import { createRouter } from "./index.ts";

/** The definition, tried in every way: slow, and plainly right. */
function fits(glob: string, text: string): boolean {
	if (glob === "") return text === "";
	if (glob.startsWith("*")) return fits(glob.slice(1), text) || (text !== "" && fits(glob, text.slice(1)));
	return glob[0]?.toLowerCase() === text[0]?.toLowerCase() && fits(glob.slice(1), text.slice(1));
}

const letters = fc.constantFrom("a", "b", "A", "-", ".");
const glob = fc.string({ unit: fc.oneof(letters, fc.constant("*")), maxLength: 8 });
const text = fc.string({ unit: letters, maxLength: 10 });

describe("a glob", () => {
	it("fits what the definition says", () => {
		fc.assert(
			fc.property(glob, text, (pattern, model) => {
				expect(globMatcher(pattern)(model.toLowerCase())).toBe(fits(pattern, model));
			}),
			{ numRuns: 5_000 },
		);
	});

	it("fits a name that is made from it", () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(text, text)), (pieces) => {
				const pattern = pieces.map(([literal]) => literal).join("*");
				const model = pieces.map(([literal, filling], index) => (index ? filling : "") + literal).join("");
				expect(globMatcher(pattern)(model.toLowerCase())).toBe(true);
			}),
		);
	});

	it.each([
		["gpt-*", "GPT-4o", true],
		["GPT-*", "gpt-4o", true],
		["gpt-*", "gpt-", true],
		["gpt-*", "gpt", false],
		["gpt-*", "my-gpt-4", false],
		["*-mini", "gpt-4o-MINI", true],
		["*-mini", "gpt-4o-minimal", false],
		["a*a", "a", false],
		["a*a", "aa", true],
		["*aa*aa*", "aaa", false],
		["*/llama-*-8b*", "@cf/meta/llama-3.1-8b-instruct", true],
		["*", "любая модель\n😀", true],
	])("%s and %s: %s", (pattern, model, expected) => {
		expect(globMatcher(pattern)(model.toLowerCase())).toBe(expected);
	});
});

describe("a router", () => {
	it("resolves to the first of its routes that fits, or to the fallback", () => {
		const route = fc.oneof(
			glob.filter(Boolean),
			glob.map((source) => new RegExp(source.replaceAll("*", ".*").replaceAll("-", "\\-"), "gi")),
		);
		fc.assert(
			fc.property(fc.array(route, { maxLength: 6 }), text.filter(Boolean), (patterns, model) => {
				const routes = patterns.map((pattern, index) => ({ pattern, provider: `p${index}` }));
				const first = patterns.findIndex((pattern) =>
					typeof pattern === "string" ? fits(pattern, model) : new RegExp(pattern.source, "i").test(model),
				);
				const router = createRouter({ routes, fallback: "none" });
				expect(router.resolve(model)).toBe(first < 0 ? "none" : `p${first}`);
				expect(router.routes()).toEqual(routes);
			}),
			{ numRuns: 1_000 },
		);
	});
});
