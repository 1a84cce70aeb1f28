import { RetryStrategies, TimeoutError, ValidationError } from "@workkit/errors";
import { openDeadline, untilAborted } from "./abort.ts";
import type { Call, OperationName, Operations } from "./call.ts";
import { completeOutput } from "./complete-output.ts";
import { whenEnded } from "./event-stream.ts";
import { explainFailure } from "./failure.ts";
import type { Gateway } from "./gateway.ts";
import { guardStream } from "./guard-stream.ts";
import type { Next } from "./middleware.ts";
import type { StreamOptions } from "./run-options.ts";

/** What stands behind a gateway: where a call goes, and how it gets there. */
export interface Engine {
	readonly operations: readonly OperationName[];
	/** Key of the provider for a call. */
	route(model: string, options: StreamOptions): string;
	readonly dispatch: Next;
	providers(): string[];
	defaultProvider(): string;
}

/** Key under which a gateway carries its engine, so that middleware joins the same call instead of making a second one. */
export const engineKey: unique symbol = Symbol.for("@workkit/ai-core/engine") as never;

const timeouts = ["timeout", "attemptTimeout", "firstTokenTimeout", "idleTimeout"] as const;

function check(model: string, options: StreamOptions): void {
	if (typeof model !== "string" || model.trim() === "") {
		throw new ValidationError("The model is empty: pass the model's name as the first argument.");
	}
	for (const name of timeouts) {
		const ms = options[name];
		if (ms !== undefined && !(ms > 0 && ms <= 0x7fffffff)) {
			throw new ValidationError(`\`${name}\` must be a number of milliseconds above 0 (and below 2^31), not ${ms}.`);
		}
	}
}

/** One operation as callers see it: builds the call, holds its total deadline, and completes the answer. */
function entrance<K extends OperationName>(operation: K, engine: Engine) {
	return async (model: string, input: Operations[K]["input"], options: StreamOptions = {}): Promise<Operations[K]["output"]> => {
		check(model, options);
		options.signal?.throwIfAborted();
		const provider = engine.route(model, options);
		const { signal, end } = openDeadline(
			options.signal,
			options.timeout,
			() => new TimeoutError(`${provider} ${operation}`, options.timeout, { retryStrategy: RetryStrategies.none }),
		);
		const call: Call<K> = { operation, provider, model, input, options, signal, receipt: { attempts: [] } };
		try {
			const output = await untilAborted(engine.dispatch(call), signal);
			if (output instanceof ReadableStream) {
				// `stream` is the operation whose output is a stream.
				const stream = guardStream(output, call as unknown as Call<"stream">);
				whenEnded(stream, end);
				return stream;
			}
			end();
			return completeOutput(output, call);
		} catch (error) {
			end();
			throw explainFailure(error, call);
		}
	};
}

/** The gateway of an engine: exactly the operations that it has. */
export function gatewayOf(engine: Engine): Gateway {
	const entrances = engine.operations.map((operation) => [operation, entrance(operation, engine)]);
	return {
		...Object.fromEntries(entrances),
		providers: () => engine.providers(),
		defaultProvider: () => engine.defaultProvider(),
		[engineKey]: engine,
	};
}
