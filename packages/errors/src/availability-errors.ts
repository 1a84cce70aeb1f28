import { exponential, fixed } from "./retry-strategy.ts";
import { WorkkitError, type WorkkitErrorOptions } from "./workkit-error.ts";

/** `WORKKIT_RATE_LIMIT`, 429: too many requests. Retried up to 3 times, each after the server's wait, or 1 s where it named none. */
export class RateLimitError extends WorkkitError {
	/** The wait that the server asked for, in ms, 0 included; `undefined` when it named none. */
	declare readonly retryAfterMs: number | undefined;

	constructor(message = "Rate limited", retryAfterMs?: number, options?: WorkkitErrorOptions) {
		super(message, options, "RateLimit", 429, fixed(retryAfterMs ?? 1_000, 3));
		this.retryAfterMs = retryAfterMs;
	}
}

/** `WORKKIT_STREAM_INTERRUPTED`, 502: a stream ended before it was complete. Retried up to 3 times, after 500 ms doubling up to 10 s. */
export class StreamInterruptedError extends WorkkitError {
	/** `cut`: it just ended; `malformed`: it cannot be read; `vendor`: it carried an error. */
	declare readonly reason: "cut" | "malformed" | "vendor";

	/** Pass `retryStrategy: RetryStrategies.none` once events were handed out: a repeated stream would start over. */
	constructor(reason: "cut" | "malformed" | "vendor", options?: WorkkitErrorOptions) {
		super(`Stream interrupted: ${reason}`, options, "StreamInterrupted", 502, exponential(500, 10_000, 3));
		this.reason = reason;
	}
}

/** `WORKKIT_SERVICE_UNAVAILABLE`, 503: a service is down or overloaded. Retried up to 5 times, after 1 s doubling up to 30 s. */
export class ServiceUnavailableError extends WorkkitError {
	constructor(service: string, options?: WorkkitErrorOptions) {
		super(`${service} is unavailable`, options, "ServiceUnavailable", 503, exponential(1_000, 30_000, 5));
	}
}

/** `WORKKIT_TIMEOUT`, 504: an operation took too long. Retried up to 3 times, after 500 ms doubling up to 10 s. */
export class TimeoutError extends WorkkitError {
	/** What took too long. */
	declare readonly operation: string;
	/** How long it was given, in ms. */
	declare readonly timeoutMs: number | undefined;

	constructor(operation: string, timeoutMs?: number, options?: WorkkitErrorOptions) {
		super(
			`${operation} timed out${timeoutMs ? ` after ${timeoutMs} ms` : ""}`,
			options,
			"Timeout",
			504,
			exponential(500, 10_000, 3),
		);
		this.operation = operation;
		this.timeoutMs = timeoutMs;
	}
}
