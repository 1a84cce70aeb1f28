import { describe, expect, it } from "vitest";
import {
	BindingError,
	BindingNotFoundError,
	BudgetExceededError,
	ConfigError,
	ConflictError,
	ForbiddenError,
	InternalError,
	isWorkkitError,
	NotFoundError,
	RateLimitError,
	RetryStrategies,
	type RetryStrategy,
	ServiceUnavailableError,
	StreamInterruptedError,
	TimeoutError,
	UnauthorizedError,
	UnsupportedOperationError,
	ValidationError,
	WorkkitError,
	type WorkkitErrorOptions,
} from "./index.ts";

const { none, fixed, exponential } = RetryStrategies;

type Row = [
	make: (options?: WorkkitErrorOptions) => WorkkitError,
	name: string,
	code: string,
	status: number,
	strategy: RetryStrategy,
	message: string,
];

const table: Row[] = [
	[(o) => new BindingError("m", o), "BindingError", "BINDING_ERROR", 500, none, "m"],
	[
		(o) => new BindingNotFoundError("AI", o),
		"BindingNotFoundError",
		"BINDING_NOT_FOUND",
		500,
		none,
		'Binding "AI" not found',
	],
	[(o) => new NotFoundError("Model", "x", o), "NotFoundError", "NOT_FOUND", 404, none, 'Model "x" not found'],
	[(o) => new NotFoundError("Model", undefined, o), "NotFoundError", "NOT_FOUND", 404, none, "Model not found"],
	[(o) => new ConflictError("m", o), "ConflictError", "CONFLICT", 409, exponential(100, 5_000, 3), "m"],
	[(o) => new ValidationError("m", [], o), "ValidationError", "VALIDATION", 400, none, "m"],
	[(o) => new UnauthorizedError("m", o), "UnauthorizedError", "UNAUTHORIZED", 401, none, "m"],
	[(o) => new UnauthorizedError(undefined, o), "UnauthorizedError", "UNAUTHORIZED", 401, none, "Unauthorized"],
	[(o) => new ForbiddenError("m", o), "ForbiddenError", "FORBIDDEN", 403, none, "m"],
	[(o) => new ForbiddenError(undefined, o), "ForbiddenError", "FORBIDDEN", 403, none, "Forbidden"],
	[
		(o) => new TimeoutError("run", 50, o),
		"TimeoutError",
		"TIMEOUT",
		504,
		exponential(500, 10_000, 3),
		"run timed out after 50 ms",
	],
	[
		(o) => new TimeoutError("run", undefined, o),
		"TimeoutError",
		"TIMEOUT",
		504,
		exponential(500, 10_000, 3),
		"run timed out",
	],
	[(o) => new RateLimitError("m", 20, o), "RateLimitError", "RATE_LIMIT", 429, fixed(20, 3), "m"],
	[
		(o) => new RateLimitError(undefined, undefined, o),
		"RateLimitError",
		"RATE_LIMIT",
		429,
		fixed(1_000, 3),
		"Rate limited",
	],
	[
		(o) => new ServiceUnavailableError("openai", o),
		"ServiceUnavailableError",
		"SERVICE_UNAVAILABLE",
		503,
		exponential(1_000, 30_000, 5),
		"openai is unavailable",
	],
	[(o) => new InternalError("m", o), "InternalError", "INTERNAL", 500, none, "m"],
	[(o) => new InternalError(undefined, o), "InternalError", "INTERNAL", 500, none, "Internal error"],
	[(o) => new ConfigError("m", o), "ConfigError", "CONFIG", 500, none, "m"],
	[
		(o) => new StreamInterruptedError("cut", o),
		"StreamInterruptedError",
		"STREAM_INTERRUPTED",
		502,
		exponential(500, 10_000, 3),
		"Stream interrupted: cut",
	],
	[
		(o) => new UnsupportedOperationError("p", "embed", o),
		"UnsupportedOperationError",
		"UNSUPPORTED_OPERATION",
		400,
		none,
		"p does not support embed",
	],
	[(o) => new BudgetExceededError("m", o), "BudgetExceededError", "BUDGET_EXCEEDED", 402, none, "m"],
];

describe.each(table)("%s %s", (make, name, code, status, strategy, message) => {
	it("has its name, code, status, strategy and message", () => {
		const error = make();
		expect(error).toBeInstanceOf(WorkkitError);
		expect(isWorkkitError(error)).toBe(true);
		expect(error.name).toBe(name);
		expect(error.code).toBe(`WORKKIT_${code}`);
		expect(error.statusCode).toBe(status);
		expect(error.retryStrategy).toEqual(strategy);
		expect(error.retryable).toBe(strategy.kind !== "none");
		expect(error.message).toBe(message);
		expect(error.context).toEqual({});
	});

	it("takes cause, context, strategy and message from its last argument", () => {
		const cause = new Error("below");
		const error = make({ cause, context: { a: 1 }, retryStrategy: fixed(7, 1), message: "other" });
		expect(error.cause).toBe(cause);
		expect(error.context).toEqual({ a: 1 });
		expect(error.retryStrategy).toEqual(fixed(7, 1));
		expect(error.message).toBe("other");
	});
});

describe("what single classes know besides", () => {
	it("the issues of a validation", () => {
		const issues = [{ message: "too long", path: ["messages", 0] }];
		expect(new ValidationError("m", issues).issues).toBe(issues);
		expect(new ValidationError("m").issues).toBeUndefined();
	});

	it("an unsupported operation is a validation error", () => {
		expect(new UnsupportedOperationError("p", "embed")).toBeInstanceOf(ValidationError);
	});

	it("what was not found", () => {
		expect(new NotFoundError("Model", "x")).toMatchObject({ resource: "Model", id: "x" });
		expect(new NotFoundError("Model").id).toBeUndefined();
	});

	it("what timed out, and when", () => {
		expect(new TimeoutError("run", 50)).toMatchObject({ operation: "run", timeoutMs: 50 });
		expect(new TimeoutError("run").timeoutMs).toBeUndefined();
	});

	it.each(["cut", "malformed", "vendor"] as const)("why a stream was interrupted: %s", (reason) => {
		expect(new StreamInterruptedError(reason)).toMatchObject({ reason, message: `Stream interrupted: ${reason}` });
	});

	it("what is left of a budget, once somebody has set it", () => {
		const error = new BudgetExceededError("m");
		expect(error.remaining).toBeUndefined();
		error.remaining = "0.25";
		expect(error.toJSON()).toMatchObject({ remaining: "0.25", context: {} });
	});

	it("the wait of a rate limit, 0 included", () => {
		expect(new RateLimitError("m", 0)).toMatchObject({ retryAfterMs: 0, retryStrategy: fixed(0, 3) });
		expect(new RateLimitError("m").retryAfterMs).toBeUndefined();
	});
});
