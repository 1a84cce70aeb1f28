import type { JsonSchema } from "@workkit/ai-core";
import type { ValidationIssue } from "@workkit/errors";

/** What a validation found: the value as the schema makes it, or why it does not fit. */
export type StandardResult<Output> =
	| { readonly value: Output; readonly issues?: undefined }
	| { readonly issues: readonly ValidationIssue[] };

/** Makes the JSON Schema of one side of a schema. Throws for what it cannot express. */
export type StandardConverter = (options: {
	readonly target: string;
	readonly libraryOptions?: Record<string, unknown> | undefined;
}) => JsonSchema;

/**
 * Any schema that follows Standard Schema, whatever its library. Libraries that also follow Standard JSON Schema carry
 * `jsonSchema`. Source: standardschema.dev.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
	readonly "~standard": {
		readonly version: 1;
		/** The library's name. */
		readonly vendor: string;
		/** Checks a value, and makes of it what the schema says. */
		readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
		readonly types?: { readonly input: Input; readonly output: Output } | undefined;
		readonly jsonSchema?: { readonly input: StandardConverter; readonly output: StandardConverter } | undefined;
	};
}

/** What a schema takes. */
export type InferInput<S extends StandardSchema> = NonNullable<S["~standard"]["types"]>["input"];

/** What a schema makes of it: defaults filled in, transformations done. */
export type InferOutput<S extends StandardSchema> = NonNullable<S["~standard"]["types"]>["output"];
