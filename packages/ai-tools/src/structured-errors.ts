import type { ValidationIssue } from "@workkit/errors";
import { WorkkitError, type WorkkitErrorOptions } from "@workkit/errors";

/** Kept out of logs and of JSON: what a model wrote may repeat the prompt. */
function hide(error: object, fields: Readonly<Record<string, unknown>>): void {
	for (const [name, value] of Object.entries(fields)) Object.defineProperty(error, name, { value });
}

/** What the model said when it did not say what the schema asks for. */
export interface StructuredAnswer {
	/** The answer's text. */
	readonly text: string;
	/** The vendor's answer as it came. */
	readonly raw: unknown;
}

/** `WORKKIT_STRUCTURED_OUTPUT`, 502, not retried: the model's answer does not fit the schema, also after the retries. */
export class StructuredOutputError extends WorkkitError {
	/** The vendor's answer as it came. Not enumerable, as `text`: neither is written into logs. */
	declare readonly raw: unknown;
	/** The answer's text. */
	declare readonly text: string;
	/** Why it does not fit. */
	declare readonly issues: readonly ValidationIssue[];

	/** @param kind - For subclasses; see `WorkkitError`. */
	constructor(
		message: string,
		{ text, raw }: StructuredAnswer,
		issues: readonly ValidationIssue[] = [],
		options?: WorkkitErrorOptions,
		kind = "StructuredOutput",
	) {
		super(message, options, kind, 502);
		this.issues = issues;
		hide(this, { raw, text });
	}
}

/** `WORKKIT_STRUCTURED_OUTPUT_REFUSED`, 502, not retried: the model refused, or a filter kept the answer back. */
export class StructuredOutputRefusedError extends StructuredOutputError {
	/** The vendor's refusal text, where it gives one. */
	declare readonly refusal: string | undefined;

	constructor(answer: StructuredAnswer, refusal?: string, options?: WorkkitErrorOptions) {
		super("The model refused to answer.", answer, undefined, options, "StructuredOutputRefused");
		hide(this, { refusal });
	}
}

/** `WORKKIT_STRUCTURED_OUTPUT_TRUNCATED`, 502, not retried: the length limit cut the answer off. Raise `maxTokens`. */
export class StructuredOutputTruncatedError extends StructuredOutputError {
	constructor(answer: StructuredAnswer, options?: WorkkitErrorOptions) {
		super("The length limit cut the answer off.", answer, undefined, options, "StructuredOutputTruncated");
	}
}

/** `WORKKIT_STRUCTURED_RETRY_EXHAUSTED`, 502, not retried: no attempt of `structuredWithRetry` gave an answer that fits. */
export class StructuredRetryExhaustedError extends WorkkitError {
	/** How many attempts there were. */
	declare readonly attempts: number;
	/** Why the last one failed; its `issues` say more. */
	declare readonly lastError: StructuredOutputError;
	/** The last answer as it came. Not enumerable, as `lastText`: neither is written into logs. */
	declare readonly lastRaw: unknown;
	/** The last answer's text. */
	declare readonly lastText: string;

	constructor(attempts: number, lastError: StructuredOutputError, options?: WorkkitErrorOptions) {
		super(
			`No answer fitted the schema in ${attempts} attempts: ${lastError.message}`,
			{ cause: lastError, ...options },
			"StructuredRetryExhausted",
			502,
		);
		this.attempts = attempts;
		hide(this, { lastError, lastRaw: lastError.raw, lastText: lastError.text });
	}
}
