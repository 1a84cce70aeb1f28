import { describe, expect, it } from "vitest";
import { createModelAllowlist, isAllowedModel, type ModelAllowlistConfig } from "./index.ts";

const config: ModelAllowlistConfig = {
	openai: ["gpt-4o", "gpt-4o-mini"],
	groq: [{ prefix: "llama-3.1-" }, "mixtral"],
	nobody: [],
};

describe("isAllowedModel", () => {
	it("allows an exact name and nothing near it", () => {
		expect(isAllowedModel(config, "openai", "gpt-4o")).toBe(true);
		for (const model of ["gpt-4", "gpt-4o-", "gpt-4o-2024", " gpt-4o", "gpt-4o ", "gpt-4o\n", "GPT-4o", "gpt-4\u03bf"])
			expect(isAllowedModel(config, "openai", model)).toBe(false);
	});

	it("allows what begins with a prefix, the prefix itself included", () => {
		for (const model of ["llama-3.1-", "llama-3.1-8b", "llama-3.1-70b"])
			expect(isAllowedModel(config, "groq", model)).toBe(true);
		for (const model of ["llama-3.1", "xllama-3.1-8b", "LLAMA-3.1-8b", " llama-3.1-8b"])
			expect(isAllowedModel(config, "groq", model)).toBe(false);
	});

	it("allows a model for its own provider only", () => {
		expect(isAllowedModel(config, "groq", "gpt-4o")).toBe(false);
		expect(isAllowedModel(config, "openai", "mixtral")).toBe(false);
	});

	it("allows nothing for an unknown provider or an empty list", () => {
		for (const provider of ["", "mistral", "OpenAI", "nobody"])
			expect(isAllowedModel(config, provider, "gpt-4o")).toBe(false);
	});

	it("lets an empty matcher match nothing", () => {
		for (const model of ["", "gpt-4o"]) expect(isAllowedModel({ p: ["", { prefix: "" }] }, "p", model)).toBe(false);
	});

	it("takes no key of the prototype for a provider", () => {
		const names = [...Object.getOwnPropertyNames(Object.prototype), ...Object.getOwnPropertyNames(Array.prototype)];
		for (const provider of names)
			for (const model of [...names, "gpt-4o", "length"]) expect(isAllowedModel(config, provider, model)).toBe(false);
		expect(names).toContain("__proto__");
	});

	it("reads a configuration without a prototype, and one from JSON", () => {
		const bare = Object.assign(Object.create(null) as object, config) as ModelAllowlistConfig;
		expect(isAllowedModel(bare, "openai", "gpt-4o")).toBe(true);
		expect(isAllowedModel(bare, "toString", "gpt-4o")).toBe(false);
		expect(isAllowedModel(JSON.parse(JSON.stringify(config)), "groq", "llama-3.1-8b")).toBe(true);
	});

	it("says no, and does not throw, to questions that are no strings", () => {
		const others = [undefined, null, 0, 1, true, {}, [], ["openai"], ["gpt-4o"], new String("gpt-4o"), Symbol("x"), 1n];
		for (const other of others) {
			expect(isAllowedModel(config, "openai", other as string)).toBe(false);
			expect(isAllowedModel(config, other as string, "gpt-4o")).toBe(false);
		}
	});

	it("says no, and does not throw, when the configuration is malformed", () => {
		const matchers = [
			undefined,
			null,
			0,
			true,
			{},
			[],
			["m"],
			/m/,
			{ prefix: /m/ },
			{ prefix: 0 },
			{ prefix: ["m"] },
			{ prefix: null },
		];
		for (const matcher of matchers) {
			expect(isAllowedModel({ p: [matcher] } as never, "p", "m")).toBe(false);
			expect(isAllowedModel({ p: matcher } as never, "p", "n")).toBe(false);
		}
		for (const broken of [undefined, null, "p", 0, [], { p: "m" }, { p: { 0: "m", length: 1 } }])
			expect(isAllowedModel(broken as never, "p", "m")).toBe(false);
	});

	it("finds a good matcher behind a bad one", () => {
		expect(isAllowedModel({ p: [null, 5, "m"] } as never, "p", "m")).toBe(true);
	});

	it("agrees with the plain rule for every short name", () => {
		const names = ["", "a", "b", "aa", "ab", "ba", "bb", "aab", "aba"];
		for (const exact of names)
			for (const prefix of names)
				for (const model of names) {
					const plain = model !== "" && (model === exact || (prefix !== "" && model.startsWith(prefix)));
					expect(isAllowedModel({ p: [exact, { prefix }] }, "p", model)).toBe(plain);
				}
	});
});

describe("createModelAllowlist", () => {
	it("answers as isAllowedModel does, destructured too", () => {
		const { isAllowed } = createModelAllowlist(config);
		for (const provider of ["openai", "groq", "nobody", "toString"])
			for (const model of ["gpt-4o", "llama-3.1-8b", "mixtral", ""])
				expect(isAllowed(provider, model)).toBe(isAllowedModel(config, provider, model));
	});
});
