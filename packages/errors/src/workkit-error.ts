import { type ErrorSummary, summarize, toJsonSafe } from "./json-safe.ts";
import { none, type RetryStrategy } from "./retry-strategy.ts";

// In the global symbol registry, because two copies of this package may be installed side by side.
const brand: unique symbol = Symbol.for("@workkit/errors");

/** What every error of the taxonomy takes as its last argument. */
export interface WorkkitErrorOptions {
	/** The error or value that led to this one. */
	readonly cause?: unknown;
	/** Facts for whoever reads the log; copied. No secrets and no whole upstream bodies. Default `{}`. */
	readonly context?: Readonly<Record<string, unknown>> | undefined;
	/** Replaces the default strategy of the class. */
	readonly retryStrategy?: RetryStrategy | undefined;
	/** Replaces the message that the class derives from its arguments. */
	readonly message?: string | undefined;
}

/** The JSON form of a {@link WorkkitError}; the fields that a class adds are in it, too. */
export interface WorkkitErrorJson {
	name: string;
	code: string;
	message: string;
	/** HTTP status that the error answers with. */
	statusCode: number;
	retryable: boolean;
	retryStrategy: RetryStrategy;
	context: Record<string, unknown>;
	/** ISO 8601. */
	timestamp: string;
	/** Name, message and code of the cause; nothing below it. */
	cause?: ErrorSummary;
}

/**
 * The base of all errors: an `Error` with a stable code, an HTTP status and a retry strategy.
 *
 * Extend it for errors of your own: pass on name, status and strategy, and give the class its `code`. To recognise an error, use
 * {@link isWorkkitError} rather than `instanceof`: a second installed copy of this package has classes of its own.
 *
 * @example
 * ```ts
 * import { RetryStrategies, WorkkitError, type WorkkitErrorOptions } from "@workkit/errors";
 *
 * export class PrinterError extends WorkkitError {
 * 	override readonly code: string = "SHOP_PRINTER";
 *
 * 	constructor(printer: string, options?: WorkkitErrorOptions) {
 * 		super(`${printer} does not answer`, options, "Printer", 503, RetryStrategies.fixed(2_000, 3));
 * 	}
 * }
 * ```
 */
export class WorkkitError extends Error {
	declare readonly name: string;
	/** Stable and the same for every error of a class: what programs compare. */
	declare readonly code: string;
	/** The HTTP status to answer with; the same for every error of a class. A vendor's own status is in `context.status`. */
	declare readonly statusCode: number;
	/** Whether and how the failed operation may be repeated. */
	declare readonly retryStrategy: RetryStrategy;
	/** Facts for whoever reads the log. Always an object of its own, and open to additions. */
	declare readonly context: Record<string, unknown>;
	/** When the error was made. */
	declare readonly timestamp: Date;

	/**
	 * @param kind - For subclasses: a literal, since minifiers rename classes. `RateLimit` is the kind of the name
	 * `RateLimitError` and the code `WORKKIT_RATE_LIMIT`.
	 * @param statusCode - For subclasses: the HTTP status.
	 * @param strategy - For subclasses: the strategy when the options name none.
	 */
	constructor(
		message: string,
		options: WorkkitErrorOptions = {},
		kind = "Workkit",
		statusCode = 500,
		strategy: RetryStrategy = none,
	) {
		super(options.message ?? message, options);
		this.name = `${kind}Error`;
		this.code = `WORKKIT${kind.replace("Workkit", "Error").replace(/[A-Z]/g, "_$&").toUpperCase()}`;
		this.statusCode = statusCode;
		this.retryStrategy = options.retryStrategy ?? strategy;
		this.context = { ...options.context };
		this.timestamp = new Date();
		Object.defineProperty(this, brand, {});
	}

	/** Whether the failed operation may be repeated: `retryStrategy` is anything but `none`. */
	get retryable(): boolean {
		return this.retryStrategy.kind !== "none";
	}

	/**
	 * A plain object for logs, without the stack. Never throws: bigints become their digits, errors inside the context their name,
	 * message and code, and so does the context itself when it has a cycle or cannot be read.
	 */
	toJSON(): WorkkitErrorJson {
		const { message, retryable, context, cause } = this;
		return toJsonSafe({
			...this,
			message,
			retryable,
			// By itself, so that nothing in it costs the other fields.
			context: toJsonSafe(context),
			cause: cause && summarize(cause),
		}) as WorkkitErrorJson;
	}
}

/** Whether `error` is a {@link WorkkitError}, of this or of any other installed copy of the package. */
export function isWorkkitError(error: unknown): error is WorkkitError {
	return brand in Object(error);
}
