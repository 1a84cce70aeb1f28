import { answerReader } from "./answer-reader.ts";
import { askStreaming, type StreamGateway } from "./ask.ts";
import { askStructured, type StructuredQuestion } from "./ask-structured.ts";
import { openDeadline } from "./deadline.ts";
import { generatorStream } from "./generator-stream.ts";
import { createPartialJson } from "./partial-json.ts";
import type { InferInput, InferOutput, StandardSchema } from "./standard-schema.ts";
import type { StructuredOptions } from "./structured-options.ts";
import { type StructuredResult, structuredResult } from "./structured-result.ts";
import type { ToolLoopInput } from "./tool-loop-options.ts";

/** A value that is being written: anything may still be missing. */
export type PartialOf<T> = T extends readonly (infer Item)[]
	? PartialOf<Item>[]
	: T extends object
		? { [K in keyof T]?: PartialOf<T[K]> }
		: T;

/** Events of a streamed structured answer. */
export type StructuredStreamEvent<S extends StandardSchema = StandardSchema> =
	/**
	 * The answer so far, not validated. Each is a value of its own; what did not change is shared with the one before. The
	 * wider the answer has become, the rarer they are.
	 */
	| { type: "partial"; data: PartialOf<InferInput<S>> }
	/** The end: the answer, validated. */
	| ({ type: "done" } & StructuredResult<InferOutput<S>>);

/** How a streamed structured answer is asked for. There are no retries: what was shown cannot be taken back. */
export type StructuredStreamOptions<S extends StandardSchema, P extends string = string> = Omit<
	StructuredOptions<S, P>,
	"maxRetries" | "onAttempt"
>;

/**
 * The same as `structuredAI`, as a stream of the answer while it is written, which ends with the validated answer or
 * rejects `read()`, with the same errors. Nothing is read ahead; cancelling the stream reaches the vendor.
 * Rejects at once with `ConfigError` for a schema without a JSON Schema.
 *
 * @param model - Its id, as the vendor or the gateway's `models` spell it.
 *
 * @example
 * ```ts
 * import { streamStructured } from "@workkit/ai-tools";
 * import { z } from "zod";
 *
 * const schema = z.object({ name: z.string(), ingredients: z.array(z.string()) });
 * const stream = await streamStructured(gateway, "claude-sonnet-5", { prompt: "A recipe for pancakes." }, { schema });
 * for await (const event of stream) {
 * 	if (event.type === "partial") console.log(event.data.ingredients?.length);
 * 	else console.log(event.data.name);
 * }
 * ```
 */
export async function streamStructured<S extends StandardSchema, P extends string, M = string>(
	gateway: StreamGateway<P, M>,
	model: NoInfer<M>,
	input: ToolLoopInput,
	options: StructuredStreamOptions<S, NoInfer<P>>,
): Promise<ReadableStream<StructuredStreamEvent<S>>> {
	const { schema, toJsonSchema, runOptions } = options;
	const reader = answerReader(schema, toJsonSchema);
	const deadline = openDeadline("Structured output", runOptions?.timeout, runOptions?.signal);
	const ask = askStreaming(gateway as StreamGateway<string, M>, model, ["refusal"]);
	let question: StructuredQuestion;
	try {
		question = askStructured(ask, input, reader, options, deadline.signal);
	} catch (error) {
		deadline.end();
		throw error;
	}

	async function* events(): AsyncGenerator<StructuredStreamEvent<S>, StructuredResult<InferOutput<S>>> {
		const partial = createPartialJson();
		const asked = question.ask();
		let refusal = "";
		try {
			for (;;) {
				const { done, value } = await asked.next();
				if (done) {
					const data = await reader.read({ ...value, refusal });
					return structuredResult(data, [value], value, question.warnings);
				}
				if (value.type === "refusal") refusal += value.delta;
				const data = value.type === "text" ? reader.unwrapPartial(partial.push(value.delta)) : undefined;
				// What the model writes is what the schema takes, as far as it came.
				if (data !== undefined) yield { type: "partial", data: data as PartialOf<InferInput<S>> };
			}
		} finally {
			asked.return(undefined as never).catch(() => {});
		}
	}
	return generatorStream(events(), deadline, (result) => ({ type: "done", ...result }));
}
