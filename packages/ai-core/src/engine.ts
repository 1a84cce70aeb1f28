import { ValidationError } from "@workkit/errors";
import type { Call, OperationName, Operations } from "./call.ts";
import type { Chain } from "./chain.ts";
import { type Limits, openDeadlines, untilAborted } from "./deadline.ts";
import type { EmbedOutput } from "./embed.ts";
import { embedOutput, readTexts } from "./embeddings.ts";
import { observeStream } from "./event-stream.ts";
import { explainFailure } from "./failure.ts";
import { finishReasonOf } from "./finish-reason.ts";
import type { Gateway } from "./gateway.ts";
import type { AiInput } from "./input.ts";
import type { Next } from "./middleware.ts";
import type { ModelRef } from "./model-ref.ts";
import type { AiOutput } from "./output.ts";
import type { RunOptions, StreamOptions } from "./run-options.ts";

/** What stands behind a gateway: where a call goes, and how it gets there. */
export interface Engine extends Pick<Gateway, "providers" | "defaultProvider"> {
	/** Key of the provider for a call. */
	route(model: string, options: StreamOptions): string;
	readonly dispatch: Next;
	/** What serves `runFallback`. */
	readonly chain?: ((entries: Parameters<Chain>[0]) => ModelRef) | undefined;
}

/** Key under which a gateway carries its engine, so that middleware joins the same call instead of making a second one. */
export const engineKey: unique symbol = Symbol.for("@workkit/ai-core/engine") as never;

/**
 * Acts within deadlines, which end with the answer, with the end of its stream, or with its failure; then calls back.
 * Rejects with the reason of an abort, `TimeoutError` for a deadline, else with what `act` threw.
 *
 * @param limits - The longest waits.
 * @param act - Gets the call with a signal that ends with the deadlines.
 * @param onEnd - Is called once.
 */
export async function within<K extends OperationName, T>(
	outer: Call<K>,
	limits: Limits,
	act: (call: Call<K>) => Promise<T>,
	onEnd?: () => void,
): Promise<T> {
	const { call, end } = openDeadlines(outer, limits);
	const close = (): void => {
		end();
		onEnd?.();
	};
	try {
		const output = await untilAborted(act(call), call.signal);
		if (output instanceof ReadableStream) return observeStream(output, call, { end: close }) as T;
		close();
		return output;
	} catch (error) {
		close();
		throw explainFailure(error, call);
	}
}

function check(model: string, options: StreamOptions): void {
	const { responseFormat: format } = options;
	if (typeof model !== "string" || !model.trim()) throw new ValidationError("The model must be a name.");
	for (const name of ["timeout", "attemptTimeout", "firstTokenTimeout", "idleTimeout"] as const) {
		const ms = options[name];
		if (ms !== undefined && !(typeof ms === "number" && ms > 0 && ms < 2 ** 31))
			throw new ValidationError(`\`${name}\` must be milliseconds above 0.`);
	}
	if (format && format !== "json" && (typeof format.jsonSchema !== "object" || !format.jsonSchema)) {
		throw new ValidationError('`responseFormat` must be "json" or { jsonSchema }.');
	}
}

/**
 * The answer to a call, with what a provider, gateway or middleware of the caller's own may have left open. A built-in
 * provider's is complete.
 *
 * @param end - Ends the call's deadlines: now, or with its stream.
 */
export function settle<T>(answer: T, call: Call, end: () => void): T {
	if (answer instanceof ReadableStream) return observeStream(answer, call, { end }) as T;
	// The output of `run` or `embed`, whichever it is.
	const output = answer as AiOutput & EmbedOutput;
	end();
	if (output.receipt) return answer;
	if (call.operation === "embed") embedOutput(call as Call<"embed">, output.raw, output.vectors ?? [], undefined);
	const { text: content = "", toolCalls, rawFinishReason = null } = output;
	return {
		...(call.operation === "run" && {
			finishReason: finishReasonOf(rawFinishReason, !!toolCalls?.[0]),
			rawFinishReason,
			message: { role: "assistant", content, ...(toolCalls && { toolCalls }) },
		}),
		// A caller's own function may not know its key.
		provider: call.provider,
		model: call.model,
		receipt: call.receipt,
		...answer,
	};
}

/** The gateway of an engine: each operation builds the call, holds its total deadline, and completes the answer. */
export function gatewayOf(engine: Engine, operations: readonly OperationName[]): Gateway {
	const entrance =
		<K extends OperationName>(operation: K) =>
		async (target: string | ModelRef, input: Operations[K]["input"], options: StreamOptions = {}): Promise<unknown> => {
			const ref = typeof target === "object" && target;
			const model = ref ? ref.label : target;
			check(model, options);
			options.signal?.throwIfAborted();
			const outer: Call<K> = {
				operation,
				provider: ref ? engine.defaultProvider() : engine.route(model, options),
				model,
				input,
				options,
				signal: options.signal,
				deadline: options.timeout && Date.now() + options.timeout,
				receipt: { attempts: [] },
				route: engine.route,
			};
			if (operation === "embed") readTexts(outer as Call<"embed">);
			const { call, end } = openDeadlines(outer, { total: options.timeout, retryStrategy: { kind: "none" } });
			try {
				const answer = ref ? ref.serve(call, engine.dispatch) : engine.dispatch(call);
				return settle(await untilAborted(answer, call.signal), call, end);
			} catch (error) {
				// The attempts that the deadline ended tell of themselves first: the last word is the call's.
				await end();
				throw explainFailure(error, call);
			}
		};
	const { chain } = engine;
	const entrances = Object.fromEntries(operations.map((operation) => [operation, entrance(operation)]));
	const gateway = {
		...entrances,
		...(chain && {
			runFallback: async (entries: Parameters<Chain>[0], input: AiInput, options?: RunOptions) => {
				if (!Array.isArray(entries) || !entries[0])
					throw new ValidationError("runFallback: the entries must not be empty.");
				for (const entry of entries) check(entry?.model, {});
				return entrance("run")(chain(entries), input, options);
			},
		}),
		providers: engine.providers,
		defaultProvider: engine.defaultProvider,
	};
	// Not enumerable: a copy with a method of its own (`{ ...gateway, run }`) must not bring the engine along. The operations
	// are those of the gateway, `run` among them.
	return Object.defineProperty(gateway, engineKey, { value: engine }) as unknown as Gateway;
}
