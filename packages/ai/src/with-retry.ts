import * as successor from "@workkit/ai-gateway";
import { gatewayOn } from "./gateway.ts";
import type { Answer } from "./models.ts";
import { notice } from "./notice.ts";
import type { AiResult } from "./options.ts";

/** @deprecated Use `delayMs` of `RetryConfig` from `@workkit/ai-gateway`. */
export type BackoffStrategy = "fixed" | "linear" | "exponential";
/** @deprecated Use `RetryConfig` of `@workkit/ai-gateway`: `maxAttempts` is `maxRetries + 1`. */
export interface RetryOptions {
	/** Attempts after the first. Default 3. */
	readonly maxRetries?: number | undefined;
	/** How the wait grows. Default `"exponential"`. */
	readonly backoff?: BackoffStrategy | undefined;
	/** Milliseconds before the first retry. Default 1,000. */
	readonly baseDelay?: number | undefined;
	/** Longest wait, in milliseconds. Default 30,000. */
	readonly maxDelay?: number | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Whether timeouts are tried again. Default: those that their error calls retryable. */
	readonly retryOnTimeout?: boolean | undefined;
	/** Decides instead. */
	readonly isRetryable?: ((error: unknown) => boolean) | undefined;
}
/** @deprecated Use `RunOutput` of `@workkit/ai-gateway`: `receipt.attempts` has every attempt. */
export interface RetryResult<T = unknown> extends AiResult<T> {
	/** How many attempts came after the first. */
	retries: number;
}

/**
 * The wait before a retry, in milliseconds.
 *
 * @param backoff - How waits grow.
 * @param attempt - How many retries there were.
 * @param baseDelay - Milliseconds before the first retry. Default 1,000.
 * @param maxDelay - Longest wait in milliseconds. Default 30,000.
 * @deprecated Use `delayMs` of `withRetry` from `@workkit/ai-gateway`.
 */
export function calculateDelay(
	backoff: BackoffStrategy,
	attempt: number,
	baseDelay = 1_000,
	maxDelay = 30_000,
): number {
	const growth = { fixed: 1, linear: attempt + 1, exponential: 2 ** attempt };
	return Math.min(baseDelay * growth[backoff], maxDelay);
}

/**
 * Whether the operation that threw `error` may be repeated.
 * @deprecated Use `isRetryable` of `@workkit/ai-gateway`.
 */
export const defaultIsRetryable: (error: unknown) => boolean = successor.isRetryable;

/**
 * Repeats an operation that fails in a way that may pass. Rejects with the error of the last attempt.
 *
 * @param operation - Is called once per attempt.
 * @param options - How often, and how long to wait between.
 * @deprecated Use `withRetry(gateway, { maxAttempts })` of `@workkit/ai-gateway`.
 */
export function withRetry<T>(operation: () => Promise<T>, options?: RetryOptions): Promise<T>;
/**
 * Asks a model again when it fails in a way that may pass. Rejects with the error of the last attempt.
 *
 * @param model - Its id, such as `@cf/…`.
 * @param inputs - As the model takes them.
 * @param options - How often, and how long to wait between.
 * @deprecated Use `withRetry(gateway, { maxAttempts }).run(model, inputs)` of `@workkit/ai-gateway`.
 */
export function withRetry<T = never, M extends string = string>(
	binding: successor.WorkersAiBinding,
	model: M,
	inputs: object,
	options?: RetryOptions,
): Promise<RetryResult<Answer<T, M>>>;
export async function withRetry(
	target: (() => Promise<unknown>) | successor.WorkersAiBinding,
	second: RetryOptions | string = {},
	inputs: object = {},
	last: RetryOptions = {},
): Promise<unknown> {
	notice();
	if (typeof target === "function") {
		// What the answer leaves open, the engine completes.
		const run = async (): Promise<successor.AiOutput> => ({ raw: await target() }) as successor.AiOutput;
		const gateway: successor.Gateway = { run, providers: () => ["function"], defaultProvider: () => "function" };
		const options = second as RetryOptions;
		return (await retrying(gateway, options).run("function", {}, { signal: options.signal })).raw;
	}
	const { signal } = last;
	const { raw, model, receipt } = await retrying(gatewayOn(target), last).run(
		second as string,
		{ ...inputs },
		{ signal },
	);
	return { data: raw, model, retries: receipt.attempts.length - 1 };
}

function retrying<G extends successor.Gateway>(
	gateway: G,
	options: RetryOptions,
): ReturnType<typeof successor.withRetry<G>> {
	const { maxRetries = 3, backoff = "exponential", baseDelay, maxDelay, retryOnTimeout, isRetryable } = options;
	const byDefault = (error: unknown): boolean =>
		(successor.isErrorCode(error, "WORKKIT_TIMEOUT") ? retryOnTimeout : undefined) ?? defaultIsRetryable(error);
	return successor.withRetry(gateway, {
		maxAttempts: maxRetries + 1,
		isRetryable: isRetryable ?? byDefault,
		delayMs: (_error, attempt) => calculateDelay(backoff, attempt - 1, baseDelay, maxDelay),
	});
}
