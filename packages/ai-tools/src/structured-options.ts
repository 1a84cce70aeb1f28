import type { RunOptions } from "@workkit/ai-core";
import type { StandardSchema } from "./standard-schema.ts";
import type { JsonSchemaConverter } from "./standard-schema-to-json-schema.ts";
import type { StructuredAttempt } from "./structured-attempts.ts";

/** How a structured answer is asked for. */
export interface StructuredOptions<S extends StandardSchema, P extends string = string> {
	/** What the answer has to fit: any Standard Schema, also of a list, a union or a scalar. */
	readonly schema: S;
	/** How often an answer that does not fit is sent back with the reasons. Default 1. */
	readonly maxRetries?: number | undefined;
	/** The schema's name, for vendors that show it to the model. Letters, digits, `_` and `-`. Default `response`. */
	readonly name?: string | undefined;
	/** For libraries whose schemas do not carry their converter; see `standardSchemaToJsonSchema`. */
	readonly toJsonSchema?: JsonSchemaConverter | undefined;
	/**
	 * `"words"` puts the schema into a system message, for models that have no JSON mode and do not say so. Default: the
	 * vendor's own mechanism, and words only where the vendor refuses it, and with every retry.
	 */
	readonly ask?: "words" | undefined;
	/** Told of each answer. What it throws is ignored. */
	readonly onAttempt?: ((attempt: StructuredAttempt) => void) | undefined;
	/** Options of every call of the model; `timeout` and `signal` are those of all attempts together. */
	readonly runOptions?: Omit<RunOptions<P>, "responseFormat"> | undefined;
}
