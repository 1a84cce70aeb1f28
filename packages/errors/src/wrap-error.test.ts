import { describe, expect, it } from "vitest";
import { ConfigError, InternalError, isErrorCode, NotFoundError, serializeError, wrapError } from "./index.ts";

describe("wrapError", () => {
	it("passes an error of the taxonomy through untouched", () => {
		const error = new NotFoundError("Model");
		expect(wrapError(error, "other")).toBe(error);
		expect(error.message).toBe("Model not found");
	});

	it.each([new TypeError("secret"), "secret", undefined])("makes %s the cause of an internal error", (thrown) => {
		const wrapped = wrapError(thrown);
		expect(wrapped).toBeInstanceOf(InternalError);
		expect(wrapped.cause).toBe(thrown);
		expect(wrapped.message).toBe("Internal error");
	});

	it("takes the message it is given", () => {
		expect(wrapError(new Error("x"), "while reading").message).toBe("while reading");
	});
});

describe("isErrorCode", () => {
	it("compares the code of an error of the taxonomy", () => {
		expect(isErrorCode(new ConfigError("m"), "WORKKIT_CONFIG")).toBe(true);
		expect(isErrorCode(new ConfigError("m"), "WORKKIT_INTERNAL")).toBe(false);
	});

	it("says no to a foreign error with the same code", () => {
		expect(isErrorCode(Object.assign(new Error("m"), { code: "WORKKIT_CONFIG" }), "WORKKIT_CONFIG")).toBe(false);
		expect(isErrorCode(undefined, "WORKKIT_CONFIG")).toBe(false);
	});
});

describe("serializeError", () => {
	it("gives an error of the taxonomy in full", () => {
		const error = new NotFoundError("Model", "x", { context: { a: 1n } });
		expect(serializeError(error)).toStrictEqual(error.toJSON());
	});

	const unreadable = {
		get message(): never {
			throw new Error("no");
		},
	};
	it.each([
		[new TypeError("t"), { name: "TypeError", message: "t" }],
		[
			Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
			{ name: "Error", message: "refused", code: "ECONNREFUSED" },
		],
		["boom", { name: "Error", message: "boom" }],
		[42n, { name: "Error", message: "42" }],
		[undefined, { name: "Error", message: "undefined" }],
		[
			{ name: "AiError", message: "5007: No such model" },
			{ name: "AiError", message: "5007: No such model" },
		],
		[Object.create(null), { name: "Error", message: "" }],
		[unreadable, { name: "Error", message: "" }],
	])("names a foreign value: case %#", (thrown, summary) => {
		expect(serializeError(thrown)).toStrictEqual(summary);
	});
});
