import { afterEach, describe, expect, it, vi } from "vitest";
import * as errors from "./index.ts";
import { isWorkkitError, RateLimitError, RetryStrategies, WorkkitError } from "./index.ts";

const { none, fixed } = RetryStrategies;

describe("a WorkkitError", () => {
	it("is an Error with code, status, strategy, context and time of its own", () => {
		const before = Date.now();
		const error = new WorkkitError("broken");
		expect(error).toBeInstanceOf(Error);
		expect(error.message).toBe("broken");
		expect(error.name).toBe("WorkkitError");
		expect(error.code).toBe("WORKKIT_ERROR");
		expect(error.statusCode).toBe(500);
		expect(error.retryStrategy).toEqual(none);
		expect(error.retryable).toBe(false);
		expect(error.context).toEqual({});
		expect(error.timestamp.getTime()).toBeGreaterThanOrEqual(before);
		expect("cause" in error).toBe(false);
	});

	it("keeps its cause", () => {
		const cause = new TypeError("below");
		expect(new WorkkitError("above", { cause }).cause).toBe(cause);
	});

	it("is retryable exactly when its strategy is anything but none", () => {
		expect(new WorkkitError("x", { retryStrategy: fixed(5, 1) }).retryable).toBe(true);
		expect(new WorkkitError("x", { retryStrategy: none }, "Workkit", 500, fixed(5, 1)).retryable).toBe(false);
		expect(new WorkkitError("x", {}, "Workkit", 500, fixed(5, 1)).retryable).toBe(true);
	});

	it("takes its class's strategy when the options name an undefined one", () => {
		const error = new WorkkitError(
			"x",
			{ retryStrategy: undefined, context: undefined, message: undefined },
			"Workkit",
			500,
			fixed(5, 1),
		);
		expect(error.retryStrategy).toEqual(fixed(5, 1));
		expect(error.context).toEqual({});
		expect(error.message).toBe("x");
	});

	it("copies the context it is given and accepts additions", () => {
		const given = { model: "m" };
		const error = new WorkkitError("x", { context: given });
		error.context.provider = "p";
		expect(error.context).toEqual({ model: "m", provider: "p" });
		expect(given).toEqual({ model: "m" });
	});

	it("shares no context with another error", () => {
		new WorkkitError("x").context.leak = true;
		expect(new WorkkitError("y").context).toEqual({});
	});

	it("shows its own name in the stack", () => {
		expect(new RateLimitError("slow down").stack).toMatch(/^RateLimitError: slow down/);
	});

	it("keeps its name when its class is called something else", () => {
		const y = class extends RateLimitError {};
		expect(y.name).toBe("y");
		expect(new y().name).toBe("RateLimitError");
	});

	it("makes name and code of a subclass from its kind", () => {
		class PrinterJamError extends WorkkitError {
			constructor() {
				super("x", {}, "PrinterJam", 503);
			}
		}
		const jam = new PrinterJamError();
		expect(jam).toMatchObject({ name: "PrinterJamError", code: "WORKKIT_PRINTER_JAM", statusCode: 503 });
		expect(jam.retryStrategy).toEqual(none);
	});

	it("takes another strategy later", () => {
		const error = new RateLimitError();
		Object.assign(error, { retryStrategy: none });
		expect(error.retryable).toBe(false);
		expect(error.toJSON()).toMatchObject({ retryable: false, retryStrategy: none });
	});

	it("lets a subclass in plain JavaScript set its name in the constructor", () => {
		class Custom extends WorkkitError {
			constructor() {
				super("x");
				Object.assign(this, { name: "Custom" });
			}
		}
		expect(String(new Custom())).toBe("Custom: x");
	});

	it("names itself and its message as a string, whatever its context holds", () => {
		const error = new RateLimitError("slow down", 5, { context: { big: 1n } });
		expect(error.toString()).toBe("RateLimitError: slow down");
	});
});

describe("isWorkkitError", () => {
	it("knows every class of the package", () => {
		expect(isWorkkitError(new WorkkitError("x"))).toBe(true);
		expect(isWorkkitError(new RateLimitError())).toBe(true);
	});

	it.each([undefined, null, 0, "WorkkitError", Symbol("x"), () => {}, {}, new Error("x"), Object.create(null)])(
		"says no to %s",
		(value) => {
			expect(isWorkkitError(value)).toBe(false);
		},
	);

	it("does not take a look-alike for one", () => {
		const real = new WorkkitError("x");
		expect(isWorkkitError({ ...real, ...real.toJSON() })).toBe(false);
	});
});

describe("with a second installed copy", () => {
	afterEach(() => void vi.resetModules());

	it("recognises the other copy's errors, where instanceof does not", async () => {
		vi.resetModules();
		const copy: typeof errors = await import("./index.ts");
		const foreign = new copy.RateLimitError("slow", 250);
		expect(foreign).not.toBeInstanceOf(WorkkitError);
		expect(errors.isWorkkitError(foreign)).toBe(true);
		expect(errors.isRetryable(foreign)).toBe(true);
		expect(errors.getRetryStrategy(foreign)).toEqual(fixed(250, 3));
		expect(errors.isErrorCode(foreign, "WORKKIT_RATE_LIMIT")).toBe(true);
		expect(errors.wrapError(foreign)).toBe(foreign);
		expect(errors.serializeError(foreign)).toEqual(foreign.toJSON());
		const response = errors.errorToResponse(foreign);
		expect(response.status).toBe(429);
		expect(response.headers.get("retry-after")).toBe("1");
	});
});
