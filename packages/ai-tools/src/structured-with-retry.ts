import { ValidationError } from "@workkit/errors";
import { type AnswerLike, jsonReader } from "./answer-reader.ts";
import type { InferOutput, StandardSchema } from "./standard-schema.ts";
import { attemptStructured, type StructuredAttempt } from "./structured-attempts.ts";
import { StructuredOutputError, StructuredRetryExhaustedError } from "./structured-errors.ts";

/** What `structuredWithRetry` takes. */
export interface StructuredRetryOptions<S extends StandardSchema> {
	/** What the answer has to fit. It needs no JSON Schema. */
	readonly schema: S;
	/**
	 * Asks a model, in whatever way. After an answer that did not fit it is told the reasons, in words for the model. An
	 * `AiOutput` will do for an answer, and so will a text.
	 */
	readonly generate: (remindWith?: string) => Promise<AnswerLike | string>;
	/** How many attempts, the first one included. Default 3. */
	readonly maxAttempts?: number | undefined;
	/** Told of each answer. What it throws is ignored. */
	readonly onAttempt?: ((attempt: StructuredAttempt) => void) | undefined;
	/** Ends the attempts: no further one is made, and the call rejects with the signal's reason. */
	readonly signal?: AbortSignal | undefined;
}

/**
 * Asks until the answer fits the schema. Throws `StructuredRetryExhaustedError` after `maxAttempts` answers, or at once
 * for a refusal or an answer that the length limit cut off; what `generate` throws goes through. Use `structuredAI` where
 * a gateway is at hand: it also asks the vendor for the schema.
 *
 * @example
 * ```ts
 * import { structuredWithRetry } from "@workkit/ai-tools";
 * import { z } from "zod";
 *
 * const { data, attempts } = await structuredWithRetry({
 * 	schema: z.object({ color: z.string() }),
 * 	generate: (remindWith = "") => gateway.run("gpt-5.2", { prompt: `Name a color, as JSON. ${remindWith}` }),
 * 	maxAttempts: 3,
 * });
 * ```
 */
export async function structuredWithRetry<S extends StandardSchema>(
	options: StructuredRetryOptions<S>,
): Promise<{ data: InferOutput<S>; attempts: number; raw: unknown }> {
	const { schema, generate, maxAttempts = 3, onAttempt, signal } = options;
	if (!(Number.isInteger(maxAttempts) && maxAttempts >= 1)) {
		throw new ValidationError("`maxAttempts` must be a whole number above 0.");
	}
	let made = 0;
	const ask = async (remindWith: string | undefined): Promise<AnswerLike> => {
		signal?.throwIfAborted();
		made++;
		const answer = await generate(remindWith);
		return typeof answer === "string" ? { text: answer, raw: answer } : answer;
	};
	try {
		const { data, answer, attempts } = await attemptStructured(
			jsonReader((value) => schema["~standard"].validate(value)),
			ask,
			maxAttempts,
			onAttempt,
		);
		return { data, attempts, raw: answer.raw };
	} catch (error) {
		throw error instanceof StructuredOutputError ? new StructuredRetryExhaustedError(made, error) : error;
	}
}
