import type { AiOutput } from "@workkit/ai-core";
import { isWorkkitError, ValidationError } from "@workkit/errors";
import { answerReader } from "./answer-reader.ts";
import { askWhole, type RunGateway } from "./ask.ts";
import { askStructured } from "./ask-structured.ts";
import { within } from "./deadline.ts";
import type { InferOutput, StandardSchema } from "./standard-schema.ts";
import { attemptStructured } from "./structured-attempts.ts";
import type { StructuredOptions } from "./structured-options.ts";
import { type StructuredResult, spentOn, structuredResult } from "./structured-result.ts";
import type { ToolLoopInput } from "./tool-loop-options.ts";

/**
 * Asks for an answer that fits a schema, by the strongest mechanism that the vendor has, and validates it. JSON in a code
 * fence or between words is read. An answer that does not fit goes back to the model with the reasons. Throws
 * `StructuredOutputError` when the last one does not fit, `StructuredOutputRefusedError` and
 * `StructuredOutputTruncatedError` at once, and `ConfigError` for a schema without a JSON Schema. `context.structured` of
 * an error tells what the answers cost.
 *
 * @param model - Its id, as the vendor or the gateway's `models` spell it.
 *
 * @example
 * ```ts
 * import { structuredAI } from "@workkit/ai-tools";
 * import { z } from "zod";
 *
 * const recipe = z.object({ name: z.string(), ingredients: z.array(z.string()), minutes: z.number() });
 * const { data } = await structuredAI(gateway, "gpt-5.2", { prompt: "A recipe for pancakes." }, { schema: recipe });
 * console.log(data.name, data.ingredients.length);
 * ```
 */
export async function structuredAI<S extends StandardSchema, P extends string, M = string>(
	gateway: RunGateway<P, M>,
	model: NoInfer<M>,
	input: ToolLoopInput,
	options: StructuredOptions<S, NoInfer<P>>,
): Promise<StructuredResult<InferOutput<S>>> {
	const { schema, maxRetries = 1, toJsonSchema, onAttempt, runOptions } = options;
	if (!(Number.isInteger(maxRetries) && maxRetries >= 0)) {
		throw new ValidationError("`maxRetries` must be a whole number, 0 or above.");
	}
	const reader = answerReader(schema, toJsonSchema);
	return within("Structured output", runOptions?.timeout, runOptions?.signal, async ({ signal }) => {
		// The keys of providers are only handed on.
		const ask = askWhole(gateway as RunGateway<string, M>, model);
		const question = askStructured(ask, input, reader, options, signal);
		const answers: AiOutput[] = [];
		const generate = async (remindWith: string | undefined): Promise<AiOutput> => {
			const asked = question.ask(
				remindWith === undefined ? undefined : { text: answers.at(-1)?.text ?? "", remindWith },
			);
			for (;;) {
				const { done, value } = await asked.next();
				if (!done) continue;
				answers.push(value);
				return value;
			}
		};
		try {
			const { data, answer } = await attemptStructured(reader, generate, maxRetries + 1, onAttempt);
			return structuredResult(data, answers, answer, question.warnings);
		} catch (error) {
			// What was paid for is not lost.
			if (isWorkkitError(error) && !signal.aborted) error.context.structured = spentOn(answers);
			throw error;
		}
	});
}
