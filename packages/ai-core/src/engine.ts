import { RetryStrategies, ValidationError } from "@workkit/errors";
import type { Call, OperationName, Operations } from "./call.ts";
import { type Deadlines, openDeadlines, untilAborted } from "./deadline.ts";
import { guardStream } from "./event-stream.ts";
import { explainFailure } from "./failure.ts";
import { finishReasonOf } from "./finish-reason.ts";
import type { Gateway } from "./gateway.ts";
import type { Next } from "./middleware.ts";
import type { AiOutput } from "./output.ts";
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

/** Acts within deadlines, which end with the answer, with the end of its stream, or with its failure. */
export async function within<T>(call: Call, { signal, end }: Deadlines, act: () => Promise<T>): Promise<T> {
	try {
		const output = await untilAborted(act(), signal);
		if (output instanceof ReadableStream) return guardStream(output, call, end) as T;
		end();
		return output;
	} catch (error) {
		end();
		throw explainFailure(signal?.aborted ? signal.reason : error, call);
	}
}

function check(model: string, options: StreamOptions): void {
	if (typeof model !== "string" || !model.trim()) throw new ValidationError("The model is empty: pass its name first.");
	for (const name of ["timeout", "attemptTimeout", "firstTokenTimeout", "idleTimeout"] as const) {
		const ms = options[name];
		if (ms !== undefined && !(ms > 0 && ms < 2 ** 31)) {
			throw new ValidationError(`\`${name}\` must be milliseconds above 0 and below 2^31, not ${ms}.`);
		}
	}
}

/** What a hand-written provider's answer may leave open. A built-in provider's answer is complete. */
function complete(output: AiOutput, { operation, provider, model, receipt }: Call): AiOutput {
	if (output.receipt) return output;
	const { text = "", toolCalls = [], rawFinishReason = null } = output;
	return {
		...(operation === "run" && {
			finishReason: finishReasonOf(rawFinishReason, toolCalls.length > 0),
			rawFinishReason,
			message: { role: "assistant", content: text, ...(toolCalls.length > 0 && { toolCalls }) },
		}),
		...output,
		provider,
		model,
		receipt,
	};
}

/** One operation as callers see it: builds the call, holds its total deadline, and completes the answer. */
function entrance<K extends OperationName>(operation: K, engine: Engine) {
	return async (model: string, input: Operations[K]["input"], options: StreamOptions = {}): Promise<unknown> => {
		check(model, options);
		options.signal?.throwIfAborted();
		const provider = engine.route(model, options);
		const start: Call<K> = { operation, provider, model, input, options, signal: options.signal, receipt: { attempts: [] } };
		const total = openDeadlines(start, { total: options.timeout, retryStrategy: RetryStrategies.none });
		const call = { ...start, signal: total.signal };
		const output = await within<unknown>(call, total, () => engine.dispatch(call));
		return output instanceof ReadableStream ? output : complete(output as AiOutput, call);
	};
}

/** The gateway of an engine: exactly the operations that it has. */
export function gatewayOf(engine: Engine): Gateway {
	const { operations, providers, defaultProvider } = engine;
	const entrances = Object.fromEntries(operations.map((operation) => [operation, entrance(operation, engine)]));
	// The operations are those of the engine, `run` among them.
	return { ...entrances, providers, defaultProvider, [engineKey]: engine } as unknown as Gateway;
}
