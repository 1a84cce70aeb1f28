import {
	type AiOutput,
	type EmbedOutput,
	type Gateway,
	type Middleware,
	type OperationName,
	type Operations,
	type StreamOptions,
	type TaskOutput,
	use,
	type Wrapped,
} from "@workkit/ai-core";
import { observeCall } from "./outcome.ts";
import { quietly } from "./quietly.ts";

/** Told of calls. What a hook throws, or its promise rejects with, is ignored, and nobody waits for it. */
export interface LoggingConfig {
	/** A call begins. The input holds the prompt: whether it is logged is up to the hook. */
	onRequest?(model: string, input: Operations[OperationName]["input"], options: StreamOptions): unknown;
	/**
	 * A call was answered, after `durationMs` milliseconds; a stream, when it is over. Of a stream whose reader lost interest, the output is what it had said, without
	 * `finishReason`.
	 */
	onResponse?(model: string, output: AiOutput | EmbedOutput | TaskOutput, durationMs: number): unknown;
	/** A call failed, or a stream broke. */
	onError?(model: string, error: unknown): unknown;
}

/** A gateway that logs. */
export type LoggedGateway<G extends Gateway = Gateway> = Wrapped<G>;

/**
 * Tells hooks of every call of every operation, and of streams to their end. Inside `withRetry` the hooks see each attempt,
 * around it each call. `withTelemetry` does the same in OpenTelemetry's terms.
 *
 * @example
 * ```ts
 * import { type Gateway, withLogging } from "@workkit/ai-gateway";
 *
 * declare const gateway: Gateway;
 * const logged = withLogging(gateway, {
 * 	onResponse: (model, { usage }, durationMs) => console.log(model, usage, durationMs),
 * 	onError: (model, error) => console.error(model, error),
 * });
 * ```
 */
export function withLogging<G extends Gateway>(gateway: G, config: LoggingConfig): LoggedGateway<G> {
	const log: Middleware = (call, next) => {
		const { model, input, options } = call;
		const startedAt = Date.now();
		quietly(() => config.onRequest?.(model, input, options));
		return observeCall(call, next, {
			end(outcome) {
				if (outcome.type === "error") quietly(() => config.onError?.(model, outcome.error));
				else quietly(() => config.onResponse?.(model, outcome.output, Date.now() - startedAt));
			},
		});
	};
	return use(gateway, log);
}
