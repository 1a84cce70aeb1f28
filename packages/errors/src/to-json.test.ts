import { describe, expect, it } from "vitest";
import { InternalError, NotFoundError, RetryStrategies, ValidationError, WorkkitError } from "./index.ts";

/** The context as it arrives after a trip through JSON. */
function contextInJson(context: Record<string, unknown>): unknown {
	return JSON.parse(JSON.stringify(new WorkkitError("x", { context }))).context;
}

describe("toJSON", () => {
	it("lists what a log needs and leaves out the stack", () => {
		const error = new NotFoundError("Model", "m-1", { context: { provider: "p" } });
		expect(error.toJSON()).toStrictEqual({
			name: "NotFoundError",
			code: "WORKKIT_NOT_FOUND",
			message: 'Model "m-1" not found',
			statusCode: 404,
			retryable: false,
			retryStrategy: { kind: "none" },
			context: { provider: "p" },
			timestamp: error.timestamp.toISOString(),
			resource: "Model",
			id: "m-1",
		});
	});

	it("shows the strategy and that it is retryable", () => {
		const retryStrategy = RetryStrategies.exponential(1, 2, 3);
		expect(new InternalError("x", { retryStrategy }).toJSON()).toMatchObject({ retryable: true, retryStrategy });
	});

	it("reduces the cause to name, message and code", () => {
		const deep = new TypeError("deep");
		const cause = new NotFoundError("Model", undefined, { cause: deep, context: { secret: 1 } });
		expect(new InternalError("x", { cause }).toJSON().cause).toStrictEqual({
			name: "NotFoundError",
			message: "Model not found",
			code: "WORKKIT_NOT_FOUND",
		});
	});

	it.each([
		["a plain error", new TypeError("t"), { name: "TypeError", message: "t" }],
		["an abort", new DOMException("stop", "AbortError"), { name: "AbortError", message: "stop", code: 20 }],
		["a string", "boom", { name: "Error", message: "boom" }],
		["a number", 42, { name: "Error", message: "42" }],
		["a symbol", Symbol("s"), { name: "Error", message: "Symbol(s)" }],
		["an object without a prototype", Object.create(null), { name: "Error", message: "" }],
		["an object with a bigint as its message", { message: 5n }, { name: "Error", message: "5" }],
	])("describes %s as the cause", (_, cause, summary) => {
		const json = new InternalError("x", { cause }).toJSON();
		expect(json.cause).toStrictEqual(summary);
		expect(() => JSON.stringify(json)).not.toThrow();
	});

	it("writes a bigint as its digits", () => {
		expect(contextInJson({ tokens: 12345678901234567890n, list: [1n] })).toEqual({
			tokens: "12345678901234567890",
			list: ["1"],
		});
	});

	it("gives up a context with a cycle, and only that", () => {
		const loop: Record<string, unknown> = {};
		loop.self = { back: loop };
		const error = new NotFoundError("Model", "m-1", { context: { loop }, cause: new TypeError("t") });
		expect(JSON.parse(JSON.stringify(error))).toEqual({
			...new NotFoundError("Model", "m-1").toJSON(),
			timestamp: error.timestamp.toISOString(),
			context: { name: "Error", message: "[object Object]" },
			cause: { name: "TypeError", message: "t" },
		});
	});

	it("takes a value that is met twice for no cycle", () => {
		const shared = { a: 1 };
		expect(contextInJson({ first: shared, second: shared })).toEqual({ first: { a: 1 }, second: { a: 1 } });
	});

	it("writes what a class or a caller adds", () => {
		const issues = [{ message: "too big", input: 5n }];
		const error = Object.assign(new ValidationError("m", issues), { tokens: 7n });
		expect(JSON.parse(JSON.stringify(error))).toMatchObject({
			issues: [{ message: "too big", input: "5" }],
			tokens: "7",
		});
	});

	it("keeps name, message and code when an addition has a cycle", () => {
		const loop: Record<string, unknown> = {};
		loop.self = loop;
		const error = Object.assign(new InternalError("m"), { loop });
		expect(JSON.parse(JSON.stringify(error))).toEqual({
			name: "InternalError",
			message: "m",
			code: "WORKKIT_INTERNAL",
		});
	});

	it("writes an error in full wherever the caller puts it, and again", () => {
		const error = new InternalError("m", { context: { a: 1n } });
		for (const json of [1, 2].map(() => JSON.parse(JSON.stringify({ level: "error", error })))) {
			expect(json.error).toMatchObject({ code: "WORKKIT_INTERNAL", statusCode: 500, context: { a: "1" } });
		}
	});

	it("drops functions and symbols as JSON does", () => {
		expect(contextInJson({ call: () => 1, mark: Symbol("x"), kept: 1 })).toEqual({ kept: 1 });
	});

	it("writes dates, URLs and whatever else knows its own JSON", () => {
		expect(contextInJson({ at: new Date(0), url: new URL("https://example.com/a") })).toEqual({
			at: "1970-01-01T00:00:00.000Z",
			url: "https://example.com/a",
		});
	});

	it("reduces errors in the context to name, message and code", () => {
		const first = new NotFoundError("Model");
		expect(contextInJson({ attempts: [{ error: first }, { error: new RangeError("r") }] })).toEqual({
			attempts: [
				{ error: { name: "NotFoundError", message: "Model not found", code: "WORKKIT_NOT_FOUND" } },
				{ error: { name: "RangeError", message: "r" } },
			],
		});
	});

	it("ends when the context leads back to the error", () => {
		const error = new WorkkitError("x");
		error.context.receipt = { attempts: [{ error }] };
		expect(JSON.parse(JSON.stringify(error)).context).toEqual({
			receipt: { attempts: [{ error: { name: "WorkkitError", message: "x", code: "WORKKIT_ERROR" } }] },
		});
	});

	it("survives values that cannot be read", () => {
		const broken = {
			get secret(): never {
				throw new Error("no");
			},
		};
		const rude = {
			toJSON(): never {
				throw new Error("no");
			},
		};
		for (const context of [{ broken }, { rude }]) {
			expect(contextInJson(context)).toEqual({ name: "Error", message: "[object Object]" });
			expect(contextInJson({ kept: 1 })).toEqual({ kept: 1 });
		}
	});

	it("survives nesting deeper than the stack", () => {
		let deep: unknown = 1;
		for (let level = 0; level < 20_000; level++) deep = { deep };
		expect(() => JSON.stringify(new WorkkitError("x", { context: { deep } }).toJSON())).not.toThrow();
	});

	it("keeps a key named __proto__ as data", () => {
		const hostile = JSON.parse('{"__proto__": {"polluted": true}}');
		const { context } = new WorkkitError("x", { context: { hostile } }).toJSON();
		expect(Object.getPrototypeOf(context.hostile)).toBe(Object.prototype);
		expect(JSON.stringify(context)).toBe('{"hostile":{"__proto__":{"polluted":true}}}');
	});
});
