import type { FinishReason, JsonSchema } from "@workkit/ai-core";
import type { ValidationIssue } from "@workkit/errors";
import { describeIssues, plainIssues } from "./describe-issues.ts";
import { findJson } from "./find-json.ts";
import { objectRoot } from "./object-root.ts";
import type { StandardResult, StandardSchema } from "./standard-schema.ts";
import { type JsonSchemaConverter, standardSchemaToJsonSchema } from "./standard-schema-to-json-schema.ts";
import {
	StructuredOutputError,
	StructuredOutputRefusedError,
	StructuredOutputTruncatedError,
} from "./structured-errors.ts";
import { validate } from "./validate.ts";

/** An answer, as far as structured output looks at it: every `AiOutput` is one. */
export interface AnswerLike {
	readonly text?: string | undefined;
	/** The vendor's answer as it came. */
	readonly raw?: unknown;
	readonly finishReason?: FinishReason | undefined;
	/** The vendor's refusal text. */
	readonly refusal?: string | undefined;
}

/** Reads answers against one schema. */
export interface AnswerReader<Output> extends JsonReader<Output> {
	/** What the vendor is asked for: an object at the root. */
	readonly jsonSchema: JsonSchema;
	/** What the JSON Schema does not say, in words. */
	readonly warnings: readonly string[];
	/** The answer's own value, in what came so far of what the vendor was asked for. */
	unwrapPartial(value: unknown): unknown;
}

/** Reads what a validation takes. */
export interface JsonReader<Output> {
	/** The validated value. Throws a `StructuredOutputError`, or one of its kinds. */
	read(answer: AnswerLike): Promise<Output>;
}

/** Makes a reader of a schema. Throws `ConfigError` when it has no JSON Schema. */
export function answerReader<Output>(
	schema: StandardSchema<unknown, Output>,
	toJsonSchema: JsonSchemaConverter | undefined,
): AnswerReader<Output> {
	const warnings: string[] = [];
	const onWarning = (warning: string): number => warnings.push(warning);
	const jsonSchema = standardSchemaToJsonSchema(schema, { toJsonSchema, onWarning });
	const { schema: asked, wrapped } = objectRoot(jsonSchema);
	const unwrap = (value: unknown): unknown =>
		wrapped && Object.hasOwn(Object(value), "value") ? Object(value).value : value;
	return {
		...jsonReader((value) => validate(schema, unwrap(value), jsonSchema)),
		jsonSchema: asked,
		warnings,
		unwrapPartial: (value) => (wrapped ? Object(value).value : value),
	};
}

/** Makes a reader of a validation: tries the pieces of JSON in an answer, the longest first. */
export function jsonReader<Output>(
	check: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>,
): JsonReader<Output> {
	return {
		async read({ text = "", raw, finishReason, refusal }) {
			const answer = { text, raw };
			let issues: readonly ValidationIssue[] = [{ message: "There is no JSON in the answer." }];
			for (const [index, value] of findJson(text).entries()) {
				const result = await checked(check, value);
				if (!result.issues) return result.value;
				if (index === 0) issues = plainIssues(result.issues);
			}
			if (refusal || finishReason === "content_filter") throw new StructuredOutputRefusedError(answer, refusal);
			if (finishReason === "length") throw new StructuredOutputTruncatedError(answer);
			throw new StructuredOutputError(`The answer does not fit the schema:\n${describeIssues(issues)}`, answer, issues);
		},
	};
}

/** A schema that recurs may run out of stack where a model nests without end: that is an answer that does not fit. */
async function checked<Output>(
	check: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>,
	value: unknown,
): Promise<StandardResult<Output>> {
	try {
		return await check(value);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return { issues: [{ message: `cannot be validated: ${error.message}` }] };
	}
}

/** What to tell a model whose answer did not fit. */
export function reminder({ issues }: StructuredOutputError): string {
	return `Your answer does not fit the JSON Schema:\n${describeIssues(issues)}\nAnswer again with the corrected JSON only.`;
}
