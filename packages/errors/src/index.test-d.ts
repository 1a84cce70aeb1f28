import { expectTypeOf } from "vitest";
import {
	BindingNotFoundError,
	ConfigError,
	type ErrorSummary,
	errorToResponse,
	fromHttpStatus,
	getRetryDelay,
	InternalError,
	isErrorCode,
	isWorkkitError,
	NotFoundError,
	parseRetryAfter,
	RateLimitError,
	RetryStrategies,
	type RetryStrategy,
	StreamInterruptedError,
	serializeError,
	TimeoutError,
	UnsupportedOperationError,
	ValidationError,
	type ValidationIssue,
	WorkkitError,
	type WorkkitErrorJson,
	type WorkkitErrorOptions,
	wrapError,
} from "./index.ts";

declare const thrown: unknown;

// What is known of a thrown value once it has been recognised.
if (isWorkkitError(thrown)) {
	expectTypeOf(thrown).toEqualTypeOf<WorkkitError>();
	expectTypeOf(thrown.code).toEqualTypeOf<string>();
	expectTypeOf(thrown.context).toEqualTypeOf<Record<string, unknown>>();
	thrown.context.receipt = {};
}
if (isErrorCode(thrown, "WORKKIT_TIMEOUT")) expectTypeOf(thrown.code).toEqualTypeOf<"WORKKIT_TIMEOUT">();
expectTypeOf(serializeError(thrown)).toEqualTypeOf<WorkkitErrorJson | ErrorSummary>();
expectTypeOf(wrapError(thrown)).toEqualTypeOf<WorkkitError>();
expectTypeOf(errorToResponse(thrown, { headers: { "x-request-id": "r" } })).toEqualTypeOf<Response>();

// Constructors.
expectTypeOf(new ValidationError("m").issues).toEqualTypeOf<readonly ValidationIssue[] | undefined>();
expectTypeOf(new ValidationError("m", [{ message: "x", path: ["a", 0, { key: "b" }] }])).toExtend<WorkkitError>();
expectTypeOf(new UnsupportedOperationError("p", "embed")).toExtend<ValidationError>();
expectTypeOf(new RateLimitError().retryAfterMs).toEqualTypeOf<number | undefined>();
expectTypeOf(new TimeoutError("run", 5).timeoutMs).toEqualTypeOf<number | undefined>();
expectTypeOf(new NotFoundError("Model").id).toEqualTypeOf<string | undefined>();
expectTypeOf(new StreamInterruptedError("cut").reason).toEqualTypeOf<"cut" | "malformed" | "vendor">();
new InternalError();
new BindingNotFoundError("AI", { cause: thrown, context: undefined, retryStrategy: undefined, message: undefined });
// @ts-expect-error a configuration error says what is wrong
new ConfigError();
// @ts-expect-error there are three reasons
new StreamInterruptedError("bored");
// @ts-expect-error the code of a class is fixed
new InternalError().code = "OTHER";
// @ts-expect-error a context is a record
new InternalError("m", { context: "text" });

// Strategies.
expectTypeOf(RetryStrategies.none).toEqualTypeOf<RetryStrategy>();
expectTypeOf(getRetryDelay(RetryStrategies.fixed(1, 2), 1)).toEqualTypeOf<number | null>();
// @ts-expect-error an exponential strategy needs its limit
({ kind: "exponential", baseMs: 1, maxAttempts: 1 }) satisfies RetryStrategy;

// HTTP.
expectTypeOf(fromHttpStatus(429, undefined, { retryAfterMs: undefined })).toEqualTypeOf<WorkkitError>();
expectTypeOf(parseRetryAfter(new Headers())).toEqualTypeOf<number | undefined>();
// @ts-expect-error the message is an argument of its own
fromHttpStatus(500, "m", { message: "n" });

// Subclasses of others.
class PrinterError extends WorkkitError {
	override readonly code: "SHOP_PRINTER" = "SHOP_PRINTER";

	constructor(printer: string, options?: WorkkitErrorOptions) {
		super(`${printer} does not answer`, options, "Printer", 503, RetryStrategies.fixed(2_000, 3));
	}
}
expectTypeOf(new PrinterError("p").code).toEqualTypeOf<"SHOP_PRINTER">();
