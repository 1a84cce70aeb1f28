import { isErrorCode } from "@workkit/errors";
import { describe, expect, it, vi } from "vitest";
import { createRouter, type RouterConfig } from "./index.ts";

/** What creating a router of this throws. */
function refusal(config: unknown): unknown {
	try {
		createRouter(config as RouterConfig);
	} catch (error) {
		return error;
	}
	return undefined;
}

/** Whether a router takes such a last route for one that fits every model. */
const closes = (pattern: string | RegExp): boolean => !refusal({ routes: [{ pattern, provider: "p" }] });

describe("the published routers", () => {
	it("resolve by globs, with a fallback", () => {
		const router = createRouter({
			routes: [
				{ pattern: "gpt-*", provider: "openai" },
				{ pattern: "claude-*", provider: "anthropic" },
				{ pattern: "@cf/*", provider: "workers" },
			],
			fallback: "workers",
		});
		expect(router.resolve("gpt-4o")).toBe("openai");
		expect(router.resolve("claude-sonnet-4-6")).toBe("anthropic");
		expect(router.resolve("@cf/meta/llama-3.1-8b-instruct")).toBe("workers");
		expect(router.resolve("llama3")).toBe("workers");
	});

	it("resolve by regular expressions, the last of which catches all", () => {
		const router = createRouter({
			routes: [
				{ pattern: /^gpt-/, provider: "openai" },
				{ pattern: /^claude-/, provider: "anthropic" },
				{ pattern: /^@cf\//, provider: "workers-ai" },
				{ pattern: /.*/, provider: "workers-ai" },
			],
		});
		expect(router.resolve("gpt-4")).toBe("openai");
		expect(router.resolve("claude-3")).toBe("anthropic");
		expect(router.resolve("@cf/meta/llama-3.1-8b-instruct")).toBe("workers-ai");
		expect(router.resolve("anything")).toBe("workers-ai");
	});
});

describe("resolve", () => {
	it("lets the first route win that fits", () => {
		const { resolve } = createRouter({
			routes: [
				{ pattern: "gpt-4o", provider: "exact" },
				{ pattern: /^gpt-4/, provider: "expression" },
				{ pattern: "gpt-*", provider: "glob" },
				{ pattern: "gpt-5", provider: "never" },
			],
			fallback: "fallback",
		});
		expect(["gpt-4o", "gpt-4o-mini", "gpt-5", "gp"].map(resolve)).toEqual(["exact", "expression", "glob", "fallback"]);
	});

	it("does not depend on what an expression with `g` or `y` was asked before, and leaves its state alone", () => {
		const [global, sticky] = [/gpt/g, /gpt/y];
		const { resolve } = createRouter({
			routes: [
				{ pattern: sticky, provider: "begins" },
				{ pattern: global, provider: "contains" },
			],
			fallback: "none",
		});
		for (const lastIndex of [0, 2, 99]) {
			global.lastIndex = sticky.lastIndex = lastIndex;
			for (let time = 0; time < 3; time++) {
				expect(resolve("gpt-4o")).toBe("begins");
				expect(resolve("my-gpt-4o")).toBe("contains");
				expect(resolve("llama")).toBe("none");
			}
			expect([global.lastIndex, sticky.lastIndex]).toEqual([lastIndex, lastIndex]);
		}
	});

	it("asks an expression for the name as it is", () => {
		const routes = [{ pattern: /^GPT/, provider: "upper" }];
		const { resolve } = createRouter({ routes, fallback: "other" });
		expect(["GPT-4", "gpt-4"].map(resolve)).toEqual(["upper", "other"]);
	});

	it("throws a ConfigError that names model and patterns when no route fits and there is no fallback", () => {
		const { resolve } = createRouter({
			routes: [
				{ pattern: "gpt-*", provider: "a" },
				// It fits what has no line break.
				{ pattern: /^.*$/, provider: "b" },
			],
		});
		const thrown = expect.objectContaining({
			code: "WORKKIT_CONFIG",
			message: expect.stringContaining("gpt-*, /^.*$/"),
		});
		expect(() => resolve("some\nmodel")).toThrow(thrown);
		expect(() => resolve("some\nmodel")).toThrow("some\nmodel");
	});

	it.each(["", undefined, null, 5, {}, ["gpt-4"]])("throws a ValidationError for %o, which is no name", (model) => {
		const { resolve } = createRouter({ routes: [{ pattern: "*", provider: "p" }], fallback: "p" });
		expect(() => resolve(model as string)).toThrow(expect.objectContaining({ code: "WORKKIT_VALIDATION" }));
	});

	it.each(["__proto__", "constructor", "toString", "[a-z]", "a.c", "a?c", "$&", "\\", "a|b"])(
		"takes %j for nothing but a name",
		(name) => {
			const { resolve } = createRouter({ routes: [{ pattern: name, provider: name }], fallback: "other" });
			expect([name, `${name}x`, "abc", "a", ""].filter(Boolean).map(resolve)).toEqual([
				name,
				"other",
				"other",
				"other",
			]);
		},
	);

	it("goes by the routes that it was made of", () => {
		const routes = [{ pattern: "a", provider: "p" }];
		const router = createRouter({ routes, fallback: "other" });
		routes.unshift({ pattern: "*", provider: "late" });
		router.routes().length = 0;
		expect(router.resolve("a")).toBe("p");
		expect(router.routes()).toEqual([{ pattern: "a", provider: "p" }]);
	});
});

describe("the fallback", () => {
	it.each(["*", "**", /.*/, /.+/, /^.*$/, /^.+$/, /^.*/, /.*$/, /(?:)/, /^/, /[\s\S]*/, /.*/gi, /^.*$/su])(
		"may be absent when the last route is %s",
		(pattern) => {
			expect(closes(pattern)).toBe(true);
			expect(createRouter({ routes: [{ pattern, provider: "p" }] }).resolve("any-model")).toBe("p");
		},
	);

	it.each(["gpt-*", "*a", "a", "/.*/", /gpt/, /^$/, /$^/, /^gpt.*$/, /.*b/, /^(?!gpt)/, /^(gpt-.*)?$/, /.{3}/, /a*b/])(
		"may not be absent when the last route is %s",
		(pattern) => {
			expect(refusal({ routes: [{ pattern, provider: "p" }] })).toMatchObject({
				code: "WORKKIT_CONFIG",
				message: expect.stringContaining("fallback"),
			});
			expect(closes(pattern)).toBe(false);
		},
	);

	it("is needed when a route that fits all stands anywhere but last", () => {
		const routes = [
			{ pattern: "*", provider: "p" },
			{ pattern: "a", provider: "p" },
		];
		expect(isErrorCode(refusal({ routes }), "WORKKIT_CONFIG")).toBe(true);
	});

	it("alone makes a router", () => {
		const router = createRouter({ routes: [], fallback: "p" });
		expect([router.resolve("any"), router.routes()]).toEqual(["p", []]);
	});
});

describe("a configuration that cannot work", () => {
	const good = { pattern: "*", provider: "p" };
	const bad: unknown[] = [
		undefined,
		null,
		"gpt-*",
		{},
		{ routes: [] },
		{ routes: "*" },
		{ routes: 5, fallback: "p" },
		{ routes: [null], fallback: "p" },
		{ routes: ["*"], fallback: "p" },
		{ routes: [{ provider: "p" }], fallback: "p" },
		{ routes: [{ ...good, pattern: "" }], fallback: "p" },
		{ routes: [{ ...good, pattern: { source: ".*" } }], fallback: "p" },
		{ routes: [{ pattern: "*" }], fallback: "p" },
		{ routes: [{ ...good, provider: "" }], fallback: "p" },
		{ routes: [{ ...good, provider: 5 }], fallback: "p" },
		{ routes: [good], fallback: "" },
		{ routes: [good], fallback: null },
		{ routes: [good], fallback: 5 },
	];

	it.each(bad)("is refused with a ConfigError: %o", (config) => {
		expect(refusal(config)).toMatchObject({ code: "WORKKIT_CONFIG" });
	});
});

describe("a glob against the name that is worst for it", () => {
	it.each([
		[`${"*a".repeat(2_000)}*b*c`, `${"a".repeat(4_000)}c`],
		[`${"a*".repeat(2_000)}d*b`, `${"a".repeat(4_000)}cb`],
		[`${"*ab".repeat(500)}*c*`, "ab".repeat(4_000)],
		[`${"*".repeat(2_000)}b*c`, `${"a".repeat(4_000)}c`],
	])("looks for each of its pieces once, from where the one before ended: %#", (pattern, model) => {
		const { resolve } = createRouter({ routes: [{ pattern, provider: "p" }], fallback: "none" });
		const search = vi.spyOn(String.prototype, "indexOf");
		const answer = resolve(model);
		const searches = search.mock.calls.map(([piece, from]) => [piece.length, from ?? 0] as const);
		const found = search.mock.results.map(({ value }) => value as number);
		search.mockRestore();
		expect(answer).toBe("none");
		expect(searches.length).toBeGreaterThan(0);
		expect(searches.length).toBeLessThanOrEqual(pattern.split("*").length);
		let end = searches[0]?.[1] ?? 0;
		for (const [index, [length, from]] of searches.entries()) {
			expect(from).toBe(end);
			end = (found[index] ?? 0) + length;
		}
	});
});
